// Go `standardwebhooks`, behind a shim.
package main

import standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

func init() {
	module := "github.com/standard-webhooks/standard-webhooks/libraries"
	shims["standardwebhooks"] = shim{module, []string{"standard-webhooks"}, func(d delivery) string {
		webhook, err := standardwebhooks.NewWebhook(d.secret)
		if err != nil {
			return "config_error"
		}
		return verdictOf(webhook.Verify(d.body, d.headers))
	}}
}
