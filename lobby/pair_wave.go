package lobby

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// Wave pairs everyone at once. It is pure but for the chance it is handed. Nobody gets a
// partner again as long as the wave can be made otherwise, and of an odd number one who
// has played most sits out.
//
// It first tries the rounds of a round robin, by the order of joining: as long as the
// same members play, each round is used once, so that all have met after as many waves
// as there can be. Pairs chosen one wave at a time would lead into dead ends, where the
// only partners left are three who miss each other in a ring. Where members come and go,
// no round may fit what was played; then a maximum matching of those who have not met
// makes as few pairs play again as can be.
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

// wave is who is to be paired. The places are those of the tickets in the order of
// joining; of an odd number the last place is nobody's, and who is paired with it sits
// out.
type wave struct {
	tickets []Ticket
	n       int   // places: even
	games   []int // that each ticket's player has played in this lobby
	most    int   // of games
}

// cost is how far a wave is from what everybody wants.
type cost struct {
	again int // pairs that play again
	often int // how often they have played, each squared
	less  int // games by which the one who sits out has played less than others
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

// nobody tells whether a place is nobody's.
func (w *wave) nobody(place int) bool { return place == len(w.tickets) }

// met is how often two have played.
func (w *wave) met(a, b int) int { return w.tickets[a].Partners[w.tickets[b].Player] }

// round is one round of the round robin by the circle method: the last place stays, the
// others walk round it. It gives the mate of each place.
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

// fewestAgain gives the wave in which as few as can be play again: a maximum matching of
// those who have not met; of those it leaves, one of those who have met once; and so on.
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

// pairs gives the pairs in the order of joining.
func (w *wave) pairs(mates []int) []Pair {
	var pairs []Pair
	for a, b := range mates {
		if a < b && !w.nobody(b) {
			pairs = append(pairs, Pair{w.tickets[a], w.tickets[b]})
		}
	}
	return pairs
}
