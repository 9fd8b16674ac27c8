// Go `stripe-go`, behind a shim.
package main

import "github.com/stripe/stripe-go/v85/webhook"

func init() {
	shims["stripe-go"] = shim{"github.com/stripe/stripe-go/v85", []string{"stripe"}, func(d delivery) string {
		return verdictOf(webhook.ValidatePayload(d.body, d.headers.Get("Stripe-Signature"), d.secret))
	}}
}
