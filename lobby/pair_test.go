package lobby

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// waiting makes tickets, oldest first: "mila", or "mila<jonas" for a Mila whose last
// partner was Jonas.
func waiting(players ...string) []Ticket {
	tickets := make([]Ticket, len(players))
	for i, p := range players {
		player, last, _ := strings.Cut(p, "<")
		tickets[i] = Ticket{ID: int64(i + 1), Player: player, LastPartner: last}
	}
	return tickets
}

func said(pairs []Pair) string {
	var s []string
	for _, p := range pairs {
		s = append(s, p[0].Player+"+"+p[1].Player)
	}
	return strings.Join(s, " ")
}

func TestPairs(t *testing.T) {
	for _, c := range []struct {
		name    string
		tickets []Ticket
		want    string
	}{
		{"nobody", nil, ""},
		{"one waits", waiting("a"), ""},
		{"two", waiting("a", "b"), "a+b"},
		{"the third waits", waiting("a", "b", "c"), "a+b"},
		{"in order of arrival", waiting("a", "b", "c", "d"), "a+b c+d"},
		{"not with the last partner", waiting("a<b", "b<a", "c"), "a+c"},
		{"two pairs change partners", waiting("a<b", "b<a", "c<d", "d<c"), "a+c b+d"},
		{"the last two change with an earlier pair", waiting("a", "b", "c<d", "d<c"), "c+a d+b"},
		{"one side's memory is enough", waiting("a", "b<a", "c"), "a+c"},
		{"two alone play again", waiting("a<b", "b<a"), "a+b"},
		{"nobody but a last partner is left", waiting("a<b", "b<c", "c<a"), "a+b"},
		{"all have just played with the same player", waiting("a<d", "b<a", "c<a", "d<a"), "b+c a+d"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := said(Pairs(c.tickets)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestPairs_RepeatsAsFewPairsAsPossible compares with an exhaustive search.
func TestPairs_RepeatsAsFewPairsAsPossible(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 9).Draw(t, "players")
		tickets := make([]Ticket, n)
		for i := range tickets {
			tickets[i] = Ticket{ID: int64(i), Player: fmt.Sprint(i)}
			if last := rapid.IntRange(-1, n-1).Draw(t, "last partner"); last >= 0 && last != i {
				tickets[i].LastPartner = fmt.Sprint(last)
			}
		}
		pairs := Pairs(tickets)
		if len(pairs) != n/2 {
			t.Fatalf("%d pairs of %d tickets: %s", len(pairs), n, said(pairs))
		}
		seen := map[int64]bool{}
		again := 0
		for _, p := range pairs {
			if seen[p[0].ID] || seen[p[1].ID] || p[0].ID == p[1].ID {
				t.Fatalf("a ticket is paired twice: %s", said(pairs))
			}
			seen[p[0].ID], seen[p[1].ID] = true, true
			if justPlayed(p[0], p[1]) {
				again++
			}
		}
		if least := fewestRepeats(tickets, n/2); again != least {
			t.Fatalf("%d pairs play again, where %d would be enough: %s", again, least, said(pairs))
		}
	})
}

// fewestRepeats tries every way to make the given number of pairs.
func fewestRepeats(tickets []Ticket, pairs int) int {
	if pairs == 0 {
		return 0
	}
	least := len(tickets)
	first, rest := tickets[0], tickets[1:]
	if len(rest) >= 2*pairs {
		least = fewestRepeats(rest, pairs) // the first ticket waits
	}
	for i, other := range rest {
		cost := 0
		if justPlayed(first, other) {
			cost = 1
		}
		least = min(least, cost+fewestRepeats(slices.Concat(rest[:i], rest[i+1:]), pairs-1))
	}
	return least
}

func BenchmarkPairs(b *testing.B) {
	tickets := make([]Ticket, 10_000)
	for i := range tickets {
		tickets[i] = Ticket{ID: int64(i), Player: fmt.Sprint(i), LastPartner: fmt.Sprint(i ^ 1)}
	}
	for b.Loop() {
		Pairs(tickets)
	}
}
