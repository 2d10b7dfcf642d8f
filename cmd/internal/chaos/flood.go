//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/tandem-game/tandem/cmd/internal/robot"
	"github.com/tandem-game/tandem/room"
)

const (
	// hogRooms is how many rooms have two hogs each: so many that the bytes waiting for
	// Postgres reach their limit in half of its outage.
	hogRooms = 20
	// drainTime is how long the waiting entries may take to become durable.
	drainTime = time.Minute
)

// flood prints how much memory a server takes while Postgres is away and every page sends
// as much as it may.
func (c course) flood(ctx context.Context, w *world, number int) error {
	duets, err := w.match(ctx, newPlan(c.seed, number, faults), robot.Settings{Rounds: 3, RoundSeconds: 120}, hogRooms)
	if err != nil {
		return err
	}
	playing, stop := context.WithCancel(ctx)
	defer stop()
	hogs, playing := errgroup.WithContext(playing)
	var drawing atomic.Int64
	for _, d := range duets {
		for seat, player := range d.Players {
			hogs.Go(func() error { return player.Hog(playing, d.Room, uint32(seat+1), func() { drawing.Add(1) }) })
		}
	}
	for err == nil && drawing.Load() < 2*hogRooms {
		err = errors.Join(wait(ctx, pollEvery), playing.Err())
	}
	var most memory
	if err == nil {
		most, err = w.withoutPostgres(ctx, stop)
	}
	stop()
	if err := errors.Join(err, hogs.Wait()); err != nil {
		return fmt.Errorf("flood: %w", err)
	}
	fmt.Fprintf(c.progress, "Postgres away for %s, %d pages send all they may: %.1f MiB wait\n", away, 2*hogRooms, most.undurable/mib)
	c.figure(fmt.Sprintf("memory grown while Postgres is away for 60 s and %d pages send all they may", 2*hogRooms), most.resident/mib, "MiB", room.UndurableMemory/mib)
	return nil
}

// withoutPostgres stops Postgres for a while, calls end, and waits until everything is
// durable. It returns the memory meanwhile.
func (w *world) withoutPostgres(ctx context.Context, end func()) (most memory, err error) {
	stop, err := w.only().watchMemory(ctx)
	if err != nil {
		return most, err
	}
	if err = w.postgres.stop(ctx); err == nil {
		err = wait(ctx, away)
		end()
		err = errors.Join(err, w.postgres.start(ctx))
	}
	if err == nil {
		err = w.drain(ctx)
	}
	most, watched := stop()
	return most, errors.Join(err, watched)
}

// drain waits until everything is durable.
func (w *world) drain(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, drainTime)
	defer cancel()
	for {
		now, err := w.only().memory(ctx)
		if err != nil || now.undurable == 0 {
			return err
		}
		if err := wait(ctx, pollEvery); err != nil {
			return fmt.Errorf("%.1f MiB still wait: %w", now.undurable/mib, err)
		}
	}
}
