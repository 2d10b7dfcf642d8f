package main

import (
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// What the manifests set is what a Tandem takes, and a pod isn't killed while it still hands
// its games over.
func TestKubernetes_SetsWhatTandemTakes(t *testing.T) {
	manifests := repositoryFile(t, "cmd/tandem/help/kubernetes.yaml")
	env := map[string]string{}
	for _, found := range regexp.MustCompile(`(?m)^ +- name: ([A-Z_]+)\b.*\n(?: +value: (.*?)(?: #.*)?$)?`).FindAllStringSubmatch(manifests, -1) {
		value := strings.ReplaceAll(strings.Trim(found[2], `"`), "$(POD_IP)", "10.244.0.7")
		switch found[1] {
		case "DATABASE_URL": // of the secret
			value = "postgres://tandem@postgres/tandem"
		case "ADMIN_TOKEN":
			value = "what-openssl-rand-prints"
		}
		env[found[1]] = value
	}
	delete(env, "POD_IP")
	if len(env) < 8 {
		t.Fatalf("the manifests set only %v", env)
	}
	known := map[string]bool{}
	config, err := parseConfig("serve", serveOptions, nil, func(name string) string {
		known[name] = true
		return env[name]
	}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	for name := range env {
		if !known[name] {
			t.Errorf("%s is no option", name)
		}
	}
	grace := regexp.MustCompile(`terminationGracePeriodSeconds: (\d+)`).FindStringSubmatch(manifests)
	if grace == nil {
		t.Fatal("the manifests don't say how long a pod may take to end")
	}
	seconds, err := strconv.Atoi(grace[1])
	if err != nil {
		t.Fatal(err)
	}
	if has, needs := time.Duration(seconds)*time.Second, config.NodeLinger+closeWithin; has < needs {
		t.Errorf("a pod has %v to end, and needs %v", has, needs)
	}
}
