package main

import (
	"bytes"
	"errors"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tandem-game/tandem/prompts/openai"
	"github.com/tandem-game/tandem/store"
)

var serveOptions = slices.Concat(serverOptions, databaseOptions)

func parse(t *testing.T, env map[string]string, args ...string) (Config, error) {
	t.Helper()
	return parseConfig("serve", serveOptions, args, func(name string) string { return env[name] }, t.Output())
}

func TestConfig_Defaults(t *testing.T) {
	got, err := parse(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := Config{
		Version: version,
		Addr:    ":8080",
		DataDir: "./.data",
		TrustedProxies: []netip.Prefix{
			netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128"),
		},
		OpenAIDailyDollars: 1,
		OpenAIDailyCalls:   5000,
		NodeLinger:         3 * time.Second,
		Ghosts:             true,
		LogLevel:           slog.LevelInfo,
	}
	if d := cmp.Diff(want, got, cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })); d != "" {
		t.Error(d)
	}
}

func TestConfig_EveryOptionFromEnvironmentAndFlag(t *testing.T) {
	values := map[string]string{
		"ADDR":            "127.0.0.1:9000",
		"ADMIN_ADDR":      "127.0.0.1:9090",
		"PUBLIC_URL":      "https://tandem.example/",
		"DATABASE_URL":    "postgres://tandem:secret@db/tandem",
		"DATA_DIR":        "/srv/tandem",
		"ADMIN_TOKEN":     "a-token-of-some-length",
		"TRUSTED_PROXIES": "10.0.0.0/8, 192.0.2.7",
		"KEEP_DAYS":       "90",
		"OFFLINE_PAGE":    "off",
		"GHOSTS":          "off",
		"GALLERY":         "open",
		"OPENAI_API_KEY":  "sk-123",
		"OPENAI_BASE_URL": "http://localhost:1234/v1",
		"OPENAI_MODEL":    "small-one",
		"OPENAI_PRICES":   "small-one=0.10/0.50",

		"DATABASE_DIRECT_URL": "postgres://tandem:secret@one:5432,two:5432/tandem",

		"OPENAI_DAILY_DOLLARS": "2.50",
		"OPENAI_DAILY_CALLS":   "300",

		"NODE_ADDR":   "10.0.0.5:7000",
		"NODE_LINGER": "10s",

		"LOG_FORMAT": "json",
		"LOG_LEVEL":  "WARN",
	}
	want := Config{
		Version:     version,
		Addr:        "127.0.0.1:9000",
		AdminAddr:   "127.0.0.1:9090",
		NodeAddr:    "10.0.0.5:7000",
		NodeLinger:  10 * time.Second,
		PublicURL:   &url.URL{Scheme: "https", Host: "tandem.example"},
		DatabaseURL: "postgres://tandem:secret@db/tandem",
		DirectURL:   "postgres://tandem:secret@one:5432,two:5432/tandem",
		DataDir:     "/srv/tandem",
		AdminToken:  "a-token-of-some-length",
		TrustedProxies: []netip.Prefix{
			netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("192.0.2.7/32"),
		},
		Keep:          90 * 24 * time.Hour,
		NoOfflinePage: true,
		Gallery:       store.OpenGallery,
		OpenAIKey:     "sk-123",
		OpenAIBaseURL: "http://localhost:1234/v1",
		OpenAIModel:   "small-one",
		OpenAIPrices:  openai.Prices{"small-one": {Input: 0.10, Output: 0.50}},

		OpenAIDailyDollars: 2.50,
		OpenAIDailyCalls:   300,

		LogJSON:  true,
		LogLevel: slog.LevelWarn,
	}
	if len(values) != len(serveOptions) {
		t.Fatalf("the test sets %d options, there are %d", len(values), len(serveOptions))
	}
	same := cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })

	fromEnv, err := parse(t, values)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, fromEnv, same); d != "" {
		t.Error("from the environment:", d)
	}

	var args []string
	for _, o := range serveOptions {
		args = append(args, "--"+o.flagName(), values[o.env])
	}
	fromFlags, err := parse(t, map[string]string{"ADDR": ":1", "LOG_FORMAT": "text"}, args...)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, fromFlags, same); d != "" {
		t.Error("from flags, which win:", d)
	}
}

// The container decides where it listens and has no private Postgres.
func TestConfig_EveryOptionIsInTheReadmeAndPassedOnByCompose(t *testing.T) {
	read := func(file string) string {
		b, err := os.ReadFile("../../" + file)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	readme, compose := read("README.md"), read("compose.yaml")
	for _, o := range serveOptions {
		if !strings.Contains(readme, "\n| `"+o.env+"` |") {
			t.Errorf("the README's table lacks %s", o.env)
		}
		inside := slices.Contains([]string{"ADDR", "ADMIN_ADDR", "DATA_DIR"}, o.env)
		if !inside && !strings.Contains(compose, "\n    "+o.env+": ") {
			t.Errorf("compose.yaml doesn't pass %s on", o.env)
		}
	}
}

// A value that only config.go knows changes nothing.
func TestConfig_EveryFieldIsUsed(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for _, file := range files {
		if file == "config.go" || strings.HasSuffix(file, "_test.go") {
			continue
		}
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		code.Write(b)
	}
	for i := range reflect.TypeFor[Config]().NumField() {
		if name := reflect.TypeFor[Config]().Field(i).Name; !regexp.MustCompile(`\b(c|config)\.` + name + `\b`).MatchString(code.String()) {
			t.Errorf("nothing uses %s", name)
		}
	}
}

func TestConfig_ErrorsNameTheMistake(t *testing.T) {
	tests := []struct {
		env, value string
		want       string
	}{
		{"ADDR", "8080", `ADDR must look like :8080, [::1]:8080, unix:/run/tandem/tandem.sock or systemd, not "8080"`},
		{"ADDR", "localhost:", `ADDR must look like :8080, [::1]:8080, unix:/run/tandem/tandem.sock or systemd, not "localhost:"`},
		{"ADDR", "unix:", `ADDR must name the socket, such as unix:/run/tandem/tandem.sock`},
		{"ADDR", "unix:/run/tandem.sock,mode=888", `ADDR has a mode that is none, such as 660: "888"`},
		{"ADMIN_ADDR", "9090", `ADMIN_ADDR must look like 127.0.0.1:9090, not "9090"`},
		{"PUBLIC_URL", "tandem.example", `PUBLIC_URL must look like https://tandem.example, not "tandem.example"`},
		{"PUBLIC_URL", "https://example.com/a/../b", `PUBLIC_URL must be a scheme, a host and perhaps a path of plain letters, such as https://tandem.example/draw: not "https://example.com/a/../b"`},
		{"PUBLIC_URL", "https://example.com/api/tandem", `PUBLIC_URL must not lead to /api, as Tandem has a path of that name itself: not "https://example.com/api/tandem"`},
		{"DATABASE_URL", "mysql://u:secret@db", "DATABASE_URL must look like postgres://user:password@host/name"},
		{"DATABASE_URL", "postgres://u:sec#ret@db/tandem", "DATABASE_URL has a #: in a password write it as %23"},
		{"DATABASE_URL", "postgres://u:secret@db:many/tandem", "DATABASE_URL must look like postgres://user:password@host/name, with special characters of the password as in %2F"},
		{"DATABASE_DIRECT_URL", "db:5432", "DATABASE_DIRECT_URL must look like postgres://user:password@host/name"},
		{"KEEP_DAYS", "0", `KEEP_DAYS must be a number of days from 1 to 36500, not "0"`},
		{"OFFLINE_PAGE", "no", `OFFLINE_PAGE must be on or off, not "no"`},
		{"ADMIN_TOKEN", "short", "ADMIN_TOKEN must have at least 16 characters and no spaces"},
		{"ADMIN_TOKEN", "changemechangeme", "ADMIN_TOKEN is easy to guess: take what `openssl rand -hex 24` prints"},
		{"TRUSTED_PROXIES", "10.0.0.0/8,proxy", `TRUSTED_PROXIES must be addresses or networks such as 10.0.0.0/8, not "proxy"`},
		{"OPENAI_BASE_URL", "api.openai.com", `OPENAI_BASE_URL must look like https://api.openai.com/v1, not "api.openai.com"`},
		{"OPENAI_PRICES", "small-one", `OPENAI_PRICES must look like a-model=0.10/0.50, dollars a million tokens of input and output, not "small-one"`},
		{"OPENAI_DAILY_DOLLARS", "-1", `OPENAI_DAILY_DOLLARS must be dollars such as 2.50, not "-1"`},
		{"OPENAI_DAILY_DOLLARS", "NaN", `OPENAI_DAILY_DOLLARS must be dollars such as 2.50, not "NaN"`},
		{"OPENAI_DAILY_CALLS", "many", `OPENAI_DAILY_CALLS must be a whole number, not "many"`},
		{"LOG_FORMAT", "xml", `LOG_FORMAT must be text or json, not "xml"`},
		{"LOG_LEVEL", "loud", `LOG_LEVEL must be debug, info, warn or error, not "loud"`},
	}
	for _, test := range tests {
		t.Run(test.env+"="+test.value, func(t *testing.T) {
			_, err := parse(t, map[string]string{test.env: test.value})
			if err == nil || err.Error() != test.want {
				t.Errorf("got %v\nwant %s", err, test.want)
			}
		})
	}

	t.Run("all at once", func(t *testing.T) {
		_, err := parse(t, map[string]string{"ADDR": "8080", "LOG_LEVEL": "loud"})
		if err == nil || strings.Count(err.Error(), "\n") != 1 {
			t.Errorf("got %v, want two lines", err)
		}
	})
	t.Run("by flag", func(t *testing.T) {
		_, err := parse(t, nil, "--log-level=loud")
		if err == nil || !strings.HasPrefix(err.Error(), "--log-level must be") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("unknown flag", func(t *testing.T) {
		if _, err := parse(t, nil, "--colour=red"); err == nil {
			t.Error("accepted an unknown flag")
		}
	})
	t.Run("argument", func(t *testing.T) {
		if _, err := parse(t, nil, "now"); err == nil {
			t.Error("accepted an argument")
		}
	})
}

func TestConfig_HelpNamesEveryOption(t *testing.T) {
	var out bytes.Buffer
	_, err := parseConfig("serve", serveOptions, []string{"--help"}, func(string) string { return "" }, &out)
	if !errors.Is(err, errHelp) {
		t.Fatal(err)
	}
	for _, o := range serveOptions {
		if !strings.Contains(out.String(), o.env) || !strings.Contains(out.String(), "--"+o.flagName()) {
			t.Errorf("help lacks %s", o.env)
		}
	}
}
