//go:build linux

package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/measure"
)

// plan describes a measurement.
type plan struct {
	folder  string
	repeats int
	warm    time.Duration // before anything is counted
	count   time.Duration
	idle    int // rooms where nobody draws, for their memory
}

// settle is how long idle rooms are left alone before their memory is read.
const settle = 5 * time.Second

// rates are the rooms that draw at once: 300, 3,000 and 18,000 messages a second.
var rates = []int{5, 50, 300}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if len(os.Args) == 2 && os.Args[1] == "relay" {
		fail(relay(ctx, os.Getenv("ADDR")))
		return
	}
	var p plan
	flag.IntVar(&p.repeats, "repeats", 3, "how often each is measured; the middle counts")
	flag.DurationVar(&p.count, "count", 5*time.Second, "how long messages are counted")
	flag.DurationVar(&p.warm, "warm", 10*time.Second, "how long they are sent before that: a server that has just started still has other work")
	flag.IntVar(&p.idle, "idle", 2000, "rooms where nobody draws, for their memory")
	nodes := flag.Int("nodes", 0, "compare so many nodes on one database with one node, instead")
	profile := flag.String("profile", "", "write a CPU profile of Tandem under this load into a file, instead")
	watched := flag.Bool("watched", false, "compare rooms that a wall shows with rooms that nobody watches, instead")
	flag.Parse()
	fail(run(ctx, p, *nodes, *watched, *profile))
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, p plan, nodes int, watched bool, profile string) (err error) {
	if p.folder, err = os.MkdirTemp("", "tandem-bench-*"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(p.folder)) }()
	if err := os.Chmod(p.folder, 0o711); err != nil { //nolint:gosec // Postgres may run as another user, which must pass through
		return err
	}
	binary, err := measure.Build(ctx, p.folder)
	if err != nil {
		return err
	}
	if nodes > 0 {
		return p.compareNodes(ctx, binary, nodes)
	}
	tandem := server{name: "tandem", command: []string{binary, "serve"}, protocol: played{}}
	if profile != "" {
		return p.profile(ctx, tandem, profile)
	}
	fmt.Println("server\tmessages/s\tarrived/s\tserver us\tpostgres us\tp50 ms\tp99 ms\tpackets\tbytes")
	if watched {
		return p.compareWatched(ctx, tandem)
	}
	servers := []server{{name: "relay", command: []string{os.Args[0], "relay"}, protocol: relayed{}}, tandem}
	for _, rooms := range rates {
		costs, err := p.compare(ctx, servers, rooms)
		if err != nil {
			return fmt.Errorf("%d rooms: %w", rooms, err)
		}
		printRatios(rooms, costs[0], costs[1])
	}
	return p.compareIdle(ctx, servers)
}

// watchedRooms draw at once, each with a watcher: 3,000 messages a second.
const watchedRooms = 50

// compareWatched prints what a wall that shows all rooms adds to what a message costs.
func (p plan) compareWatched(ctx context.Context, tandem server) error {
	watched := tandem
	watched.name, watched.protocol = "watched", played{watched: true}
	costs, err := p.compare(ctx, []server{tandem, watched}, watchedRooms)
	if err != nil {
		return err
	}
	figure("server CPU of watched rooms over that of others", costs[1].server/costs[0].server, 1.15)
	measure.Figure(os.Stdout, "p99 that watchers add", costs[1].p99-costs[0].p99, "ms", 1)
	return nil
}

// compare measures the servers in turn and gives the middle of each.
func (p plan) compare(ctx context.Context, servers []server, rooms int) ([]cost, error) {
	all := make([][]cost, len(servers))
	for range p.repeats {
		for i, s := range servers {
			c, err := p.measure(ctx, s, rooms)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", s.name, err)
			}
			all[i] = append(all[i], c)
		}
	}
	middles := make([]cost, len(servers))
	for i, costs := range all {
		slices.SortFunc(costs, func(a, b cost) int { return cmp.Compare(a.server, b.server) })
		middles[i] = costs[len(costs)/2]
		middles[i].print(servers[i].name, rooms)
	}
	return middles, nil
}

func (p plan) measure(ctx context.Context, s server, rooms int) (c cost, err error) {
	r, err := s.start(ctx, filepath.Join(p.folder, "data"))
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, r.end()) }()
	l, err := openLoad(ctx, s.protocol, r, rooms)
	if err != nil {
		return c, err
	}
	return l.draw(ctx, r, p.warm, p.count)
}

// compareIdle prints the memory of rooms where nobody draws.
func (p plan) compareIdle(ctx context.Context, servers []server) error {
	var kilobytes []float64
	for _, s := range servers {
		kb, err := p.measureIdle(ctx, s)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		fmt.Printf("%s\t%d idle rooms\t%.0f KB a room\n", s.name, p.idle, kb)
		kilobytes = append(kilobytes, kb)
	}
	figure(fmt.Sprintf("KB an idle room of %d, over the relay's", p.idle), kilobytes[1]/kilobytes[0], 1.3)
	return nil
}

func (p plan) measureIdle(ctx context.Context, s server) (kb float64, err error) {
	r, err := s.start(ctx, filepath.Join(p.folder, "data"))
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, r.end()) }()
	before := r.memory()
	l, err := openLoad(ctx, s.protocol, r, p.idle)
	if err != nil {
		return 0, err
	}
	defer l.close()
	time.Sleep(settle)
	return float64(r.memory()-before) / float64(p.idle), nil
}
