// Reads YAML documents (one JSON string a line) and answers each with two lines of JSON: as kubectl reads it, and as
// version 3 of the Go library does.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"sigs.k8s.io/yaml"
	v3 "sigs.k8s.io/yaml/goyaml.v3"
)

func answer(out *bufio.Writer, line []byte, err error) {
	if err != nil {
		line, _ = json.Marshal(map[string]string{"error": err.Error()})
	}
	fmt.Fprintln(out, string(line))
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	documents := json.NewDecoder(bufio.NewReaderSize(os.Stdin, 1<<20))
	for {
		var text string
		if err := documents.Decode(&text); err != nil {
			return
		}
		line, err := yaml.YAMLToJSON([]byte(text))
		answer(out, line, err)
		var value any
		if err = v3.Unmarshal([]byte(text), &value); err == nil {
			line, err = json.Marshal(value)
		}
		answer(out, line, err)
	}
}
