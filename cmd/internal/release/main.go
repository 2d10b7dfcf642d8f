package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
)

// Where all is built, and what is only on the way.
const (
	folder = "bin/release"
	parts  = folder + "/parts"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	snapshot := flag.String("snapshot", "", "build this `version` of the tree as it is, without a tag")
	only := flag.String("only", "", "only these `platforms`, such as linux/amd64, by comma")
	flag.Parse()
	if err := run(ctx, *snapshot, *only, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, snapshot, only string, out io.Writer) error {
	r := release{version: snapshot}
	targets, err := platformsNamed(only)
	if err != nil {
		return err
	}
	if snapshot == "" {
		if r, err = fromGit(ctx, "."); err != nil {
			return err
		}
	} else if r.made, err = commitTime(ctx, "."); err != nil {
		return err
	}
	if _, err := os.Stat("ui/dist/index.html"); err != nil {
		return errors.New("the page isn't built: make release builds it first")
	}
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	if err := os.MkdirAll(parts, 0o755); err != nil { //nolint:gosec // anybody may read it
		return err
	}
	fmt.Fprintf(out, "Tandem %s\n", r.version)
	manual := filepath.Join(parts, "tandem.1")
	if err := writeManual(ctx, r, manual); err != nil {
		return err
	}
	for _, p := range targets {
		binary, err := build(ctx, r, p)
		if err != nil {
			return err
		}
		if err := archive(r, p, binary, manual); err != nil {
			return err
		}
		if p.os == "linux" {
			if err := debianPackage(ctx, r, p.arch, binary, manual, folder); err != nil {
				return err
			}
		}
	}
	if err := materials(ctx, r); err != nil {
		return err
	}
	return sum(folder, out)
}
