package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tandem-game/tandem/prompts/openai"
	"github.com/tandem-game/tandem/store"
)

// Config is everything that an operator can configure. Each value comes from a flag, else
// from the environment, else it has a default.
type Config struct {
	Version        string // of the running program
	Page           fs.FS  // the files of the built page; nil: it serves only the API
	Addr           string
	AdminAddr      string // "": no metrics are served
	NodeAddr       string // "": it can only be alone on its database
	NodeLinger     time.Duration
	PublicURL      *url.URL // nil: links use the host of the request
	DatabaseURL    string   // "": a private Postgres
	DirectURL      string   // of the same database, without a pooler; "": DatabaseURL is direct
	DataDir        string
	AdminToken     string // "": one is created and printed
	TrustedProxies []netip.Prefix
	Keep           time.Duration // of games, after their end; 0: forever
	Ghosts         bool          // players may draw with recorded ink
	Gallery        store.Gallery // "": a moderated one, once the operator has signed in
	OpenAIKey      string        // "": prompts come from the library
	OpenAIBaseURL  string        // "": OpenAI's own
	OpenAIModel    string        // "": the default of package openai
	OpenAIPrices   openai.Prices
	// What the model may use in a day; 0: no limit.
	OpenAIDailyDollars float64
	OpenAIDailyCalls   int64
	NoOfflinePage      bool
	DoctorURL          *url.URL // which Tandem the doctor asks, only from outside; nil: this one
	LogJSON            bool
	LogLevel           slog.Level

	// Of backup and restore only.
	File         string
	ReplaceGames bool
}

// option is one value of the configuration: the environment variable NAME_LIKE_THIS is the
// flag --name-like-this. One that is named --like-this is a flag only, and one without a name
// is the command's argument.
type option struct {
	env     string
	initial string // a description if it starts with "("; the name of an argument
	usage   string
	set     func(c *Config, value string) error
}

// isArgument reports whether the option is given without a flag.
func (o option) isArgument() bool { return o.env == "" }

// isFlagOnly reports whether no environment variable sets the option.
func (o option) isFlagOnly() bool { return strings.HasPrefix(o.env, "--") }

// off is what an option is initially that a flag without a value switches on.
const off = "no"

// flagValue is the text that a flag was given. "true" is that of a switch without a value.
type flagValue struct {
	text     string
	isSwitch bool
}

func (v *flagValue) String() string     { return v.text }
func (v *flagValue) Set(s string) error { v.text = s; return nil }
func (v *flagValue) IsBoolFlag() bool   { return v.isSwitch }

// flagName returns the option's flag, without the dashes.
func (o option) flagName() string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(o.env, "--")), "_", "-")
}

// The options of every command that uses the database.
var databaseOptions = []option{
	{"DATABASE_URL", "(a private Postgres)", "the database, postgres://…", func(c *Config, v string) error {
		c.DatabaseURL = v
		return checkDatabaseURL(v)
	}},
	{"DATABASE_DIRECT_URL", "(DATABASE_URL)", "the same database without a pooler such as pgbouncer", func(c *Config, v string) error {
		c.DirectURL = v
		return checkDatabaseURL(v)
	}},
	{"DATA_DIR", "./.data", "where the private Postgres keeps its data", func(c *Config, v string) error {
		c.DataDir = v
		return nil
	}},
	{"LOG_FORMAT", "text", "text or json", func(c *Config, v string) error {
		if v != "text" && v != "json" {
			return fmt.Errorf("must be text or json, not %q", v)
		}
		c.LogJSON = v == "json"
		return nil
	}},
	{"LOG_LEVEL", "info", "debug, info, warn or error", func(c *Config, v string) error {
		level, ok := map[string]slog.Level{
			"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError,
		}[strings.ToLower(v)]
		if !ok {
			return fmt.Errorf("must be debug, info, warn or error, not %q", v)
		}
		c.LogLevel = level
		return nil
	}},
}

// nodesOptions are those of `tandem nodes`: a private Postgres starts and ends with its
// server.
var nodesOptions = []option{
	{"DATABASE_URL", "", "the database, postgres://…", databaseOptions[0].set},
	databaseOptions[2], databaseOptions[3],
}

// doctorOptions are those of `tandem doctor`: all of serve, as it looks at the same
// configuration.
var doctorOptions = slices.Concat([]option{
	{"--url", "(this one)", "a running Tandem to ask from outside only, such as https://tandem.example", func(c *Config, v string) error {
		u, err := url.Parse(v)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
			return fmt.Errorf("must look like https://tandem.example, not %q", v)
		}
		c.DoctorURL = u
		return nil
	}},
}, serverOptions, databaseOptions)

// backupOptions are those of `tandem backup`, and restoreOptions those of `tandem restore`.
var (
	backupOptions  = append([]option{fileArgument}, databaseOptions...)
	restoreOptions = append([]option{fileArgument, replaceOption}, databaseOptions...)
)

var fileArgument = option{"", "FILE", "the backup", func(c *Config, v string) error {
	c.File = v
	return nil
}}

var replaceOption = option{"--replace-games", off, "restore over a database that has games or players, and lose these", func(c *Config, v string) error {
	switch v {
	case "true", "yes":
		c.ReplaceGames = true
	case "false", off:
	default:
		return fmt.Errorf("must be yes or no, not %q", v)
	}
	return nil
}}

// checkDatabaseURL returns an error that doesn't repeat the URL, which may contain a password.
func checkDatabaseURL(v string) error {
	if !strings.HasPrefix(v, "postgres://") && !strings.HasPrefix(v, "postgresql://") {
		return errors.New("must look like postgres://user:password@host/name")
	}
	if strings.Contains(v, "#") {
		return errors.New("has a #: in a password write it as %23")
	}
	if !store.IsURL(v) {
		return errors.New("must look like postgres://user:password@host/name, with special characters of the password as in %2F")
	}
	return nil
}

// addrOption is where to listen, and so also where the health check asks.
var addrOption = option{"ADDR", ":8080", "where to listen: a port such as :8080 or [::1]:8080, a socket such as unix:/run/tandem/tandem.sock (,mode=666 is for whoever may connect; 660), or systemd, whose socket it takes", func(c *Config, v string) error {
	c.Addr = v
	return checkAddr(v)
}}

// The options of serve, besides those of the database.
var serverOptions = []option{
	addrOption,
	{"ADMIN_ADDR", "(none)", "where to serve /metrics and /debug/pprof, without a token: keep it from the public", func(c *Config, v string) error {
		if _, port, err := net.SplitHostPort(v); err != nil || port == "" {
			return fmt.Errorf("must look like 127.0.0.1:9090, not %q", v)
		}
		c.AdminAddr = v
		return nil
	}},
	{"NODE_ADDR", "(none)", "where other tandems on the same database reach this one, such as 10.0.0.5:7000 or :7000; then several can run at once. Keep it from the public", func(c *Config, v string) error {
		if _, port, err := net.SplitHostPort(v); err != nil || port == "" {
			return fmt.Errorf("must look like 10.0.0.5:7000 or :7000, not %q", v)
		}
		c.NodeAddr = v
		return nil
	}},
	{"NODE_LINGER", "3s", "how long a tandem that leaves others behind stays: half of it until balancers have noticed, then it hands over and passes on what still comes", func(c *Config, v string) error {
		linger, err := time.ParseDuration(v)
		if err != nil || linger < 0 || linger > maxLinger {
			return fmt.Errorf("must be a time up to %v such as 3s, not %q", maxLinger, v)
		}
		c.NodeLinger = linger
		return nil
	}},
	{"PUBLIC_URL", "(the request's host)", "the address in links, with the path if there is one, such as https://tandem.example/draw; with https:// cookies are Secure", func(c *Config, v string) error {
		u, err := url.Parse(v)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
			return fmt.Errorf("must look like https://tandem.example, not %q", v)
		}
		path := strings.TrimSuffix(u.Path, "/")
		if !publicPath.MatchString(path) || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || u.User != nil {
			return fmt.Errorf("must be a scheme, a host and perhaps a path of plain letters, such as https://tandem.example/draw: not %q", v)
		}
		if first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/"); slices.Contains(tandemsOwn, first) {
			return fmt.Errorf("must not lead to /%s, as Tandem has a path of that name itself: not %q", first, v)
		}
		c.PublicURL = &url.URL{Scheme: u.Scheme, Host: u.Host, Path: path}
		return nil
	}},
	{"TRUSTED_PROXIES", "127.0.0.0/8,::1/128", "whose X-Forwarded-For and -Proto to believe: addresses or networks, by comma; none for nobody's", func(c *Config, v string) error {
		c.TrustedProxies = nil
		if v == "none" {
			return nil
		}
		for part := range strings.SplitSeq(v, ",") {
			prefix, err := parsePrefix(strings.TrimSpace(part))
			if err != nil {
				return fmt.Errorf("must be addresses or networks such as 10.0.0.0/8, not %q", part)
			}
			c.TrustedProxies = append(c.TrustedProxies, prefix)
		}
		return nil
	}},
	{"ADMIN_TOKEN", "(made at start and printed)", "opens /admin and /api/admin", func(c *Config, v string) error {
		c.AdminToken = v
		return checkAdminToken(v)
	}},
	{"KEEP_DAYS", "(for ever)", "how many days games are kept after their end", func(c *Config, v string) error {
		days, err := strconv.Atoi(v)
		if err != nil || days < 1 || days > maxKeepDays {
			return fmt.Errorf("must be a number of days from 1 to %d, not %q", maxKeepDays, v)
		}
		c.Keep = time.Duration(days) * 24 * time.Hour
		return nil
	}},
	{"OFFLINE_PAGE", "on", "on: browsers keep a page for when they are offline; off: they remove it", func(c *Config, v string) error {
		on, err := parseSwitch(v)
		c.NoOfflinePage = !on
		return err
	}},
	{"GHOSTS", "on", "on or off: whether who finds nobody may draw with a ghost, ink that somebody left earlier", func(c *Config, v string) error {
		on, err := parseSwitch(v)
		c.Ghosts = on
		return err
	}},
	{"GALLERY", "(moderated once the operator has signed in, until then off)", "which drawings that both players show are in the gallery: off for none, moderated for those the operator agrees to, open for all", func(c *Config, v string) error {
		c.Gallery = store.Gallery(v)
		if all := []store.Gallery{store.NoGallery, store.ModeratedGallery, store.OpenGallery}; !slices.Contains(all, c.Gallery) {
			return fmt.Errorf("must be off, moderated or open, not %q", v)
		}
		return nil
	}},
	{"OPENAI_API_KEY", "(none)", "lets a model write the prompts", func(c *Config, v string) error {
		c.OpenAIKey = v
		return nil
	}},
	{"OPENAI_BASE_URL", "(OpenAI's)", "any server that speaks OpenAI's API", func(c *Config, v string) error {
		u, err := url.Parse(v)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
			return fmt.Errorf("must look like https://api.openai.com/v1, not %q", v)
		}
		c.OpenAIBaseURL = v
		return nil
	}},
	{"OPENAI_MODEL", "(a current small model)", "which model writes the prompts", func(c *Config, v string) error {
		c.OpenAIModel = v
		return nil
	}},
	{"OPENAI_PRICES", "(a table of known models)", "dollars a million tokens, in and out: a-model=0.10/0.50, by comma", func(c *Config, v string) (err error) {
		c.OpenAIPrices, err = openai.ParsePrices(v)
		return err
	}},
	{"OPENAI_DAILY_DOLLARS", "1", "what the model may cost in a day (UTC); 0 for no bound", func(c *Config, v string) error {
		dollars, err := strconv.ParseFloat(v, 64)
		if err != nil || !(dollars >= 0 && dollars <= mostDollars) {
			return fmt.Errorf("must be dollars such as 2.50, not %q", v)
		}
		c.OpenAIDailyDollars = dollars
		return nil
	}},
	{"OPENAI_DAILY_CALLS", "5000", "how often the model may be called in a day (UTC); 0 for no bound", func(c *Config, v string) error {
		calls, err := strconv.ParseInt(v, 10, 64)
		if err != nil || calls < 0 {
			return fmt.Errorf("must be a whole number, not %q", v)
		}
		c.OpenAIDailyCalls = calls
		return nil
	}},
}

// publicPath is the form of a path in PUBLIC_URL: browsers, proxies and Tandem agree on what
// such characters mean.
var publicPath = regexp.MustCompile(`^(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*$`)

// tandemsOwn are the paths below which Tandem has the API and files. Behind a proxy that
// removes the path of PUBLIC_URL, the two could not be told apart.
var tandemsOwn = []string{"api", "assets", "icons"}

// maxLinger is longer than balancers take to notice.
const maxLinger = 5 * time.Minute

// maxKeepDays is a hundred years: for longer, use forever.
const maxKeepDays = 36_500

// mostDollars is more than anybody means to spend in a day.
const mostDollars = 1e6

// parseSwitch parses "on" or "off".
func parseSwitch(s string) (on bool, err error) {
	if s != "on" && s != "off" {
		return false, fmt.Errorf("must be on or off, not %q", s)
	}
	return s == "on", nil
}

// parsePrefix parses a network or a single address.
func parsePrefix(s string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(s); err == nil {
		return addr.Prefix(addr.BitLen())
	}
	p, err := netip.ParsePrefix(s)
	return p.Masked(), err
}

// errHelp says that the usage was requested and printed.
var errHelp = errors.New("help")

// parseConfig reads a command's configuration. It reports all errors at once, a sentence
// each. An empty value in the environment counts as unset.
func parseConfig(command string, options []option, args []string, getenv func(string) string, out io.Writer) (Config, error) {
	flags := flag.NewFlagSet(command, flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the caller prints errors, once
	given := map[string]*flagValue{}
	for _, o := range options {
		given[o.env] = &flagValue{isSwitch: o.initial == off}
		if !o.isArgument() {
			flags.Var(given[o.env], o.flagName(), o.usage)
		}
	}
	argument := given[""]
	for rest := args; ; rest = flags.Args()[1:] { // flags come before an argument or after it
		if err := flags.Parse(rest); errors.Is(err, flag.ErrHelp) {
			usageOf(out, command, options)
			return Config{}, errHelp
		} else if err != nil {
			return Config{}, err
		}
		if flags.NArg() == 0 {
			break
		}
		if argument == nil || argument.text != "" {
			return Config{}, fmt.Errorf("%s takes no argument %q", command, flags.Arg(0))
		}
		argument.text = flags.Arg(0)
	}

	c := Config{Version: version}
	var wrong []error
	for _, o := range options {
		if o.isArgument() && argument.text == "" {
			wrong = append(wrong, fmt.Errorf("%s needs a %s: tandem %s %s", command, o.initial, command, o.initial))
			continue
		}
		value, from := given[o.env].text, "--"+o.flagName()
		if value == "" && !o.isFlagOnly() {
			value, from = getenv(o.env), o.env
		}
		if value == "" {
			value = o.initial
		}
		if strings.HasPrefix(value, "(") && value == o.initial {
			continue
		}
		if err := o.set(&c, value); err != nil {
			wrong = append(wrong, fmt.Errorf("%s %w", from, err))
		}
	}
	return c, errors.Join(wrong...)
}

// usageOf lists a command's options.
func usageOf(out io.Writer, command string, options []option) {
	argument := ""
	for _, o := range options {
		if o.isArgument() {
			argument = " " + o.initial
		}
	}
	fmt.Fprintf(out, "tandem %s [options]%s\n\nEach option with a name in capitals is also an environment variable.\n\n", command, argument)
	for _, o := range options {
		if o.isArgument() {
			continue
		}
		env := o.env
		if o.isFlagOnly() {
			env = "-"
		}
		fmt.Fprintf(out, "  --%-16s %-16s %s; %s\n", o.flagName(), env, o.usage, strings.Trim(o.initial, "()"))
	}
}
