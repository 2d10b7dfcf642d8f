package pictures

import (
	"errors"
	"testing"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
)

func TestDrawings_ContinueWhereTheLastOneEnded(t *testing.T) {
	one := new(room.Drawing).Size()
	m := new(Metrics)
	d := newDrawings(2*one+one/2, m)
	var drawings []*room.Drawing
	draw := func(game string, fails error) *room.Drawing {
		t.Helper()
		var got *room.Drawing
		err := d.use(game, func(drawing *room.Drawing) error {
			got = drawing
			return errors.Join(drawing.Follow(nil, ink.RGB{}), fails)
		})
		if !errors.Is(err, fails) {
			t.Fatalf("got %v", err)
		}
		drawings = append(drawings, got)
		return got
	}
	a, b := draw("a", nil), draw("b", nil)
	if a == b || draw("a", nil) != a {
		t.Error("a game has the drawing of another, or not its own")
	}
	draw("c", nil) // b, the least recently used, is dropped
	if draw("a", nil) != a || d.cache.bytes != 2*one {
		t.Errorf("keeps %d bytes", d.cache.bytes)
	}
	if draw("b", nil) == b {
		t.Error("more is kept than the limit lets")
	}
	broken := errors.New("broken")
	b = draw("b", broken)
	if draw("b", nil) == b {
		t.Error("a broken drawing is used again")
	}
	for how, n := range m.Rasters() {
		if want := map[string]uint64{"anew": 5, "again": 3}[how]; n != want {
			t.Errorf("%d %s, want %d", n, how, want)
		}
	}
}
