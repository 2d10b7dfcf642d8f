package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/robot"
	"github.com/tandem-game/tandem/ui"
)

// load is `tandem load`.
func load(ctx context.Context, args []string, out, errOut io.Writer) error {
	c, asJSON, err := parseLoad(args, out)
	if err != nil {
		return usageError{err}
	}
	if c.Sketch, err = robot.NewSketch(ui.Example); err != nil {
		return err
	}
	c.Progress = errOut
	report, err := robot.Load(ctx, c)
	if err != nil {
		return err
	}
	if asJSON {
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		err = encoder.Encode(report)
	} else {
		err = report.Print(out)
	}
	if err == nil && !report.OK() {
		err = errors.New("not every game was kept as it was drawn")
	}
	return err
}

// parseLoad reads the arguments of a load.
func parseLoad(args []string, out io.Writer) (c robot.LoadConfig, asJSON bool, err error) {
	flags := flag.NewFlagSet("load", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the caller prints errors, once
	flags.StringVar(&c.URL, "url", "http://127.0.0.1:8080", "the `address` of the Tandem")
	flags.IntVar(&c.Rooms, "rooms", 10, "how `many` rooms, of two robots each")
	flags.Float64Var(&c.Rate, "rate", 30, "`messages` a second a robot")
	flags.StringVar(&c.Lobby, "lobby", "", "the `code` of an open lobby where all robots meet; without one, each room has a lobby of its own")
	flags.DurationVar(&c.Duration, "duration", 30*time.Second, "how `long` all of them play")
	flags.DurationVar(&c.Ramp, "ramp", 5*time.Second, "the `time` in which the rooms come, before that")
	flags.Uint64Var(&c.Seed, "seed", 1, "the `number` that all chance comes from")
	flags.BoolVar(&asJSON, "json", false, "print JSON, not a table")
	flags.BoolVar(&c.Own, "i-own-this-server", false, "allow a Tandem that is not on this machine")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(out, "tandem load [options]\n\nRobots play on a running Tandem. The exit code is 1 unless every game is kept as drawn.\n\n")
		flags.SetOutput(out)
		flags.PrintDefaults()
		return c, false, errHelp
	} else if err != nil {
		return c, false, err
	}
	if flags.NArg() > 0 {
		return c, false, fmt.Errorf("load takes no argument %q", flags.Arg(0))
	}
	return c, asJSON, c.Check()
}
