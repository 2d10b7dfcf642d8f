package api

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
	"github.com/tandem-game/tandem/store"
)

// draw calls see with the drawing of a game, as far as a stream of it goes or
// farther. It is to be called with a slot of pictures only, as it may take a processor
// for a third of a second.
func (a *API) draw(ctx context.Context, g admission, stream []byte, see func(*room.Drawing) error) error {
	paper, err := ink.ParseRGB(paperOf(g.Game))
	if err != nil {
		return fmt.Errorf("draw game %s: %w", g.ID, err)
	}
	return a.sheets.use(ctx, g.ID, func(d *room.Drawing) error {
		if err := d.Follow(stream, paper); err != nil {
			return fmt.Errorf("draw game %s: %w", g.ID, err)
		}
		if err := d.Canvas().Settle(ctx); err != nil {
			return fmt.Errorf("draw game %s: %w", g.ID, err)
		}
		return see(d)
	})
}

// drawKept calls see with the drawing of a kept game, under the same condition. The
// picture's hash comes with it, so it is kept along.
func (a *API) drawKept(ctx context.Context, g admission, see func(*ink.Canvas) error) error {
	stream, err := a.recorded(ctx, g)
	if err != nil {
		return err
	}
	return a.draw(ctx, g, stream, func(d *room.Drawing) error {
		a.pictures.keep(hashKey(g.ID), []byte(d.Canvas().Hash()))
		return see(d.Canvas())
	})
}

// pictureHash is the hash of a kept game's pixels, as both pages computed it.
func (a *API) pictureHash(ctx context.Context, g admission) (string, error) {
	hash, err := a.pictures.get(ctx, hashKey(g.ID), func(ctx context.Context) (hash []byte, err error) {
		err = a.drawKept(ctx, g, func(c *ink.Canvas) error {
			hash = []byte(c.Hash())
			return nil
		})
		return hash, err
	})
	return string(hash), err
}

func hashKey(game string) pictureKey { return pictureKey{game: game, kind: "hash"} }

// roundStarts tells when each round of a game began that did, by the game clock in ms.
// Its prompts were dealt then, and so seen.
func (a *API) roundStarts(ctx context.Context, g admission) ([]int64, error) {
	if g.State == store.Live {
		return a.readRoundStarts(ctx, g)
	}
	said, err := a.pictures.get(ctx, pictureKey{game: g.ID, kind: "rounds"}, func(ctx context.Context) ([]byte, error) {
		starts, err := a.readRoundStarts(ctx, g)
		if err != nil {
			return nil, err
		}
		return json.Marshal(starts)
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
