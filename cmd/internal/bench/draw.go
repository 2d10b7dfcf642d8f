//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/measure"
)

// messagesASecond is how many a player sends.
const messagesASecond = 30

// cost is what messages took, each that arrived at a partner while they were counted.
type cost struct {
	arrived          float64 // a second
	server, postgres float64 // us of CPU time a message
	p50, p99         float64 // ms from the hand to the partner
	ack              float64 // ms from the hand until the page knows that it is durable, p99
	packets, bytes   float64 // on the loopback interface, a message
	commits, wal     float64 // of the Postgres of several nodes, a message; wal in bytes
	busiest          float64 // the CPU time of the busiest node over the mean of all
}

func (c cost) print(name string, rooms int) {
	fmt.Printf("%s\t%d\t%.0f\t%.1f\t%.1f\t%.2f\t%.2f\t%.2f\t%.0f\n", name, rooms*2*messagesASecond,
		c.arrived, c.server, c.postgres, c.p50, c.p99, c.packets, c.bytes)
}

// printRatios prints what Tandem takes over what the relay takes.
func printRatios(rooms int, relay, tandem cost) {
	rate := rooms * 2 * messagesASecond
	aims := map[int][2]float64{300: {1.6, 0}, 3000: {1.4, 1.9}, 18000: {1.35, 1.6}}[rate]
	name := func(what string) string { return fmt.Sprintf("%s at %d messages/s", what, rate) }
	figure(name("server CPU over the relay's"), tandem.server/relay.server, aims[0])
	if aims[1] > 0 {
		figure(name("server and Postgres over the relay's"), (tandem.server+tandem.postgres)/relay.server, aims[1])
	}
	if rate == 3000 {
		figure(name("ms that the p99 is above the relay's"), tandem.p99-relay.p99, 1)
	}
	figure(name("packets a message"), tandem.packets, 2.6)
	measure.Figure(os.Stdout, name("ack p99"), tandem.ack, "ms", 120)
}

// figure prints a figure that has no unit.
func figure(name string, value, aim float64) { measure.Figure(os.Stdout, name, value, "", aim) }

// draw has all players send for a while, and counts for a while of that.
func (l *load) draw(ctx context.Context, r running, warm, count time.Duration) (c cost, err error) {
	senders, stop := context.WithCancel(ctx)
	sent := make(chan error, 1)
	go func() { sent <- sendAll(senders, l.rooms, l.start) }()

	time.Sleep(warm)
	written, err := r.writes(ctx)
	nodes, postgres := r.cpu()
	bytes, packets := loopback()
	l.counting.Store(true)
	from := time.Now()
	time.Sleep(count)
	l.counting.Store(false)
	seconds := time.Since(from).Seconds()
	nodesNow, postgresNow := r.cpu()
	bytesNow, packetsNow := loopback()
	writtenNow, errNow := r.writes(ctx)
	stop()
	err = errors.Join(err, errNow, <-sent)
	l.close()

	all := l.times(func(s *seat) []time.Duration { return s.took })
	acks := l.times(func(s *seat) []time.Duration { return s.acks })
	if len(all) == 0 {
		return c, errors.Join(err, errors.New("no message arrived"))
	}
	var server, busiest time.Duration
	for i := range nodes {
		server += nodesNow[i] - nodes[i]
		busiest = max(busiest, nodesNow[i]-nodes[i])
	}
	each := func(sum int64) float64 { return float64(sum) / float64(len(all)) }
	return cost{
		arrived: float64(len(all)) / seconds,
		server:  each(server.Microseconds()), postgres: each((postgresNow - postgres).Microseconds()),
		p50: quantile(all, 0.5), p99: quantile(all, 0.99), ack: quantile(acks, 0.99),
		packets: each(packetsNow - packets), bytes: each(bytesNow - bytes),
		commits: each(writtenNow.commits - written.commits), wal: each(writtenNow.wal - written.wal),
		busiest: float64(busiest) * float64(len(nodes)) / float64(max(server, 1)),
	}, err
}

// quantile is in ms; 0 of no times.
func quantile(sorted []time.Duration, share float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return float64(sorted[int(share*float64(len(sorted)-1))]) / float64(time.Millisecond)
}

// sendAll sends each player's messages when they are due, until ctx ends. A message is
// never left out because the server is slow.
func sendAll(ctx context.Context, rooms [][2]*seat, start time.Time) error {
	const period = time.Second / messagesASecond
	type sender struct {
		*seat
		phase time.Duration
	}
	var senders []sender
	random := rand.New(rand.NewPCG(1, 1)) //nolint:gosec // the same each time
	for _, room := range rooms {
		for _, s := range room {
			senders = append(senders, sender{s, time.Duration(random.Int64N(int64(period)))})
		}
	}
	slices.SortFunc(senders, func(a, b sender) int { return int(a.phase - b.phase) })
	begun := time.Since(start)
	for turn := time.Duration(0); ; turn += period {
		for _, s := range senders {
			if wait := begun + turn + s.phase - time.Since(start); wait > 0 {
				time.Sleep(wait)
			}
			select {
			case <-ctx.Done():
				return nil
			default:
			}
			if err := s.send(start); err != nil {
				return fmt.Errorf("send: %w", err)
			}
		}
	}
}
