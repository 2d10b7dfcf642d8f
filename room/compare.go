package room

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/tandem-game/tandem/room/ink"
)

// Both pages and the server must compute the same pixels: room/ink is built for that.
// Still, a broken browser or a bug could spoil a drawing unnoticed. So the room regularly
// asks both pages for the hash of what they show at the same entry. If the hashes differ,
// the server draws the picture itself, and only a page that is wrong starts over from the
// stream.
//
// A page that differs from both its partner and the server has a bug, runs in a broken
// browser, or lies: it is counted in Metrics.WrongPages. One bad page can't cause both
// pages to differ from the server, so the count of that, Metrics.Differed, must stay 0.

const (
	// compareEvery is the minimum time between two comparisons.
	compareEvery = 5 * time.Second
	// judgeEvery is the minimum time between two drawings that the server makes of a room
	// to see which page is right, and judgeTime the time limit of one.
	judgeEvery = time.Minute
	judgeTime  = 20 * time.Second
	// judgesAtOnce is how many rooms of this node the server may draw at once for a
	// comparison. In the other rooms no page starts over meanwhile.
	judgesAtOnce = 1
	// maxWrong is how often the pages of a seat may be wrong in a game; after that their
	// hashes are ignored.
	maxWrong = 3
)

// comparison is what a room knows of its pages' pictures.
type comparison struct {
	seq      uint64 // both pages were asked for the hash at this entry; 0: no question is open
	at       time.Time
	ops      uint64 // taken by then
	said     [2]hash
	judgedAt time.Time
	wrong    [2]int // how often each seat's page was wrong
}

// hash is the hash of a page's picture: ink.Canvas.Hash as a number.
type hash struct {
	peer  *peer // nil: no page has answered yet
	value uint64
}

// compare asks both pages for their hash, if there is new ink.
func (g *game) compare() {
	c := &g.comparison
	if g.phase != inRound || g.ops == c.ops || g.now.Sub(c.at) < compareEvery || g.liveSeats[0].peer == nil || g.liveSeats[1].peer == nil ||
		max(c.wrong[0], c.wrong[1]) >= maxWrong {
		return
	}
	c.seq, c.at, c.ops, c.said = g.seq, g.now, g.ops, [2]hash{}
	g.do(check{g.audience(), g.seq})
}

// hashed handles a page's answer.
func (g *game) hashed(p *peer, seq, value uint64) {
	c := &g.comparison
	if g.liveSeat(p.seat).peer != p || c.seq == 0 || seq != c.seq {
		return
	}
	c.said[p.seat-1] = hash{p, value}
	if c.said[0].peer == nil || c.said[1].peer == nil {
		return
	}
	c.seq = 0
	if c.said[0].value == c.said[1].value || !c.judgedAt.IsZero() && g.now.Sub(c.judgedAt) < judgeEvery {
		return
	}
	c.judgedAt = g.now
	g.do(judge{seq, c.said, g.stream[:g.offsets[seq]], g.paper()})
}

// judged sends the pages that were wrong back to the start of the stream.
func (g *game) judged(j judged) {
	var wrong [2]bool
	for i, said := range j.said {
		if wrong[i] = said.value != j.hash; !wrong[i] {
			continue
		}
		g.comparison.wrong[i]++
		if g.liveSeats[i].peer == said.peer {
			g.do(startOver{said.peer})
		}
	}
	g.do(countDifference{j.seq, wrong})
}

// judge makes the server draw the picture whose hashes differ, in parallel to the play, if
// a slot is free.
func (r *Room) judge(ctx context.Context, j judge) {
	select {
	case r.judges <- struct{}{}:
	default:
		r.logger.WarnContext(ctx, "the pages' pictures differ, and the server is too busy to see which is right", "seq", j.seq)
		return
	}
	r.tasks.Go(func() {
		defer func() { <-r.judges }()
		var value uint64
		err := within(ctx, judgeTime, func(ctx context.Context) (err error) {
			value, err = r.hash(ctx, j.stream, j.paper)
			return err
		})
		if err != nil {
			r.logger.WarnContext(ctx, "the pages' pictures differ, and the server could not see which is right", "seq", j.seq, "error", err)
			return
		}
		_ = r.send(ctx, judged{j.seq, j.said, value}) // a room that has ended compares nothing
	})
}

// hashOf returns the hash of the picture that a stream makes on paper of the given colour.
func hashOf(ctx context.Context, stream []byte, paper string) (uint64, error) {
	colour, err := ink.ParseRGB(paper)
	if err != nil {
		return 0, fmt.Errorf("hash a picture: %w", err)
	}
	canvas, err := Draw(ctx, stream, colour)
	if err != nil {
		return 0, fmt.Errorf("hash a picture: %w", err)
	}
	value, err := strconv.ParseUint(canvas.Hash(), 16, 64)
	if err != nil {
		return 0, fmt.Errorf("hash a picture: %w", err)
	}
	return value, nil
}

// differed counts pictures that differ.
func (r *Room) differed(e countDifference) {
	if e.wrong[0] && e.wrong[1] {
		r.metrics.Differed.Add(1)
		r.logger.Error("both pages differ from the server's picture", "seq", e.seq)
		return
	}
	seat := 1
	if e.wrong[1] {
		seat = 2
	}
	r.metrics.WrongPages.Add(1)
	r.logger.Warn("one page's picture differs from its partner's and the server's", "seq", e.seq, "seat", seat)
}
