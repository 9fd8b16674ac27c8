// Go `svix`, behind a shim.
package main

import svix "github.com/svix/svix-webhooks/go"

func init() {
	shims["svix"] = shim{"github.com/svix/svix-webhooks", []string{"svix", "standard-webhooks"}, func(d delivery) string {
		webhook, err := svix.NewWebhook(d.secret)
		if err != nil {
			return "config_error"
		}
		return verdictOf(webhook.Verify(d.body, d.headers))
	}}
}
