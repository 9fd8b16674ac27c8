// Go `go-github`, behind a shim: the check of a signature that is in the header for SHA-256.
package main

import "github.com/google/go-github/v84/github"

func init() {
	shims["go-github"] = shim{"github.com/google/go-github/v84", []string{"github"}, func(d delivery) string {
		signature := d.headers.Get(github.SHA256SignatureHeader)
		return verdictOf(github.ValidateSignature(signature, d.body, []byte(d.secret)))
	}}
}
