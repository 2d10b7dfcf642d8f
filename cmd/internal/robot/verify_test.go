package robot

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
	"github.com/tandem-game/tandem/ui"
)

// finished is a real recording and the records of its two pages.
type finished struct {
	game     Game
	settings Settings
	stream   []byte
	records  []*Record
}

func keptExample(t *testing.T) finished {
	t.Helper()
	k := finished{stream: ui.Example, game: Game{Paper: "#FFFDF6"}, settings: Settings{RoundSeconds: 120, Rounds: 10}}
	k.records = []*Record{{Seat: 1, Pens: []*Pen{{}}}, {Seat: 2, Pens: []*Pen{{}}}}
	for e, err := range room.Entries(k.stream) {
		if err != nil {
			t.Fatal(err)
		}
		k.game.PlayMS = e.At
		if e.Event != 0 {
			continue
		}
		r := k.records[e.Seat-1].Pens[0]
		r.ID = e.Pen
		if int(e.N) != len(r.Ops)+1 {
			t.Fatalf("the example has a gap before op %d of seat %d", e.N, e.Seat)
		}
		r.Ops, r.Acked = append(r.Ops, e.Raw()), append(r.Acked, true)
	}
	k.game.PictureHash = exampleHash()
	for _, r := range k.records {
		r.Streams = []Stream{{Epoch: 1, Bytes: k.stream, Durable: len(k.stream), Finished: true}}
	}
	return k
}

// exampleHash is the hash of the example's picture, which is slow to draw.
var exampleHash = sync.OnceValue(func() string {
	canvas, err := room.Draw(context.Background(), ui.Example, ink.RGB{R: 0xFF, G: 0xFD, B: 0xF6})
	if err != nil {
		panic(err)
	}
	return canvas.Hash()
})

func (k finished) verify() Findings {
	return Verify(context.Background(), k.game, k.settings, k.stream, k.records)
}

func TestVerify_FindsNothingInARealGame(t *testing.T) {
	f := keptExample(t).verify()
	if f.Wrong() != 0 || f.Acked == 0 || f.Acked != f.Kept {
		t.Errorf("%+v", f)
	}
}

func TestVerify_FindsWhatIsWrong(t *testing.T) {
	for name, test := range map[string]struct {
		spoil func(*finished)
		count func(Findings) int
	}{
		"an acked op that is not in the recording": {
			func(k *finished) {
				r := k.records[0].Pens[0]
				r.Ops, r.Acked = append(r.Ops, ink.AppendEnd(nil)), append(r.Acked, true)
			},
			func(f Findings) int { return f.Lost },
		},
		"an op that was drawn in time, of a closed page": {
			func(k *finished) {
				k.records[0].Pens = append(k.records[0].Pens, &Pen{ID: 9, Ops: [][]byte{ink.AppendEnd(nil)}, Acked: []bool{false}, InTime: 1})
			},
			func(f Findings) int { return f.Dropped },
		},
		"an op that was never drawn": {
			func(k *finished) {
				r := k.records[1].Pens[0]
				r.Ops, r.Acked = r.Ops[:len(r.Ops)-1], r.Acked[:len(r.Ops)-1]
			},
			func(f Findings) int { return f.Altered },
		},
		"ops that were drawn in the opposite order": {
			func(k *finished) { slices.Reverse(k.records[0].Pens[0].Ops) },
			func(f Findings) int { return f.Altered },
		},
		"different durable entries": {
			func(k *finished) {
				s := &k.records[0].Streams[0]
				s.Bytes = slices.Clone(s.Bytes)
				s.Bytes[len(s.Bytes)/2] ^= 1
			},
			func(f Findings) int { return f.Diverged },
		},
		"another picture": {
			func(k *finished) { k.game.PictureHash = strings.Repeat("0", 16) },
			func(f Findings) int { return f.Diverged },
		},
		"another length": {
			func(k *finished) { k.game.PlayMS++ },
			func(f Findings) int { return f.Clocks },
		},
		"rounds that overran": {
			func(k *finished) { k.settings.RoundSeconds = 1 },
			func(f Findings) int { return f.Clocks },
		},
	} {
		t.Run(name, func(t *testing.T) {
			k := keptExample(t)
			test.spoil(&k)
			if f := k.verify(); test.count(f) == 0 || len(f.Details) == 0 {
				t.Errorf("found %+v", f)
			}
		})
	}
}

func TestSpread(t *testing.T) {
	var times []time.Duration
	for ms := 1000; ms >= 1; ms-- {
		times = append(times, time.Duration(ms)*time.Millisecond)
	}
	if got, want := Spread(times), (Latency{Count: 1000, P50: 500, P99: 990, P999: 999, Max: 1000}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := Spread(nil); got != (Latency{}) {
		t.Errorf("of nothing: %+v", got)
	}
}
