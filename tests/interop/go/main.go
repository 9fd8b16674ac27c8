// The loop that every Go shim here shares: one JSON object a line, in and out.
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"runtime/debug"
	"slices"
)

type delivery struct {
	scheme, secret, url string
	headers             http.Header
	body                []byte
}

// shim says how one library verifies: `verify` answers with the word of a verdict.
type shim struct {
	module  string
	schemes []string
	verify  func(delivery) string
}

var shims = map[string]shim{}

func versionOf(module string) string {
	build, _ := debug.ReadBuildInfo()
	for _, dependency := range build.Deps {
		if dependency.Path == module {
			return dependency.Version
		}
	}
	return "unknown"
}

// Every character of a header in the protocol stands for one byte.
func bytesOf(text string) string {
	bytes := []byte{}
	for _, character := range text {
		bytes = append(bytes, byte(character))
	}
	return string(bytes)
}

func main() {
	name := os.Args[1]
	shim := shims[name]
	implementation := map[string]any{"name": name, "version": versionOf(shim.module), "language": "go"}
	input := bufio.NewReaderSize(os.Stdin, 1<<20)
	for {
		line, err := input.ReadBytes('\n')
		if err != nil {
			return
		}
		var message struct {
			ID, Op, Scheme string
			Secrets        []string
			Request        struct {
				URL     string
				Headers [][2]string
				Body    string
			}
		}
		if err := json.Unmarshal(line, &message); err != nil {
			panic(err)
		}
		answer := map[string]any{"id": message.ID, "verdict": "unsupported"}
		if message.Op == "hello" {
			answer = map[string]any{"id": message.ID, "protocol": 1, "implementation": implementation,
				"schemes": shim.schemes, "roles": []string{"verify"}, "clock": "system"}
		} else if message.Op == "verify" && slices.Contains(shim.schemes, message.Scheme) && len(message.Secrets) == 1 {
			request := delivery{message.Scheme, message.Secrets[0], message.Request.URL, http.Header{}, nil}
			for _, header := range message.Request.Headers {
				request.headers.Add(header[0], bytesOf(header[1]))
			}
			request.body, _ = base64.StdEncoding.DecodeString(message.Request.Body)
			answer["verdict"] = request.judge(shim)
		}
		text, _ := json.Marshal(answer)
		fmt.Println(string(text))
	}
}

// A panic is an error, as `net/http` makes it one for a server.
func (request delivery) judge(shim shim) (verdict string) {
	defer func() {
		if recover() != nil {
			verdict = "error"
		}
	}()
	return shim.verify(request)
}

func verdictOf(err error) string {
	if err != nil {
		return "reject"
	}
	return "accept"
}
