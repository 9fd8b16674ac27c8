// Go `twilio-go`, behind a shim.
package main

import "github.com/twilio/twilio-go/client"

func init() {
	shims["twilio-go"] = shim{"github.com/twilio/twilio-go", []string{"twilio", "twilio-json"}, func(d delivery) string {
		validator := client.NewRequestValidator(d.secret)
		if validator.ValidateBody(d.url, d.body, d.headers.Get("X-Twilio-Signature")) {
			return "accept"
		}
		return "reject"
	}}
}
