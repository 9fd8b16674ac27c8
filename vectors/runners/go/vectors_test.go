package vectors

import (
	"cmp"
	"encoding/json"
	"net/http"
	"os"
	"testing"
)

type vectorCase struct {
	ID, Title, Level, Expected string
	Secrets                    []string
	Tolerance                  *int64
	Now                        int64
	Request                    struct {
		Headers [][2]string
		Body    []byte
	}
}

// Golden vectors under `go test`: each case is a test. Adapt Verify to your library.
func TestVectors(t *testing.T) {
	var file struct{ Cases []vectorCase }
	text, err := os.ReadFile(cmp.Or(os.Getenv("HOOKPROOF_VECTORS"), "../../standard-webhooks.json"))
	if err != nil || json.Unmarshal(text, &file) != nil || len(file.Cases) == 0 {
		t.Fatal("no vectors: ", err)
	}
	for _, c := range file.Cases {
		headers := http.Header{}
		for _, header := range c.Request.Headers {
			headers.Add(header[0], Bytes(header[1]))
		}
		valid := Verify(c.Secrets, headers, c.Request.Body, c.Tolerance, c.Now)
		if valid != (c.Expected == "accept") && c.Level == "must" {
			t.Errorf("%s: %s: expected %s", c.ID, c.Title, c.Expected)
		}
	}
}
