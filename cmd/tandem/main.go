package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/tandem-game/tandem/cmd/internal/api"
)

// version is set by the linker.
var version = "dev"

// The exit codes.
const (
	exitOK      = 0
	exitFailed  = 1 // the reason was printed
	exitUsage   = 2 // the command or its configuration is invalid
	exitStopped = 130
)

func main() {
	os.Exit(run(os.Args[1:], os.Getenv, os.Stdout, os.Stderr))
}

// command is the word after tandem.
type command struct {
	name, summary string
	options       []option
	run           func(ctx context.Context, c Config, log *slog.Logger, out io.Writer) error

	// client is a command that runs no server and parses its own arguments: those of a load
	// don't belong in an environment.
	client func(ctx context.Context, args []string, out, errOut io.Writer) error
}

func commands() []command {
	return []command{
		{name: "serve", summary: "start Tandem (this is what happens without a command)", options: slices.Concat(serverOptions, databaseOptions), run: serve},
		{name: "migrate", summary: "bring the database's schema up to date, and end", options: databaseOptions, run: migrate},
		{name: "backup", summary: "write all games, players and lobbies to a FILE, while Tandem runs or not", options: backupOptions, run: backUp},
		{name: "restore", summary: "fill an empty database from the FILE of a backup", options: restoreOptions, run: restore},
		{name: "upgrade-database", summary: "make the private Postgres' data that of a newer PostgreSQL; the old data is kept", options: databaseOptions, run: upgradeDatabase},
		{name: "health", summary: "ask the Tandem of this machine whether it lives, for a container's health check", options: []option{addrOption}, run: health},
		{name: "doctor", summary: "say what keeps this Tandem, or the one at --url, from working", options: doctorOptions, run: examine},
		{name: "nodes", summary: "list the processes that serve a database", options: nodesOptions, run: listNodes},
		{name: "load", summary: "have robots play on a running Tandem, and measure it", client: load},
		{name: "openapi", summary: "print the API's OpenAPI 3.1 document", run: printSpec},
		{name: "man", summary: "print the manual page, in roff", run: printManual},
		{name: "version", summary: "print the version, as tandem --version does", run: printVersion},
	}
}

// run is the whole program, except the process around it.
func run(args []string, getenv func(string) string, out, errOut io.Writer) int {
	name := "serve"
	switch {
	case slices.Equal(args, []string{"--version"}):
		name, args = "version", nil
	case len(args) > 0 && !strings.HasPrefix(args[0], "-"):
		name, args = args[0], args[1:]
	case len(args) == 1 && (args[0] == "-h" || args[0] == "--help"):
		name, args = "help", nil
	}
	if name == "help" {
		return exitCode(help(context.Background(), args, out), errOut)
	}
	all := commands()
	i := slices.IndexFunc(all, func(c command) bool { return c.name == name })
	if i < 0 {
		fmt.Fprintf(errOut, "tandem: there is no command %q; see tandem help\n", name)
		return exitUsage
	}
	if all[i].client != nil {
		ctx, release := untilSignalled(Config{}.newLogger(errOut))
		defer release()
		return exitCode(all[i].client(ctx, args, out, errOut), errOut)
	}
	config, err := parseConfig(name, all[i].options, args, getenv, out)
	if err != nil {
		return exitCode(usageError{err}, errOut)
	}
	log := config.newLogger(errOut)
	ctx, release := untilSignalled(log)
	defer release()
	return exitCode(all[i].run(ctx, config, log, out), errOut)
}

// usageError names the errors of a command or its configuration, one sentence per line.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// exitCode prints why a command ended, and returns its exit code.
func exitCode(err error, errOut io.Writer) int {
	if err == nil || errors.Is(err, errHelp) {
		return exitOK
	}
	for line := range strings.SplitSeq(err.Error(), "\n") {
		fmt.Fprintln(errOut, "tandem:", line)
	}
	if errors.As(err, new(usageError)) {
		return exitUsage
	}
	return exitFailed
}

// untilSignalled returns a context that ends with the first SIGINT or SIGTERM, so that
// everything can end in order. The second signal ends the process at once.
func untilSignalled(log *slog.Logger) (ctx context.Context, release func()) {
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	released := make(chan struct{})
	go func() {
		select {
		case s := <-signals:
			log.Info("stopping; a second signal stops at once", "signal", s.String())
			cancel()
		case <-released:
			return
		}
		select {
		case <-signals:
			os.Exit(exitStopped)
		case <-released:
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		close(released)
		cancel()
	}
}

func printSpec(_ context.Context, _ Config, _ *slog.Logger, out io.Writer) error {
	spec, err := api.Spec(version)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s\n", spec)
	return err
}

func printVersion(_ context.Context, _ Config, _ *slog.Logger, out io.Writer) error {
	_, err := fmt.Fprintln(out, "tandem", version)
	return err
}
