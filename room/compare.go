package room

import "time"

// Both pages and the server come to the same pixels. That is what the whole of
// room/ink is made for; still a broken browser or a bug would cost a drawing, and
// nobody would know. So now and then the room has both pages tell the hash of
// what they show at the same entry. Where these differ, both start over from the
// stream, and it is counted: a count that must stay 0.

const (
	// compareEvery is the least time between two comparisons.
	compareEvery = 5 * time.Second
	// afreshEvery is the least time between two fresh starts: a page that lies can't
	// keep its partner busy.
	afreshEvery = time.Minute
)

// comparison is what a room knows of its pages' pictures.
type comparison struct {
	seq      uint64 // what both were asked for the hash at; 0: nothing is asked
	at       time.Time
	ops      uint64 // taken by then
	said     [2]hash
	afreshAt time.Time
}

// hash is what a page says of its picture: ink.Canvas.Hash as a number.
type hash struct {
	known bool
	value uint64
}

// compare asks both pages for their hash, if there is new ink.
func (g *game) compare() {
	c := &g.comparison
	if g.phase != inRound || g.ops == c.ops || g.now.Sub(c.at) < compareEvery || g.holds[0].peer == nil || g.holds[1].peer == nil {
		return
	}
	c.seq, c.at, c.ops, c.said = g.seq, g.now, g.ops, [2]hash{}
	g.do(check{g.seq})
}

// hashed takes a page's answer.
func (g *game) hashed(p *peer, seq, value uint64) {
	c := &g.comparison
	if g.hold(p.seat).peer != p || c.seq == 0 || seq != c.seq {
		return
	}
	c.said[p.seat-1] = hash{true, value}
	if !c.said[0].known || !c.said[1].known {
		return
	}
	c.seq = 0
	if c.said[0] == c.said[1] {
		return
	}
	again := c.afreshAt.IsZero() || g.now.Sub(c.afreshAt) >= afreshEvery
	if again {
		c.afreshAt = g.now
	}
	g.do(differ{seq, again})
}

// differed is told of pictures that differ.
func (r *Room) differed(e differ) {
	r.metrics.Differed.Add(1)
	r.logger.Error("the pages' pictures differ", "seq", e.seq, "afresh", e.afresh)
	if e.afresh {
		for p := range r.audience {
			r.pace(p, p.out.text(text(afreshFrame{"afresh"})))
		}
	}
}
