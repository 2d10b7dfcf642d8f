//go:build unix

package localpg

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"time"
)

// npmWithin is how long npm may take to say which registry it uses.
const npmWithin = 10 * time.Second

// registry finds the npm registry of this machine: NPM_CONFIG_REGISTRY names it, else
// npm does. There is no other guess: where programs come from is for the operator to
// say, and npm's own default is npm's to know.
func registry(ctx context.Context) (*url.URL, error) {
	text, from := os.Getenv("NPM_CONFIG_REGISTRY"), "NPM_CONFIG_REGISTRY"
	if text == "" {
		ctx, cancel := context.WithTimeout(ctx, npmWithin)
		defer cancel()
		out, err := exec.CommandContext(ctx, "npm", "config", "get", "registry").Output()
		if err != nil {
			return nil, fmt.Errorf("npm does not say which registry to fetch from (%w); set NPM_CONFIG_REGISTRY", err)
		}
		text, from = strings.TrimSpace(string(out)), "npm's registry"
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		// The value may hold a password: the error must not repeat it.
		return nil, errors.New(from + " must look like https://registry.example")
	}
	return u, nil
}
