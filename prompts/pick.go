package prompts

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
)

// picker takes sets from the library at random, and remembers for as long as the
// process lives when each was dealt. Many goroutines may use it at once.
type picker struct {
	library library

	mu    sync.Mutex
	turn  int            // counts the picks
	dealt map[string]int // turn of the last pick, by language and key
}

func newPicker() *picker {
	return &picker{library: builtin(), dealt: map[string]int{}}
}

// pick takes a set for w that the players have not met, or, when they have met all,
// again the one of longest ago. Sets of the theme asked for come first, then those
// of the difficulty, and of those one of the half that was dealt longest ago.
func (p *picker) pick(w Want, met Met) (s Set, again bool) {
	p.mu.Lock()
	defer p.mu.Unlock()

	all := p.library.in(w.Language)
	sets := slices.DeleteFunc(slices.Clone(all), func(s Set) bool {
		_, known := met.At[s.Key]
		return known || met.Retired[s.ID]
	})
	if len(sets) == 0 {
		return oldest(all, met), true
	}
	best := slices.MinFunc(sets, func(a, b Set) int { return cmp.Compare(p.misses(a, w), p.misses(b, w)) })
	sets = slices.DeleteFunc(sets, func(s Set) bool { return p.misses(s, w) > p.misses(best, w) })
	rand.Shuffle(len(sets), func(i, j int) { sets[i], sets[j] = sets[j], sets[i] }) //nolint:gosec // no secret
	slices.SortStableFunc(sets, func(a, b Set) int { return cmp.Compare(p.dealt[place(a)], p.dealt[place(b)]) })
	s = sets[rand.IntN((len(sets)+1)/2)] //nolint:gosec // no secret

	p.turn++
	p.dealt[place(s)] = p.turn
	return s, false
}

// misses says how far a set is from what is wanted: the theme counts most.
func (p *picker) misses(s Set, w Want) int {
	far := s.Difficulty.far(w.Difficulty)
	if w.Theme == "" || strings.EqualFold(s.Theme, w.Theme) || !isTheme(w.Theme) && s.mentions(w.Theme, w.Rounds) {
		return far
	}
	return far + len(Difficulties())
}

// oldest is the set that was met longest ago, of those still dealt if there is one.
func oldest(all []Set, met Met) Set {
	return slices.MinFunc(all, func(a, b Set) int {
		if met.Retired[a.ID] != met.Retired[b.ID] {
			if met.Retired[a.ID] {
				return 1
			}
			return -1
		}
		return met.At[a.Key].Compare(met.At[b.Key])
	})
}

// mentions tells whether the first rounds of a set speak of a theme in a player's
// own words: one of the longer words, or its singular, begins a word of the set.
func (s Set) mentions(theme string, rounds int) bool {
	texts := slices.Concat([]string{s.Title, s.Theme}, s.Series[0][:rounds], s.Series[1][:rounds])
	text := " " + spoken(strings.Join(texts, " "))
	for _, word := range strings.Fields(spoken(theme)) {
		word = strings.TrimSuffix(word, "s")
		if len(word) >= 4 && !isCommon(word) && strings.Contains(text, " "+word) {
			return true
		}
	}
	return false
}

// place is what the picker remembers a set by.
func place(s Set) string { return s.Language + "/" + s.Key }
