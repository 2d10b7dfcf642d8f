package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
	"github.com/tandem-game/tandem/store"
)

// draw calls see with the drawing of a game, as far as a stream of it goes or farther, in
// a lane for as much work as see has yet to do there. What is drawn stays, whatever comes
// of see.
func (a *API) draw(
	ctx context.Context, g admission, read func(context.Context) ([]byte, error),
	work func(*ink.Canvas) int, see func(context.Context, *room.Drawing) error,
) error {
	paper, err := ink.ParseRGB(paperOf(g.Game))
	if err != nil {
		return fmt.Errorf("draw game %s: %w", g.ID, err)
	}
	// Who waits for a lane has no sheet meanwhile, and who waits for a sheet no turn.
	err = errTaken
	for errors.Is(err, errTaken) {
		if err = a.sheets.await(ctx, g.ID); err != nil {
			break
		}
		err = a.pictures.within(ctx, func(ctx context.Context, most int) error {
			return a.sheets.use(g.ID, func(d *room.Drawing) error { return a.drawOn(ctx, d, paper, most, read, work, see) })
		})
	}
	if err != nil {
		return fmt.Errorf("draw game %s: %w", g.ID, err)
	}
	return nil
}

// drawOn brings a game's drawing up to date and calls see with it, if that takes no more
// work than most: errLong.
func (a *API) drawOn(
	ctx context.Context, d *room.Drawing, paper ink.RGB, most int, read func(context.Context) ([]byte, error),
	work func(*ink.Canvas) int, see func(context.Context, *room.Drawing) error,
) error {
	stream, err := read(ctx)
	if err != nil {
		return err
	}
	if err := d.Follow(stream, paper); err != nil {
		return err
	}
	c := d.Canvas()
	if work(c) <= most {
		return see(ctx, d)
	}
	if c.LookWork() == c.PathWork() { // nothing is drawn yet
		*d = room.Drawing{} // many may wait for their turn
	}
	return errLong
}

// drawPixels calls see with the picture of a kept game. Its hash is kept with that.
func (a *API) drawPixels(ctx context.Context, g admission, see func(context.Context, *ink.Canvas) error) error {
	return a.draw(ctx, g, a.reading(g), (*ink.Canvas).LookWork, func(ctx context.Context, d *room.Drawing) error {
		c := d.Canvas()
		if err := c.Settle(ctx); err != nil {
			return err
		}
		if g.PictureHash == "" {
			if err := a.Games.SetPictureHash(ctx, g.ID, c.Hash()); err != nil {
				return err
			}
		}
		return see(ctx, c)
	})
}

// drawPaths calls see with the canvas of a kept game, to be written as paths.
func (a *API) drawPaths(ctx context.Context, g admission, see func(context.Context, *ink.Canvas) error) error {
	return a.draw(ctx, g, a.reading(g), (*ink.Canvas).PathWork, func(ctx context.Context, d *room.Drawing) error {
		return see(ctx, d.Canvas())
	})
}

// reading reads the stream of a kept game.
func (a *API) reading(g admission) func(context.Context) ([]byte, error) {
	return func(ctx context.Context) ([]byte, error) { return a.recorded(ctx, g) }
}

// wantHash has the hash of a kept game's picture found out, in the background, if nobody
// knows it yet.
func (a *API) wantHash(ctx context.Context, g admission) {
	if g.PictureHash != "" {
		return
	}
	a.pictures.want(ctx, pictureKey{game: g.ID, kind: "hash"}, func(ctx context.Context) ([]byte, error) {
		err := a.drawPixels(ctx, g, func(context.Context, *ink.Canvas) error { return nil })
		if err != nil && ctx.Err() == nil {
			a.log.WarnContext(ctx, "the hash of a picture is not known; whoever reads the game tries again", "game", g.ID, "error", err)
		}
		return nil, err
	})
}

// DrawKept draws the picture of a game that has just been kept, in the background.
func (a *API) DrawKept(id string) {
	a.sockets.run(func() {
		ctx := withVisit(a.ctx, ourselves)
		if g, err := a.admit(ctx, id, runIt); err == nil {
			a.wantHash(ctx, g)
		}
	})
}

// roundStarts tells when each round of a game began that did, by the game clock in ms.
// Its prompts were dealt then, and so seen.
func (a *API) roundStarts(ctx context.Context, g admission) ([]int64, error) {
	if g.State == store.Live {
		return a.readRoundStarts(ctx, g)
	}
	if g.RoundStarts != nil {
		return g.RoundStarts, nil
	}
	said, err := a.pictures.get(ctx, pictureKey{game: g.ID, kind: "rounds"}, func(ctx context.Context) (said []byte, err error) {
		err = a.pictures.reads.have(ctx, func(ctx context.Context) error {
			starts, err := a.readRoundStarts(ctx, g)
			if err != nil {
				return err
			}
			if err := a.Games.SetRoundStarts(ctx, g.ID, starts); err != nil {
				return err
			}
			said, err = json.Marshal(starts)
			return err
		})
		return said, err
	})
	if err != nil {
		return nil, err
	}
	var starts []int64
	return starts, json.Unmarshal(said, &starts)
}

func (a *API) readRoundStarts(ctx context.Context, g admission) ([]int64, error) {
	stream, err := a.streamOf(ctx, g)
	if err != nil {
		return nil, err
	}
	starts := []int64{}
	for e, err := range room.Entries(stream) {
		if err != nil {
			return nil, fmt.Errorf("read game %s: %w", g.ID, err)
		}
		if e.Event == room.EventRound {
			starts = append(starts, e.At)
		}
	}
	return starts, nil
}

// streamOf is the journal of a game: what is durable of a live one, all of a kept one.
func (a *API) streamOf(ctx context.Context, g admission) ([]byte, error) {
	if g.State == store.Live {
		return a.Games.Journal(ctx, g.ID)
	}
	return a.recorded(ctx, g)
}

// recorded is the whole stream of a kept game.
func (a *API) recorded(ctx context.Context, g admission) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	recording, err := a.Games.Recording(ctx, g.ID)
	if err != nil {
		return nil, err
	}
	stream, err := room.OpenRecording(recording)
	if err != nil {
		return nil, fmt.Errorf("open the recording of %s: %w", g.ID, err)
	}
	return stream, nil
}
