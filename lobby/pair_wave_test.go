package lobby

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// waveLobby is a lobby that plays waves.
type waveLobby struct {
	tickets []Ticket
	chance  *rand.Rand
}

func newWaveLobby(players int) *waveLobby {
	c := &waveLobby{chance: rand.New(rand.NewPCG(1, 2))}
	for range players {
		c.come()
	}
	return c
}

func (c *waveLobby) come() {
	n := len(c.tickets)
	c.tickets = append(c.tickets, Ticket{ID: int64(n), Player: fmt.Sprint(n), Joined: n, Partners: map[string]int{}})
}

// play plays one wave of the players who are there, and returns how many pairs play again.
func (c *waveLobby) play(t interface{ Fatalf(string, ...any) }, there func(player int) bool) (again int, out string) {
	var now []Ticket
	for i, ticket := range c.tickets {
		if there(i) {
			now = append(now, ticket)
		}
	}
	pairs := Wave(now, c.chance)
	if len(pairs) != len(now)/2 {
		t.Fatalf("%d pairs of %d", len(pairs), len(now))
	}
	seen := map[string]bool{}
	for _, p := range pairs {
		a, b := p[0], p[1]
		if a.Player == b.Player || seen[a.Player] || seen[b.Player] {
			t.Fatalf("a player is paired twice: %s", said(pairs))
		}
		seen[a.Player], seen[b.Player] = true, true
		if a.Partners[b.Player] > 0 {
			again++
		}
		a.Partners[b.Player]++
		b.Partners[a.Player]++
	}
	for _, ticket := range now {
		if !seen[ticket.Player] {
			out = ticket.Player
		}
	}
	return again, out
}

func all(int) bool { return true }

func TestWave_ThirtyPlayersAllMeetIn29Waves(t *testing.T) {
	c := newWaveLobby(30)
	for wave := range 29 {
		if again, _ := c.play(t, all); again > 0 {
			t.Fatalf("wave %d: %d pairs play again", wave+1, again)
		}
	}
	for _, a := range c.tickets {
		for _, b := range c.tickets {
			if a.Player != b.Player && a.Partners[b.Player] != 1 {
				t.Fatalf("%s and %s have met %d times", a.Player, b.Player, a.Partners[b.Player])
			}
		}
	}
	c.play(t, all) // a further wave works
}

func TestWave_TheOddOneOutRotates(t *testing.T) {
	for _, players := range []int{3, 5, 7, 29} {
		c := newWaveLobby(players)
		sat := map[string]int{}
		for wave := range players {
			again, out := c.play(t, all)
			if again > 0 {
				t.Errorf("%d players, wave %d: %d pairs play again", players, wave+1, again)
			}
			sat[out]++
		}
		if len(sat) != players {
			t.Errorf("of %d players only %d sat out in that many waves: %v", players, len(sat), sat)
		}
	}
}

func TestWave_ALatePlayerMeetsAllOthers(t *testing.T) {
	c := newWaveLobby(29)
	for range 5 {
		c.play(t, all)
	}
	c.come()
	for wave := range 24 {
		if again, _ := c.play(t, all); again > 0 {
			t.Fatalf("wave %d with one more: %d pairs play again", wave+1, again)
		}
	}
}

func TestWave_ThePlayerWhoSitsOutHasPlayedMost(t *testing.T) {
	c := newWaveLobby(5)
	for range 2 { // only two players, who then have met
		c.play(t, func(player int) bool { return player < 2 })
	}
	if _, out := c.play(t, all); out != "0" && out != "1" {
		t.Errorf("%s sits out although it has not played", out)
	}
}

func TestWave_AloneOrNobody(t *testing.T) {
	c := newWaveLobby(1)
	if pairs := Wave(c.tickets, c.chance); pairs != nil {
		t.Errorf("one player: %s", said(pairs))
	}
	if pairs := Wave(nil, c.chance); pairs != nil {
		t.Errorf("no players: %s", said(pairs))
	}
}

// TestWave_RepeatsAsFewPairsAsPossible lets members come and go, and compares with an
// exhaustive search.
func TestWave_RepeatsAsFewPairsAsPossible(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := newWaveLobby(rapid.SampledFrom([]int{2, 4, 6, 8}).Draw(t, "players"))
		for range rapid.IntRange(0, 8).Draw(t, "waves before") {
			out := rapid.IntRange(-1, len(c.tickets)-1).Draw(t, "one is away")
			other := rapid.IntRange(-1, len(c.tickets)-1).Draw(t, "another")
			c.play(t, func(player int) bool { return player != out && player != other })
		}
		least := fewestMetAgain(c.tickets)
		if again, _ := c.play(t, all); again > least {
			t.Fatalf("%d pairs play again, where %d would be enough", again, least)
		}
	})
}

func fewestMetAgain(tickets []Ticket) int {
	if len(tickets) == 0 {
		return 0
	}
	least := len(tickets)
	for i, other := range tickets[1:] {
		rest := append(append([]Ticket{}, tickets[1:i+1]...), tickets[i+2:]...)
		least = min(least, min(tickets[0].Partners[other.Player], 1)+fewestMetAgain(rest))
	}
	return least
}

func TestWave_AFullLobbyIsPairedQuickly(t *testing.T) {
	c := newWaveLobby(MaxMembers)
	for range 40 {
		c.play(t, func(int) bool { return c.chance.IntN(20) > 0 })
	}
}

// TestMatching_IsMaximum compares with an exhaustive search.
func TestMatching_IsMaximum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 9).Draw(t, "vertices")
		joined := make([][]bool, n)
		for a := range joined {
			joined[a] = make([]bool, n)
		}
		for a := range n {
			for b := range a {
				joined[a][b] = rapid.Bool().Draw(t, "edge")
				joined[b][a] = joined[a][b]
			}
		}
		edge := func(a, b int) bool { return joined[a][b] }
		size := 0
		for a, b := range matching(n, edge) {
			if b == none {
				continue
			}
			if !edge(a, b) {
				t.Fatalf("%d and %d are not joined", a, b)
			}
			size++
		}
		var vertices []int
		for v := range n {
			vertices = append(vertices, v)
		}
		if most := largest(vertices, edge); size != 2*most {
			t.Fatalf("%d of %d have a mate, where %d could", size, n, 2*most)
		}
	})
}

func largest(vertices []int, edge func(a, b int) bool) int {
	if len(vertices) < 2 {
		return 0
	}
	first, rest := vertices[0], vertices[1:]
	most := largest(rest, edge)
	for i, v := range rest {
		if edge(first, v) {
			most = max(most, 1+largest(append(append([]int{}, rest[:i]...), rest[i+1:]...), edge))
		}
	}
	return most
}
