package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
)

// printManual is `tandem man`: the page that `man tandem` shows, made from what help prints.
func printManual(_ context.Context, _ Config, _ *slog.Logger, out io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH TANDEM 1 \"\" \"tandem %s\" \"User Commands\"\n", roff(version))
	b.WriteString(".SH NAME\ntandem \\- two players, one drawing\n")
	b.WriteString(".SH SYNOPSIS\n.B tandem\n.RI [ command ]\n.RI [ options ]\n")
	b.WriteString(".SH DESCRIPTION\nTandem serves a drawing game for two players: its page, its API and its rooms are one process, which keeps everything in PostgreSQL.\n")
	b.WriteString("Without a command it is\n.BR \"tandem serve\" .\n")
	b.WriteString(".SH COMMANDS\n")
	for _, c := range commands() {
		fmt.Fprintf(&b, ".TP\n.B %s\n%s.\n", roff(c.name), roff(c.summary))
	}
	b.WriteString(".SH OPTIONS\nEach option with a name in capitals is also an environment variable.\n")
	serving := slices.Concat(serverOptions, databaseOptions)
	manualOptions(&b, serving)
	for _, c := range commands() {
		own := slices.DeleteFunc(slices.Clone(c.options), func(o option) bool {
			return slices.ContainsFunc(serving, func(s option) bool { return s.env == o.env })
		})
		if len(own) > 0 {
			fmt.Fprintf(&b, ".SS Only of tandem %s\n", roff(c.name))
			manualOptions(&b, own)
		}
	}
	b.WriteString(".SH EXIT STATUS\n")
	for _, code := range []struct {
		number int
		means  string
	}{
		{exitOK, "all went well"},
		{exitFailed, "it failed, and the reason was printed"},
		{exitUsage, "the command or its configuration is invalid"},
		{exitStopped, "a second signal stopped it at once"},
	} {
		fmt.Fprintf(&b, ".TP\n.B %d\n%s.\n", code.number, code.means)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// manualOptions writes the list of some options.
func manualOptions(b *strings.Builder, options []option) {
	for _, o := range options {
		name := o.initial
		if !o.isArgument() {
			name = "--" + o.flagName()
		}
		fmt.Fprintf(b, ".TP\n.B %s", roff(name))
		if !o.isArgument() && !o.isFlagOnly() {
			fmt.Fprintf(b, " %s", roff(o.env))
		}
		fmt.Fprintf(b, "\n%s", roff(o.usage))
		if initial := strings.Trim(o.initial, "()"); !o.isArgument() && initial != "" {
			fmt.Fprintf(b, "; initially %s", roff(initial))
		}
		b.WriteString(".\n")
	}
}

// roff escapes text that is no macro.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "…", `\&...`).Replace(text)
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "'") {
		return `\&` + text
	}
	return text
}
