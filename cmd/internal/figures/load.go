package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"

	"github.com/tandem-game/tandem/cmd/internal/robot"
)

// A loadFigure is a number of one `tandem load`. Smaller is better, always.
type loadFigure struct {
	name  string
	value func(robot.Report) float64
	unit  string
	aim   float64
}

// loads are runs of robots, and the figures that they give.
var loads = []struct {
	args    []string
	figures []loadFigure
}{
	{
		args: []string{"--rooms", "50", "--rate", "30", "--duration", "30s", "--ramp", "5s", "--seed", "1"},
		figures: []loadFigure{
			{"ack p99 at 50 rooms, 30 messages a second a player", func(r robot.Report) float64 { return r.Ack.P99 }, "ms", 120},
			{"ops of that lost, doubled or reordered", func(r robot.Report) float64 { return float64(r.Lost + r.Doubled + r.Reordered) }, "", 0},
		},
	},
}

// measureLoads plays the loads on a Tandem with a database of its own.
func measureLoads(ctx context.Context, binary, folder string) (err error) {
	url, stop, err := serve(ctx, binary, filepath.Join(folder, "data"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	for _, l := range loads {
		cmd := exec.CommandContext(ctx, binary, append([]string{"load", "--json", "--url", url}, l.args...)...) //nolint:gosec // the arguments are the table above
		out, err := cmd.Output()
		if err != nil {
			return fmt.Errorf("load: %w\n%s", err, out)
		}
		var report robot.Report
		if err := json.Unmarshal(out, &report); err != nil {
			return fmt.Errorf("load: %w", err)
		}
		for _, f := range l.figures {
			line(f.name, f.value(report), f.unit, f.aim)
		}
	}
	return nil
}
