package lobby

import (
	"cmp"
	"slices"
	"time"

	"github.com/tandem-game/tandem/prompts"
)

// How wishes relax while players wait. A pair is made only when both accept it, so the
// shorter of the two waits counts. A blocked player is never accepted.
const (
	anyDifficultyAfter = 10 * time.Second // before that, only the wished difficulty
	sameAgainAfter     = 20 * time.Second // before that, nobody whom the player has met lately
	anyLanguageAfter   = 40 * time.Second // before that, only the wished language
)

// Wish is what a player waits for in quick play.
type Wish struct {
	Language   string // of the prompts; one of prompts.Languages
	Difficulty prompts.Difficulty
}

// Stranger is a waiting ticket in quick play.
type Stranger struct {
	ID      int64
	Player  string
	Name    string
	Wish    Wish
	Waited  time.Duration
	Recent  []string // players met in quick play lately
	Blocked []string // players who have blocked this one or whom it has blocked
}

// StrangerPair is two players to be matched. The first has waited longer: it takes seat 1,
// and its wish decides the game.
type StrangerPair [2]Stranger

// Strangers decides who meets whom in quick play. It is pure. It serves the player who has
// waited longest first. Among the players who accept that one and whom it accepts, it
// chooses the one nearest to its wish, and of equals the one who has waited longest. So
// nobody is passed over for a later player.
//
// It takes time in proportion to the tickets times the different wishes, plus the tries
// with players who don't accept each other.
func Strangers(tickets []Stranger) []StrangerPair {
	tickets = slices.Clone(tickets)
	slices.SortStableFunc(tickets, func(a, b Stranger) int {
		return cmp.Or(cmp.Compare(b.Waited, a.Waited), cmp.Compare(a.ID, b.ID))
	})
	lines, order := map[Wish]*line{}, []Wish{}
	for i, t := range tickets {
		if lines[t.Wish] == nil {
			lines[t.Wish] = &line{}
			order = append(order, t.Wish)
		}
		lines[t.Wish].places = append(lines[t.Wish].places, i)
	}
	taken := make([]bool, len(tickets))
	var pairs []StrangerPair
	for i, t := range tickets {
		if taken[i] {
			continue
		}
		best := none
		for _, w := range order {
			j := lines[w].partner(i, tickets, taken)
			if j != none && (best == none || nearer(t.Wish, tickets[j].Wish, tickets[best].Wish)) {
				best = j
			}
		}
		if best != none {
			taken[i], taken[best] = true, true
			pairs = append(pairs, StrangerPair{t, tickets[best]})
		}
	}
	return pairs
}

// line is the tickets with the same wish, as indexes into all tickets, longest wait first.
type line struct {
	places []int
	next   int // earlier ones are taken, or have had their turn
}

// partner returns the index of the first ticket in line that accepts ticket i and has
// waited less. The longer wait accepts whatever the shorter one does.
func (l *line) partner(i int, tickets []Stranger, taken []bool) int {
	for l.next < len(l.places) && (taken[l.places[l.next]] || l.places[l.next] <= i) {
		l.next++
	}
	for _, j := range l.places[l.next:] {
		if taken[j] {
			continue
		}
		if !tickets[j].relaxed(tickets[i].Wish) {
			return none // and later ones have waited even less
		}
		if tickets[j].accepts(tickets[i].Player) && tickets[i].accepts(tickets[j].Player) {
			return j
		}
	}
	return none
}

// relaxed reports whether the ticket has waited long enough to accept another wish than its
// own.
func (t Stranger) relaxed(w Wish) bool {
	return (t.Wish.Language == w.Language || t.Waited >= anyLanguageAfter) &&
		(t.Wish.Difficulty == w.Difficulty || t.Waited >= anyDifficultyAfter)
}

// accepts reports whether the ticket accepts that player as a partner.
func (t Stranger) accepts(player string) bool {
	return t.Player != player && !slices.Contains(t.Blocked, player) &&
		(t.Waited >= sameAgainAfter || !slices.Contains(t.Recent, player))
}

// nearer reports whether a is nearer to the wish than b: language counts first.
func nearer(wish, a, b Wish) bool {
	far := func(w Wish) (n int) {
		if w.Language != wish.Language {
			n += 2
		}
		if w.Difficulty != wish.Difficulty {
			n++
		}
		return n
	}
	return far(a) < far(b)
}
