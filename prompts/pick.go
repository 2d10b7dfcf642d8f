package prompts

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
)

// minDealt is how many sets of a language and difficulty are dealt however bad their
// ratings: ratings can be faked, and a few people must not be able to empty the library.
const minDealt = 12

// picker picks random sets from the library, and remembers, while the process lives, when
// each was dealt. Many goroutines may use it at once.
type picker struct {
	library library

	mu    sync.Mutex
	turn  int            // counts the picks
	dealt map[string]int // turn of the last pick, by language and key
}

func newPicker() *picker {
	return &picker{library: builtin(), dealt: map[string]int{}}
}

// pick picks a set for w that the players have not met. If they have met all, again is true
// and the set is the one that they met longest ago. Sets of the requested theme come first,
// then those of the difficulty; of those it picks one of the half that was dealt longest
// ago.
func (p *picker) pick(w Want, met Met) (s Set, again bool) {
	p.mu.Lock()
	defer p.mu.Unlock()

	dealt := met.dealt(p.library.in(w.Language))
	sets := slices.DeleteFunc(slices.Clone(dealt), func(s Set) bool {
		_, known := met.At[s.Key]
		return known
	})
	if len(sets) == 0 {
		return oldest(dealt, met), true
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

// misses returns how far a set is from what is wanted: the theme counts most.
func (p *picker) misses(s Set, w Want) int {
	far := s.Difficulty.far(w.Difficulty)
	if w.Theme == "" || strings.EqualFold(s.Theme, w.Theme) || !isTheme(w.Theme) && s.mentions(w.Theme, w.Rounds) {
		return far
	}
	return far + len(Difficulties())
}

// dealt returns the sets that may be dealt. It leaves out disabled sets, and badly rated
// ones while enough of their difficulty are left. If all are disabled it returns all,
// because something must be dealt.
func (m Met) dealt(sets []Set) []Set {
	left := make(map[Difficulty]int)
	var dealt, disliked []Set
	for _, s := range sets {
		switch _, bad := m.Disliked[s.ID]; {
		case m.Disabled[s.ID]:
		case bad:
			disliked = append(disliked, s)
		default:
			left[s.Difficulty]++
			dealt = append(dealt, s)
		}
	}
	slices.SortStableFunc(disliked, func(a, b Set) int { return cmp.Compare(m.Disliked[a.ID], m.Disliked[b.ID]) })
	for _, s := range disliked {
		if left[s.Difficulty] < minDealt {
			left[s.Difficulty]++
			dealt = append(dealt, s)
		}
	}
	if len(dealt) == 0 {
		return sets
	}
	return dealt
}

// oldest returns the set that was met longest ago.
func oldest(sets []Set, met Met) Set {
	return slices.MinFunc(sets, func(a, b Set) int { return met.At[a.Key].Compare(met.At[b.Key]) })
}

// mentions reports whether the first rounds of a set mention a theme in a player's own
// words: one of the theme's longer words, or its singular, begins a word of the set.
func (s Set) mentions(theme string, rounds int) bool {
	texts := slices.Concat([]string{s.Title, s.Theme}, s.Series[0][:rounds], s.Series[1][:rounds])
	text := " " + spoken(strings.Join(texts, " "))
	for _, word := range strings.Fields(spoken(theme)) {
		word = strings.TrimSuffix(word, "s")
		begin := " " + word
		if hanIn(word) > 0 {
			begin = word // no space shows where it begins
		}
		if len(word) >= 4 && !isCommon(word, "") && strings.Contains(text, begin) {
			return true
		}
	}
	return false
}

// place returns the key by which the picker remembers a set.
func place(s Set) string { return s.Language + "/" + s.Key }
