package api

import (
	"context"
	"fmt"
	"strconv"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
	"github.com/tandem-game/tandem/store"
)

// draw calls see with the drawing of a game, as far as a stream of it goes or
// farther. It is to be called with a slot of pictures only, as it may take a processor
// for a third of a second.
func (a *API) draw(ctx context.Context, g store.Game, stream []byte, see func(*room.Drawing) error) error {
	paper, err := ink.ParseRGB(paperOf(g))
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
func (a *API) drawKept(ctx context.Context, g store.Game, see func(*ink.Canvas) error) error {
	stream, err := a.recorded(ctx, g.ID)
	if err != nil {
		return err
	}
	return a.draw(ctx, g, stream, func(d *room.Drawing) error {
		a.pictures.keep(hashKey(g.ID), []byte(d.Canvas().Hash()))
		return see(d.Canvas())
	})
}

// pictureHash is the hash of a kept game's pixels, as both pages computed it.
func (a *API) pictureHash(ctx context.Context, g store.Game) (string, error) {
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

// roundsBegun is how many rounds of a game began, and so how many prompts were seen.
func (a *API) roundsBegun(ctx context.Context, g store.Game) (int, error) {
	switch g.State {
	case store.Finished:
		return g.Rounds, nil
	case store.Live:
		return a.countRounds(ctx, g)
	}
	said, err := a.pictures.get(ctx, pictureKey{game: g.ID, kind: "rounds"}, func(ctx context.Context) ([]byte, error) {
		n, err := a.countRounds(ctx, g)
		return strconv.AppendInt(nil, int64(n), 10), err
	})
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(string(said))
}

func (a *API) countRounds(ctx context.Context, g store.Game) (int, error) {
	stream, err := a.streamOf(ctx, g)
	if err != nil {
		return 0, err
	}
	rounds := 0
	for e, err := range room.Entries(stream) {
		if err != nil {
			return 0, fmt.Errorf("read game %s: %w", g.ID, err)
		}
		rounds = max(rounds, e.Round)
	}
	return rounds, nil
}

// streamOf is the journal of a game: what is durable of a live one, all of a kept one.
func (a *API) streamOf(ctx context.Context, g store.Game) ([]byte, error) {
	if g.State == store.Live {
		return a.Games.Journal(ctx, g.ID)
	}
	return a.recorded(ctx, g.ID)
}

// recorded is the whole stream of a kept game.
func (a *API) recorded(ctx context.Context, id string) ([]byte, error) {
	recording, err := a.Games.Recording(ctx, id)
	if err != nil {
		return nil, err
	}
	stream, err := room.OpenRecording(recording)
	if err != nil {
		return nil, fmt.Errorf("open the recording of %s: %w", id, err)
	}
	return stream, nil
}
