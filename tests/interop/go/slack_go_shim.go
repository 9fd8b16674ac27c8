// Go `slack-go`, behind a shim.
package main

import (
	"errors"

	"github.com/slack-go/slack"
)

func init() {
	shims["slack-go"] = shim{"github.com/slack-go/slack", []string{"slack"}, func(d delivery) string {
		verifier, err := slack.NewSecretsVerifier(d.headers, d.secret)
		if errors.Is(err, slack.ErrInvalidConfiguration) {
			return "config_error"
		} else if err != nil {
			return "reject"
		}
		if _, err := verifier.Write(d.body); err != nil {
			return "error"
		}
		return verdictOf(verifier.Ensure())
	}}
}
