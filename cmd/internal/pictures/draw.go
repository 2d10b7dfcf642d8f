package pictures

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
	"github.com/tandem-game/tandem/store"
)

const (
	// readTimeout is how long the database may take to give a recording.
	readTimeout = 10 * time.Second
	// waitingBytes is how much memory the streams that wait to be drawn may take.
	waitingBytes = 64 << 20
)

// drawJob is one drawing of a game.
type drawJob struct {
	by   Requester
	game store.Game
	// stream is the game's stream if it has been read; otherwise read reads it.
	stream []byte
	read   func(context.Context) ([]byte, error)
	// work returns how much work is left on a canvas that has the stream; do does it.
	work func(*ink.Canvas) int
	do   func(context.Context, *room.Drawing) error
}

// draw reads the game's stream, waits for the game and a slot, and does the job. What is
// drawn stays in the cache even if the job fails.
func (s *Service) draw(ctx context.Context, j drawJob) error {
	err := s.drawJob(ctx, j)
	if err != nil {
		return fmt.Errorf("draw game %s: %w", j.game.ID, err)
	}
	return nil
}

func (s *Service) drawJob(ctx context.Context, j drawJob) error {
	paper, err := ink.ParseRGB(j.game.Paper())
	if err != nil {
		return err
	}
	if j.read != nil {
		stream, err := s.slots.read(ctx, j.by.Client, j.read)
		if err != nil {
			return err
		}
		if size := int64(len(stream)); s.waiting.Add(size) <= waitingBytes {
			j.stream, j.read = stream, nil
			defer s.waiting.Add(-size)
		} else { // it is read again in its slot
			s.waiting.Add(-size)
		}
	}
	return s.slots.draw(ctx, j.by.Client, j.game.ID, func(ctx context.Context, most int) error {
		return s.drawings.use(j.game.ID, func(d *room.Drawing) error { return j.drawOn(ctx, d, paper, most) })
	})
}

// drawOn brings a drawing up to date and does the job on it. If that is more work than
// most, it returns errTooLong.
func (j drawJob) drawOn(ctx context.Context, d *room.Drawing, paper ink.RGB, most int) error {
	if j.read != nil {
		var err error
		if j.stream, err = j.read(ctx); err != nil {
			return err
		}
	}
	if err := d.Follow(j.stream, paper); err != nil {
		return err
	}
	canvas := d.Canvas()
	if j.work(canvas) <= most {
		return j.do(ctx, d)
	}
	if canvas.RasterWork() == canvas.PathWork() { // nothing is drawn yet
		*d = room.Drawing{} // many may wait for their turn
	}
	return errTooLong
}

// drawPixels calls do with the picture of a kept game, and stores its hash with the game.
func (s *Service) drawPixels(ctx context.Context, by Requester, g store.Game, do func(context.Context, *ink.Canvas) error) error {
	return s.draw(ctx, drawJob{
		by: by, game: g, read: s.reader(g), work: (*ink.Canvas).RasterWork,
		do: func(ctx context.Context, d *room.Drawing) error {
			canvas := d.Canvas()
			if err := canvas.Settle(ctx); err != nil {
				return err
			}
			if g.PictureHash == "" {
				if err := s.games.SetPictureHash(ctx, g.ID, canvas.Hash()); err != nil {
					return err
				}
			}
			return do(ctx, canvas)
		},
	})
}

// drawPaths calls do with the canvas of a kept game, to be written as paths.
func (s *Service) drawPaths(ctx context.Context, by Requester, g store.Game, do func(context.Context, *ink.Canvas) error) error {
	return s.draw(ctx, drawJob{
		by: by, game: g, read: s.reader(g), work: (*ink.Canvas).PathWork,
		do: func(ctx context.Context, d *room.Drawing) error { return do(ctx, d.Canvas()) },
	})
}

// reader reads the stream of a kept game.
func (s *Service) reader(g store.Game) func(context.Context) ([]byte, error) {
	return func(ctx context.Context) ([]byte, error) { return s.recording(ctx, g.ID) }
}

// recording is the whole stream of a kept game.
func (s *Service) recording(ctx context.Context, id string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	recording, err := s.games.Recording(ctx, id)
	if err != nil {
		return nil, err
	}
	stream, err := room.OpenRecording(recording)
	if err != nil {
		return nil, fmt.Errorf("open the recording of %s: %w", id, err)
	}
	return stream, nil
}

// Stream is the journal of a game: what is durable of a live one, all of a kept one.
func (s *Service) Stream(ctx context.Context, g store.Game) ([]byte, error) {
	if g.State == store.Live {
		return s.games.Journal(ctx, g.ID)
	}
	return s.recording(ctx, g.ID)
}

// RoundStarts returns when each round of a game began, by the game clock in ms. A round's
// prompts were dealt, and so seen, when it began.
func (s *Service) RoundStarts(ctx context.Context, by Requester, g store.Game) ([]int64, error) {
	if g.State == store.Live {
		return s.readRoundStarts(ctx, g)
	}
	if g.RoundStarts != nil {
		return g.RoundStarts, nil
	}
	encoded, err := s.files.get(ctx, by, fileKey{game: g.ID, kind: "rounds"}, func(ctx context.Context) ([]byte, error) {
		return s.slots.read(ctx, by.Client, func(ctx context.Context) ([]byte, error) {
			starts, err := s.readRoundStarts(ctx, g)
			if err != nil {
				return nil, err
			}
			if err := s.games.SetRoundStarts(ctx, g.ID, starts); err != nil {
				return nil, err
			}
			return json.Marshal(starts)
		})
	})
	if err != nil {
		return nil, err
	}
	var starts []int64
	return starts, json.Unmarshal(encoded, &starts)
}

func (s *Service) readRoundStarts(ctx context.Context, g store.Game) ([]int64, error) {
	stream, err := s.Stream(ctx, g)
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
