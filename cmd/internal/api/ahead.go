package api

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
)

const (
	// aheadEvery is how often long live games are looked for.
	aheadEvery = 5 * time.Second
	// aheadGames is how many are drawn ahead, the longest: the other half of what
	// sheets keeps is for games that somebody looks at.
	aheadGames = sheetBytes / 2 / ink.RasterBytes
	// aheadStep is how many bytes of its stream a drawing may lack.
	aheadStep = longStream / 4
)

// DrawAhead draws long live games as they grow, until ctx ends, so that a page that
// comes late or comes back needs not wait for the whole picture. It is no extra work:
// when such a game ends, its picture goes on from there.
func (a *API) DrawAhead(ctx context.Context) {
	tick := time.NewTicker(aheadEvery)
	defer tick.Stop()
	drawn := map[string]int{}
	for {
		select {
		case <-tick.C:
			a.drawAhead(ctx, drawn)
		case <-ctx.Done():
			return
		}
	}
}

// drawAhead draws what isn't yet. It keeps in drawn how many bytes of its stream each
// game's drawing has.
func (a *API) drawAhead(ctx context.Context, drawn map[string]int) {
	long := a.Rooms.Long(longStream)
	maps.DeleteFunc(drawn, func(id string, _ int) bool { return long[id] == 0 })
	longest := slices.SortedFunc(maps.Keys(long), func(a, b string) int {
		return cmp.Or(cmp.Compare(long[b], long[a]), cmp.Compare(a, b))
	})
	for _, id := range longest[:min(len(longest), aheadGames)] {
		if long[id] < drawn[id]+aheadStep {
			continue
		}
		// When it fails, whoever looks is told; here it waits for the next step.
		drawn[id] = long[id]
		if err := a.drawRoom(ctx, id); err != nil && !errors.Is(err, room.ErrOver) && ctx.Err() == nil {
			a.log.WarnContext(ctx, "a long game's picture is not drawn ahead", "room", id, "error", err)
		}
	}
}

// drawRoom draws a room as it is now, for whoever looks next.
func (a *API) drawRoom(ctx context.Context, id string) error {
	ctx = withVisit(ctx, ourselves)
	g, err := a.admit(ctx, id, runIt)
	if err != nil {
		return err
	}
	stream, _, err := a.streamNow(ctx, g)
	if err != nil {
		return err
	}
	return a.draw(ctx, g, func(context.Context) ([]byte, error) { return stream, nil }, (*ink.Canvas).LookWork,
		func(ctx context.Context, d *room.Drawing) error { return d.Canvas().Settle(ctx) })
}
