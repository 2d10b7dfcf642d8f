// Command figures measures what Tandem promises about its speed and prints one
// tab-separated line a figure: name, value, unit, aim, met or short. Some come from
// benchmarks, some from tests that say how long they waited, others from robots that
// play on a whole Tandem. It is no test: machines
// differ, so nothing fails on a number.
package main

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"

	"github.com/tandem-game/tandem/cmd/internal/measure"
)

// A figure is one metric of one Go benchmark. Smaller is better, always.
type figure struct {
	name      string
	pkg       string
	benchmark string  // its whole name, without the -cpu suffix
	metric    string  // the unit as the benchmark prints it
	scale     float64 // what the metric is divided by for unit
	unit      string
	aim       float64
}

var figures = []figure{
	{"decode and check 8 points", "./room/ink", "BenchmarkDecode8Points", "ns/op", 1, "ns", 300},
	{"decode and check 8 points, allocations", "./room/ink", "BenchmarkDecode8Points", "allocs/op", 1, "", 0},
	{"fold and rasterise a stroke", "./room/ink", "BenchmarkStroke", "ns/op", 1e6, "ms", 0.3},
	{"fold a game of 2,000 strokes to PNG", "./room/ink", "BenchmarkGame2000Strokes", "ns/op", 1e6, "ms", 450},
	{"a ready prompt set taken by 1,000 pairs on two nodes, p99", "./store", "BenchmarkTakeReady", "p99-ms", 1, "ms", 10},
	{"picture of a live game of 2,000 strokes, at the first look", "./room", "BenchmarkStandIn/cold", "ns/op", 1e6, "ms", 300},
	{"the same, one stroke later", "./room", "BenchmarkStandIn/warm", "ns/op", 1e6, "ms", 50},
	{"a kept game of 200 strokes", "./room", "BenchmarkRecording", "bytes", 1000, "KB", 40},
	{"bytes a drawn point at 120 Hz, encoded", "./room", "BenchmarkWire/120Hz", "encoded-B/point", 1, "B", 2.8},
	{"the same on the wire, up", "./room", "BenchmarkWire/120Hz", "up-B/point", 1, "B", 5},
	{"the same on the wire, down to each page", "./room", "BenchmarkWire/120Hz", "down-B/point", 1, "B", 4},
	{"bytes a drawn point at 60 Hz, encoded", "./room", "BenchmarkWire/60Hz", "encoded-B/point", 1, "B", 2.8},
	{"at 60 Hz, up", "./room", "BenchmarkWire/60Hz", "up-B/point", 1, "B", 5},
	{"at 60 Hz, down to each page", "./room", "BenchmarkWire/60Hz", "down-B/point", 1, "B", 4},
	{"bytes a drawn point at 240 Hz, encoded", "./room", "BenchmarkWire/240Hz", "encoded-B/point", 1, "B", 2.8},
	{"at 240 Hz, up", "./room", "BenchmarkWire/240Hz", "up-B/point", 1, "B", 5},
	{"at 240 Hz, down to each page", "./room", "BenchmarkWire/240Hz", "down-B/point", 1, "B", 4},
	{"pairing of 10,000 strangers' tickets with history, pure", "./lobby", "BenchmarkStrangers", "ns/op", 1e6, "ms", 50},
	{"a match through Postgres, of 10,000 waiting (1,000 a second take 1 ms each)", "./store", "BenchmarkSeatStrangers", "ms/match", 1, "ms", 1},
	{"from the second ticket to both told at 100 matches a second, p99", "./cmd/tandem", "BenchmarkQuickPlay/nodes=1", "p99-ms", 1, "ms", 500},
	{"the same of strangers who wait on three nodes, p99", "./cmd/tandem", "BenchmarkQuickPlay/nodes=3", "p99-ms", 1, "ms", 500},
	{"the same on three nodes at 20 matches a second, p99", "./cmd/tandem", "BenchmarkStrangersMeet/nodes=3", "p99-ms", 1, "ms", 500},
	{"a join seen by all of a lobby of 200, p99", "./cmd/tandem", "BenchmarkJoin/nodes=1", "p99-ms", 1, "ms", 250},
	{"the same over three nodes, p99", "./cmd/tandem", "BenchmarkJoin/nodes=3", "p99-ms", 1, "ms", 400},
	{"bytes a member a join", "./cmd/tandem", "BenchmarkJoin/nodes=1", "bytes/page", 1, "", 200},
	{"a page of the gallery of 100,000 drawings, any order and filter, p99", "./cmd/tandem", "BenchmarkGallery", "p99-ms", 1, "ms", 50},
	{"a share card of 200 strokes, drawn for the first time", "./cmd/internal/card", "BenchmarkCard", "ns/op", 1e6, "ms", 150},
	{"a test database cloned", "./store/storetest", "BenchmarkNew", "ns/op", 1e6, "ms", 20},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	onlyStart := flag.Bool("start", false, "only how soon a server is ready, and what an idle one takes")
	flag.Parse()
	all := run
	if *onlyStart {
		all = func(ctx context.Context) error { return withBinary(ctx, measureStart) }
	}
	if err := all(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "figures:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	measured := map[string]map[string]map[string]float64{} // package, benchmark, metric
	for _, f := range figures {
		if measured[f.pkg] == nil {
			results, err := benchmark(ctx, f.pkg)
			if err != nil {
				return err
			}
			measured[f.pkg] = results
		}
		value, ok := measured[f.pkg][f.benchmark][f.metric]
		if !ok {
			return fmt.Errorf("%s prints no %s of %s", f.pkg, f.metric, f.benchmark)
		}
		line(f.name, value/f.scale, f.unit, f.aim)
	}
	if err := measurePrompts(ctx); err != nil {
		return err
	}
	return withBinary(ctx, measureStart, measureLoads, measureAdmin)
}

// line prints a figure.
func line(name string, value float64, unit string, aim float64) {
	measure.Figure(os.Stdout, name, value, unit, aim)
}

// benchmark runs the benchmarks that the figures name in pkg and gives their metrics by unit.
func benchmark(ctx context.Context, pkg string) (map[string]map[string]float64, error) {
	var names []string
	for _, f := range figures {
		if f.pkg == pkg {
			whole, _, _ := strings.Cut(f.benchmark, "/") // a pattern is matched part by part
			names = append(names, whole)
		}
	}
	pattern := "^(" + strings.Join(names, "|") + ")$"
	cmd := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", pattern, "-benchmem", pkg) //nolint:gosec // the arguments are the table above
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("benchmarks of %s: %w\n%s", pkg, err, out)
	}
	return parse(out), nil
}

// parse reads the lines of `go test -bench`: name-cpus, runs, then pairs of value and unit.
func parse(out []byte) map[string]map[string]float64 {
	results := map[string]map[string]float64{}
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) < 4 || !strings.HasPrefix(fields[0], "Benchmark") {
			continue
		}
		name, _, _ := strings.Cut(fields[0], "-")
		results[name] = map[string]float64{}
		for i := 2; i+1 < len(fields); i += 2 {
			if value, err := strconv.ParseFloat(fields[i], 64); err == nil {
				results[name][fields[i+1]] = value
			}
		}
	}
	return results
}
