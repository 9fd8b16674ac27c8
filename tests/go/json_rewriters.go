// Re-writes JSON bodies as Go code that signs a parsed body does, for the test of the models in `src/reserialize`.
// The protocol is that of tests/python/json_rewriters.py; the order is Encoder, Marshal.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
)

func encoder(value any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return out.Bytes(), err
}

func rewritten(write func(any) ([]byte, error), body []byte) string {
	var value any
	if json.Unmarshal(body, &value) != nil {
		return "!"
	}
	out, err := write(value)
	if err != nil {
		return "!"
	}
	return "=" + base64.StdEncoding.EncodeToString(out)
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<24)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for lines.Scan() {
		body, err := base64.StdEncoding.DecodeString(lines.Text())
		if err != nil {
			panic(err)
		}
		fmt.Fprintln(out, rewritten(encoder, body), rewritten(json.Marshal, body))
	}
}
