package lobby

import "time"

// presenceTimeout is how long a member still counts as here after its last page closed, or
// after the last beat of its pages.
const presenceTimeout = 20 * time.Second

// presence is what this node knows of one player in one lobby.
type presence struct {
	streams  int       // open pages
	silent   int       // those of them that don't beat: the open stream is their only sign of life
	since    time.Time // the last sign of life
	expected bool      // no sign of life yet: the player was ready when this node began to watch
	idle     bool      // its pages say that nobody has looked at them for a while
	drawings int       // open pages that show a drawing
	looking  bool      // all its pages show a drawing, or did when the last one closed
}

// open records that a page has opened.
func (p *presence) open(f *follower) {
	p.count(f, 1)
	p.since, p.expected = time.Now(), false
}

// close records that a page has closed.
func (p *presence) close(f *follower) {
	p.count(f, -1)
	if !f.lapsed {
		p.since = time.Now()
	}
}

func (p *presence) count(f *follower, n int) {
	p.streams += n
	if !f.beats {
		p.silent += n
	}
	if f.looking {
		p.drawings += n
	}
	if p.streams > 0 {
		p.looking = p.drawings == p.streams
	}
}

// here reports whether the player is here.
func (p *presence) here(now time.Time) bool {
	return p.silent > 0 || !p.expected && now.Before(p.since.Add(presenceTimeout))
}

// lapses returns when the player is given up; zero while a page is open that doesn't beat.
func (p *presence) lapses() time.Time {
	if p.silent > 0 {
		return time.Time{}
	}
	return p.since.Add(presenceTimeout)
}

// attendance is whether a player is in a lobby as far as this node knows.
type attendance int

const (
	absent attendance = iota
	idle
	looking // at a drawing
	attending
)

// hears reports whether the player has a page that can be told of a match.
func (a attendance) hears() bool { return a == looking || a == attending }

func (p *presence) attendance(now time.Time) attendance {
	switch {
	case !p.here(now):
		return absent
	case p.idle:
		return idle
	case p.looking:
		return looking
	}
	return attending
}

// withPresence returns the lobby with the members marked who are away, idle or looking. It
// leaves a member who plays as it is, because that one has another page open; likewise a
// member who looks at a drawing and is ready.
func (l Lobby) withPresence(of func(player string) attendance) Lobby {
	members := make([]Member, len(l.Members))
	for i, m := range l.Members {
		if m.State != Playing {
			switch of(m.Player) {
			case absent:
				m.State = Away
			case idle:
				m.State = Idle
			case looking:
				if m.State == Here {
					m.State = Looking
				}
			case attending:
			}
		}
		members[i] = m
	}
	l.Members = members
	return l
}
