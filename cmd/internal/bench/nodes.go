//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/cmd/internal/measure"
	"github.com/tandem-game/tandem/store/localpg"
)

// roomsANode draw at once on each node: 1,500 messages a second. What a message costs
// depends much on how many there are, so several nodes have as many each as the one.
const roomsANode = 25

// balancer decides which node a player of a room is sent to, of so many.
type balancer func(room, player, nodes int) int

// byRoom sends all requests for a room to one node, as a balancer does that hashes the path.
func byRoom(room, _, nodes int) int { return room % nodes }

// blindly sends the players of a room to any nodes, each pair of nodes equally often.
func blindly(room, player, nodes int) int {
	if player == 0 {
		return room % nodes
	}
	return room / nodes % nodes
}

// compareNodes measures what a message costs on several nodes, over what it costs on one
// that has as much to do as each of them.
func (p plan) compareNodes(ctx context.Context, binary string, nodes int) error {
	ways := []struct {
		name     string
		nodes    int
		balancer balancer
	}{{"1 node", 1, byRoom}, {fmt.Sprint(nodes, " nodes, by room"), nodes, byRoom}, {fmt.Sprint(nodes, " nodes, blindly"), nodes, blindly}}
	fmt.Println("server\tmessages/s\tarrived/s\tserver us\tpostgres us\tp50 ms\tp99 ms\tpackets\tbytes")
	all := make([][]cost, len(ways))
	for range p.repeats {
		for i, way := range ways {
			c, err := p.measureNodes(ctx, binary, way.nodes, way.balancer)
			if err != nil {
				return fmt.Errorf("%s: %w", way.name, err)
			}
			all[i] = append(all[i], c)
		}
	}
	var one cost
	for i, way := range ways {
		c := middle(all[i])
		c.print(way.name, roomsANode*way.nodes)
		fmt.Printf("Postgres, %s: %.4f commits and %.0f bytes of WAL a message\n", way.name, c.commits, c.wal)
		if i == 0 {
			one = c
			continue
		}
		figure("server CPU, "+way.name+", over one's", c.server/one.server, []float64{0, 1.1, 1.6}[i])
		figure("Postgres CPU, "+way.name+", over one's", c.postgres/one.postgres, []float64{0, 1.5, 1.5}[i])
		fmt.Printf("growth, %s: %.2f times the work of one node, if the busiest is as busy as it\n", way.name, float64(nodes)*one.server/(c.server*c.busiest))
	}
	return nil
}

// measureNodes measures nodes on a Postgres of their own.
func (p plan) measureNodes(ctx context.Context, binary string, nodes int, balance balancer) (c cost, err error) {
	data := filepath.Join(p.folder, "data")
	if err := os.RemoveAll(data); err != nil {
		return c, err
	}
	pg, err := localpg.Start(ctx, localpg.Config{DataDir: data, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, pg.Stop(context.WithoutCancel(ctx))) }()
	postgres := descendants(strconv.Itoa(os.Getpid()))
	for _, pid := range postgres {
		out, err := exec.CommandContext(ctx, "taskset", "-cp", "0", pid).CombinedOutput() //nolint:gosec // ours
		if err != nil && len(fieldsOf("/proc/"+pid+"/stat")) > 0 {                        // else it has ended
			return c, fmt.Errorf("move Postgres to core 0: %w\n%s", err, out)
		}
	}
	r := running{postgres: postgres}
	if r.database, err = pgx.Connect(ctx, pg.URL()); err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, r.database.Close(context.WithoutCancel(ctx))) }()
	for range nodes {
		inner, err := measure.FreeAddr(ctx)
		if err != nil {
			return c, errors.Join(err, r.end())
		}
		node := server{name: "tandem", command: []string{binary, "serve"}}
		one, err := node.start(ctx, "", "DATABASE_URL="+pg.URL(), "NODE_ADDR="+inner, "NODE_LINGER=0s")
		if err != nil {
			return c, errors.Join(err, r.end())
		}
		r.addrs, r.pids, r.stops = append(r.addrs, one.addrs...), append(r.pids, one.pids...), append(r.stops, one.stops...)
	}
	defer func() { err = errors.Join(err, r.end()) }()
	time.Sleep(2 * time.Second) // until the nodes know each other
	r.balance = balance
	l, err := openLoad(ctx, played{}, r, roomsANode*nodes)
	if err != nil {
		return c, err
	}
	return l.draw(ctx, r, p.warm, p.count)
}

// middle gives the cost with the middle server time.
func middle(costs []cost) cost {
	slices.SortFunc(costs, func(a, b cost) int { return int(1000 * (a.server - b.server)) })
	return costs[len(costs)/2]
}
