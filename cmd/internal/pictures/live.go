package pictures

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
	"github.com/tandem-game/tandem/store"
)

const (
	// LongStream is the length of a stream, in bytes, from which a live game is long: a
	// page takes a noticeable time to fold it.
	LongStream = 64 << 10
	// longGamesEvery is how often DrawLongGames looks for long live games.
	longGamesEvery = 5 * time.Second
	// maxLongGames is how many games are drawn ahead, the longest first: the other half of
	// the cache is for games that somebody asks for.
	maxLongGames = drawingBytes / 2 / ink.RasterBytes
	// longGameStep is how many bytes of its stream a game may grow before it is drawn
	// again.
	longGameStep = LongStream / 4
)

// LivePicture is the drawing of a game at a moment.
type LivePicture struct {
	Seq   uint64 // of the last entry that it shows
	Epoch uint32 // of the room; 0: the game is kept
	QOI   []byte
	Size  int // in bytes, for the limit of bytes in transit
}

// Live returns the drawing of a game as it is now. All concurrent callers get the same
// bytes.
func (s *Service) Live(ctx context.Context, by Requester, g store.Game) (LivePicture, error) {
	stream, epoch, err := s.currentStream(ctx, g)
	if err != nil {
		return LivePicture{}, err
	}
	key := fileKey{game: g.ID, kind: "qoi", live: fmt.Sprint(epoch, " ", len(stream))}
	body, err := s.files.get(ctx, by, key, func(ctx context.Context) (body []byte, err error) {
		err = s.draw(ctx, drawJob{
			by: by, game: g, stream: stream, work: (*ink.Canvas).RasterWork,
			do: func(ctx context.Context, d *room.Drawing) error {
				if err := d.Canvas().Settle(ctx); err != nil {
					return err
				}
				body = append(binary.BigEndian.AppendUint64(nil, d.Seq()), d.Canvas().QOI()...)
				return nil
			},
		})
		return body, err
	})
	if err != nil {
		return LivePicture{}, err
	}
	return LivePicture{Seq: binary.BigEndian.Uint64(body), Epoch: epoch, QOI: body[8:], Size: len(body)}, nil
}

// currentStream returns a game's whole stream: of a live game as far as it is shown, with
// its epoch.
func (s *Service) currentStream(ctx context.Context, g store.Game) (stream []byte, epoch uint32, err error) {
	if g.State != store.Live {
		stream, err = s.recording(ctx, g.ID)
		return stream, 0, err
	}
	live, err := s.rooms.Open(ctx, g.ID)
	if err != nil {
		return nil, 0, err
	}
	stream, err = live.Stream(ctx)
	return stream, live.Epoch(), err
}

// DrawLongGames draws long live games as they grow, until ctx ends, so that a player who
// joins late or comes back doesn't wait for the whole picture. It is no extra work: when
// such a game ends, its picture continues from there.
func (s *Service) DrawLongGames(ctx context.Context) {
	tick := time.NewTicker(longGamesEvery)
	defer tick.Stop()
	drawn := map[string]int{}
	for {
		select {
		case <-tick.C:
			s.drawLongGames(ctx, drawn)
		case <-ctx.Done():
			return
		}
	}
}

// drawLongGames draws what is new. drawn records how many bytes of its stream each game's
// drawing includes.
func (s *Service) drawLongGames(ctx context.Context, drawn map[string]int) {
	long := s.rooms.Long(LongStream)
	maps.DeleteFunc(drawn, func(id string, _ int) bool { return long[id] == 0 })
	longest := slices.SortedFunc(maps.Keys(long), func(a, b string) int {
		return cmp.Or(cmp.Compare(long[b], long[a]), cmp.Compare(a, b))
	})
	for _, id := range longest[:min(len(longest), maxLongGames)] {
		if long[id] < drawn[id]+longGameStep {
			continue
		}
		// If it fails, callers of Live see the error; here it waits for the next step.
		drawn[id] = long[id]
		if err := s.drawCurrent(ctx, id); err != nil && !errors.Is(err, room.ErrOver) && ctx.Err() == nil {
			s.log.WarnContext(ctx, "can't draw a long game's picture ahead", "room", id, "error", err)
		}
	}
}

// drawCurrent draws a game as it is now, for the next caller.
func (s *Service) drawCurrent(ctx context.Context, id string) error {
	g, err := s.games.Game(ctx, id)
	if err != nil {
		return err
	}
	stream, _, err := s.currentStream(ctx, g)
	if err != nil {
		return err
	}
	return s.draw(ctx, drawJob{
		by: Requester{Unlimited: true}, game: g, stream: stream, work: (*ink.Canvas).RasterWork,
		do: func(ctx context.Context, d *room.Drawing) error { return d.Canvas().Settle(ctx) },
	})
}
