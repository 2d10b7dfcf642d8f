package lobby

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/tandem-game/tandem/prompts"
)

// stranger parses a ticket such as "mila en normal 12s".
func stranger(words string) Stranger {
	w := strings.Fields(words)
	waited, err := time.ParseDuration(w[3])
	if err != nil {
		panic(err)
	}
	return Stranger{Player: w[0], Wish: Wish{Language: w[1], Difficulty: prompts.Difficulty(w[2])}, Waited: waited}
}

func strangers(words ...string) []Stranger {
	var s []Stranger
	for i, w := range words {
		t := stranger(w)
		t.ID = int64(i + 1)
		s = append(s, t)
	}
	return s
}

func met(pairs []StrangerPair) string {
	var s []string
	for _, p := range pairs {
		s = append(s, p[0].Player+"+"+p[1].Player)
	}
	return strings.Join(s, " ")
}

func TestStrangers(t *testing.T) {
	for _, c := range []struct {
		name    string
		tickets []Stranger
		want    string
	}{
		{"nobody", nil, ""},
		{"one waits", strangers("a en normal 90s"), ""},
		{"two with the same wish", strangers("a en normal 0s", "b en normal 0s"), "a+b"},
		{"the longest wait gets seat 1", strangers("a en normal 1s", "b en normal 3s"), "b+a"},
		{"the longest waits are paired", strangers("a en normal 1s", "b en normal 3s", "c en normal 2s"), "b+c"},
		{"another difficulty, too soon", strangers("a en normal 60s", "b en wild 9s"), ""},
		{"another difficulty", strangers("a en normal 60s", "b en wild 10s"), "a+b"},
		{"another language, too soon", strangers("a en normal 60s", "b es normal 39s"), ""},
		{"another language", strangers("a en normal 60s", "b es normal 40s"), "a+b"},
		{"both at once", strangers("a en easy 41s", "b es wild 40s"), "a+b"},
		{"the nearest wish first", strangers("a en easy 60s", "b es easy 50s", "c en wild 45s", "d en easy 1s"), "a+d b+c"},
		{"language before difficulty", strangers("a en easy 60s", "b es easy 50s", "c en wild 45s"), "a+c"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := met(Strangers(c.tickets)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestStrangers_NeverPairsBlockedPlayers(t *testing.T) {
	tickets := strangers("a en normal 900s", "b en normal 900s", "c en normal 0s")
	tickets[0].Blocked = []string{"b"}
	if got := met(Strangers(tickets)); got != "a+c" {
		t.Errorf("got %q", got)
	}
	tickets[0].Blocked, tickets[1].Blocked = nil, []string{"a"} // one side is enough
	if got := met(Strangers(tickets[:2])); got != "" {
		t.Errorf("got %q", got)
	}
}

func TestStrangers_DoesNotPairAgainSoon(t *testing.T) {
	tickets := strangers("a en normal 30s", "b en normal 19s", "c en normal 1s")
	tickets[0].Recent, tickets[1].Recent = []string{"b"}, []string{"a"}
	if got := met(Strangers(tickets)); got != "a+c" {
		t.Errorf("got %q", got)
	}
	if got := met(Strangers(tickets[:2])); got != "" {
		t.Errorf("too soon, got %q", got)
	}
	tickets[1].Waited = 20 * time.Second
	if got := met(Strangers(tickets[:2])); got != "a+b" {
		t.Errorf("without other players, got %q", got)
	}
}

// TestStrangers_AcceptEachOther checks that no pair breaks the schedule, and that no two
// unpaired tickets would accept each other.
func TestStrangers_AcceptEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tickets := make([]Stranger, rapid.IntRange(0, 30).Draw(t, "tickets"))
		for i := range tickets {
			tickets[i] = Stranger{
				ID: int64(i), Player: fmt.Sprint(i),
				Wish: Wish{
					Language:   rapid.SampledFrom([]string{"en", "es"}).Draw(t, "language"),
					Difficulty: rapid.SampledFrom(prompts.Difficulties()).Draw(t, "difficulty"),
				},
				Waited: time.Duration(rapid.IntRange(0, 60).Draw(t, "waited")) * time.Second,
			}
			for range rapid.IntRange(0, 3).Draw(t, "blocks") {
				tickets[i].Blocked = append(tickets[i].Blocked, fmt.Sprint(rapid.IntRange(0, 29).Draw(t, "blocked")))
			}
			for range rapid.IntRange(0, 3).Draw(t, "recents") {
				tickets[i].Recent = append(tickets[i].Recent, fmt.Sprint(rapid.IntRange(0, 29).Draw(t, "recent")))
			}
		}
		ok := func(a, b Stranger) bool {
			return a.relaxed(b.Wish) && b.relaxed(a.Wish) && a.accepts(b.Player) && b.accepts(a.Player)
		}
		left := slices.Clone(tickets)
		for _, p := range Strangers(tickets) {
			if !ok(p[0], p[1]) {
				t.Fatalf("%+v and %+v do not accept each other", p[0], p[1])
			}
			for _, one := range p {
				i := slices.IndexFunc(left, func(s Stranger) bool { return s.ID == one.ID })
				if i < 0 {
					t.Fatalf("%s is paired twice", one.Player)
				}
				left = slices.Delete(left, i, i+1)
			}
		}
		for i, a := range left {
			for _, b := range left[:i] {
				if ok(a, b) {
					t.Fatalf("%+v and %+v wait, though they accept each other", a, b)
				}
			}
		}
	})
}

// TestStrangers_NobodyStarves lets players arrive for an hour, many more with one wish than with
// another.
func TestStrangers_NobodyStarves(t *testing.T) {
	chance := rand.New(rand.NewPCG(3, 4))
	var waiting []Stranger
	longest, id := time.Duration(0), int64(0)
	for range 3600 {
		for range chance.IntN(8) {
			id++
			w := Wish{Language: "en", Difficulty: prompts.Difficulties()[chance.IntN(3)]}
			if chance.IntN(40) == 0 {
				w.Language = "es"
			}
			waiting = append(waiting, Stranger{ID: id, Player: fmt.Sprint(id), Wish: w})
		}
		gone := map[int64]bool{}
		for _, p := range Strangers(waiting) {
			gone[p[0].ID], gone[p[1].ID] = true, true
		}
		waiting = slices.DeleteFunc(waiting, func(s Stranger) bool { return gone[s.ID] })
		for i := range waiting {
			waiting[i].Waited += time.Second
			longest = max(longest, waiting[i].Waited)
		}
	}
	// If their number is odd, one waits for the next player whose wish has relaxed as far.
	if longest > 2*anyLanguageAfter {
		t.Errorf("a player waited %s", longest)
	}
}

func BenchmarkStrangers(b *testing.B) {
	chance := rand.New(rand.NewPCG(5, 6))
	tickets := make([]Stranger, 10_000)
	for i := range tickets {
		tickets[i] = Stranger{
			ID: int64(i), Player: fmt.Sprint(i), Waited: time.Duration(chance.IntN(60_000)) * time.Millisecond,
			Wish: Wish{Language: []string{"en", "es"}[chance.IntN(2)], Difficulty: prompts.Difficulties()[chance.IntN(3)]},
		}
		for range 8 { // met lately, or blocked
			tickets[i].Recent = append(tickets[i].Recent, fmt.Sprint(chance.IntN(len(tickets))))
			tickets[i].Blocked = append(tickets[i].Blocked, fmt.Sprint(chance.IntN(len(tickets))))
		}
	}
	for b.Loop() {
		Strangers(tickets)
	}
}
