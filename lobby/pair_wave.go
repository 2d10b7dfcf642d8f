package lobby

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// Wave pairs everyone at once. It is pure except for chance. Nobody gets the same partner
// again if that can be avoided, and of an odd number a player who has played most sits out.
//
// It first tries the rounds of a round robin, by the order of joining. While the members
// stay the same, each round is used once, so everyone meets everyone in the fewest waves.
// Choosing pairs one wave at a time would lead to dead ends, where the only possible
// partners left are three players who lack each other. When members come and go, no round
// may fit what was played; then a maximum matching of those who have not met minimizes the
// pairs that play again.
func Wave(tickets []Ticket, chance *rand.Rand) []Pair {
	if len(tickets) < 2 {
		return nil
	}
	w := newWave(tickets)
	best, least := w.round(0), w.cost(w.round(0))
	alike := 1
	for r := 1; r < w.n-1; r++ {
		mates := w.round(r)
		c := w.cost(mates)
		switch order := c.compare(least); {
		case order < 0:
			best, least, alike = mates, c, 1
		case order == 0:
			if alike++; chance.IntN(alike) == 0 {
				best = mates
			}
		}
	}
	if least.again > 0 {
		if mates := w.fewestAgain(chance); w.cost(mates).compare(least) < 0 {
			best = mates
		}
	}
	return w.pairs(best)
}

// wave is the tickets to be paired. Places are the tickets in the order of joining; if
// their number is odd, the last place is nobody's, and whoever is paired with it sits out.
type wave struct {
	tickets []Ticket
	n       int   // number of places, always even
	games   []int // how many games each ticket's player has played in this lobby
	most    int   // maximum of games
}

// cost measures how far a wave is from the ideal; the fields count in order.
type cost struct {
	again int // pairs that play together again
	often int // how often they have, each count squared
	less  int // how many games fewer than the maximum the player who sits out has played
}

func (c cost) compare(d cost) int {
	return cmp.Or(cmp.Compare(c.again, d.again), cmp.Compare(c.often, d.often), cmp.Compare(c.less, d.less))
}

func newWave(tickets []Ticket) *wave {
	w := &wave{tickets: slices.Clone(tickets), n: len(tickets) + len(tickets)%2}
	slices.SortStableFunc(w.tickets, func(a, b Ticket) int { return cmp.Compare(a.Joined, b.Joined) })
	for _, t := range w.tickets {
		games := 0
		for _, n := range t.Partners {
			games += n
		}
		w.games = append(w.games, games)
		w.most = max(w.most, games)
	}
	return w
}

// nobody reports whether a place is nobody's.
func (w *wave) nobody(place int) bool { return place == len(w.tickets) }

// met returns how often two players have played together.
func (w *wave) met(a, b int) int { return w.tickets[a].Partners[w.tickets[b].Player] }

// round returns one round of the round robin by the circle method: the last place stays,
// the others rotate. It returns the mate of each place.
func (w *wave) round(r int) []int {
	mates := make([]int, w.n)
	around := w.n - 1
	last := r % around
	mates[last], mates[around] = around, last
	for i := 1; i < w.n/2; i++ {
		a, b := (r+i)%around, (r-i+around)%around
		mates[a], mates[b] = b, a
	}
	return mates
}

func (w *wave) cost(mates []int) (c cost) {
	for a, b := range mates {
		switch {
		case w.nobody(b):
			c.less += w.most - w.games[a]
		case a < b:
			met := w.met(a, b)
			c.again += min(met, 1)
			c.often += met * met
		}
	}
	return c
}

// fewestAgain returns the wave in which the fewest pairs play again: a maximum matching of
// those who have not met; then, of the rest, one of those who have met once; and so on.
func (w *wave) fewestAgain(chance *rand.Rand) []int {
	mates := fill(make([]int, w.n), none)
	left := chance.Perm(w.n)
	for often := 0; len(left) > 0; often++ {
		found := matching(len(left), func(i, j int) bool {
			a, b := left[i], left[j]
			switch {
			case w.nobody(a):
				return w.games[b] >= w.most-often
			case w.nobody(b):
				return w.games[a] >= w.most-often
			}
			return w.met(a, b) <= often
		})
		var still []int
		for i, j := range found {
			if j == none {
				still = append(still, left[i])
			} else {
				mates[left[i]] = left[j]
			}
		}
		left = still
	}
	return mates
}

// pairs returns the pairs in the order of joining.
func (w *wave) pairs(mates []int) []Pair {
	var pairs []Pair
	for a, b := range mates {
		if a < b && !w.nobody(b) {
			pairs = append(pairs, Pair{w.tickets[a], w.tickets[b]})
		}
	}
	return pairs
}
