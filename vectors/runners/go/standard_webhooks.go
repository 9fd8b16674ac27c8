// Package vectors has a correct verifier of Standard Webhooks, to show how the vectors are run. Put yours in its place.
package vectors

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

var decimal = regexp.MustCompile(`^(0|[1-9][0-9]{0,17})$`)

// Verify reports whether the delivery is valid. Without a tolerance its age is not judged.
func Verify(secrets []string, headers http.Header, body []byte, tolerance *int64, now int64) bool {
	one := func(name string) string {
		if values := headers.Values(name); len(values) == 1 {
			return values[0]
		}
		return ""
	}
	id, timestamp, signatures := one("webhook-id"), one("webhook-timestamp"), one("webhook-signature")
	if id == "" || !decimal.MatchString(timestamp) {
		return false
	}
	seconds, _ := strconv.ParseInt(timestamp, 10, 64)
	if tolerance != nil && (now-seconds > *tolerance || seconds-now > *tolerance) {
		return false
	}
	found := false
	for _, secret := range secrets {
		text := strings.TrimRight(strings.TrimPrefix(secret, "whsec_"), "=")
		key, err := base64.RawStdEncoding.DecodeString(text)
		if err != nil || len(key) == 0 {
			return false
		}
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(id + "." + timestamp + "."))
		mac.Write(body)
		expected := []byte("v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)))
		for _, signature := range strings.Split(signatures, " ") {
			found = hmac.Equal([]byte(signature), expected) || found
		}
	}
	return found
}

// Bytes of a header value: each character of the vectors stands for one.
func Bytes(text string) string {
	value := []byte{}
	for _, character := range text {
		value = append(value, byte(character))
	}
	return string(value)
}
