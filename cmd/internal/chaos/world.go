package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"sync/atomic"
	"time"
)

// world is everything that can break: a Postgres, a server on it, and a wire for the robots
// of each seat. One goroutine breaks it; robots only use the wires.
type world struct {
	binary   string
	folder   string // of logs
	postgres *postgres
	server   *server
	wires    [2]*wire
	loads    atomic.Int64 // how often the robots' pages should be reloaded

	// Of the present run.
	down  []outage // while there was no server
	moves []move   // of all games to another process, by its last fault
}

// outage is a time in which there was certainly no server.
type outage struct{ from, to time.Time }

// move is when robots lost a server, and when there was one again.
type move struct{ from, up time.Time }

// newWorld starts one.
func newWorld(ctx context.Context, binary string) (_ *world, err error) {
	w := &world{binary: binary}
	defer func() {
		if err != nil {
			err = errors.Join(err, w.end(context.WithoutCancel(ctx), true))
		}
	}()
	if w.folder, err = os.MkdirTemp("", "tandem-chaos-logs-*"); err != nil {
		return nil, err
	}
	if w.postgres, err = startPostgres(ctx); err != nil {
		return nil, err
	}
	if w.server, err = startServer(ctx, binary, w.postgres.url(), w.folder); err != nil {
		return nil, err
	}
	for i := range w.wires {
		if w.wires[i], err = newWire(fmt.Sprint("seat ", i+1), w.server.addr); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// end ends all of it. The logs stay unless they are to go.
func (w *world) end(ctx context.Context, clean bool) error {
	for _, wire := range w.wires {
		if wire != nil {
			wire.close()
		}
	}
	if w.server != nil {
		w.server.kill()
	}
	var err error
	if w.postgres != nil {
		err = w.postgres.remove(ctx)
	}
	if clean && w.folder != "" {
		err = errors.Join(err, os.RemoveAll(w.folder))
	}
	return err
}

func (w *world) anyWire(rng *rand.Rand) *wire { return w.wires[rng.IntN(len(w.wires))] }

// withoutServer kills the server, does something, and starts it again where it was.
func (w *world) withoutServer(ctx context.Context, meanwhile func() error) error {
	killed := time.Now()
	w.server.kill()
	from := time.Now()
	err := meanwhile()
	w.down = append(w.down, outage{from, time.Now()})
	again, launched := launchServer(ctx, w.binary, w.postgres.url(), w.server.addr, w.folder)
	if launched != nil {
		return errors.Join(err, launched)
	}
	w.server = again
	err = errors.Join(err, again.up(ctx))
	w.moves = append(w.moves, move{killed, time.Now()})
	return err
}
