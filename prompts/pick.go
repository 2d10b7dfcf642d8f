package prompts

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
)

// picker takes sets from the library at random, and remembers for as long as
// the process lives when each was dealt. Many goroutines may use it at once.
type picker struct {
	library library

	mu    sync.Mutex
	turn  int            // counts the picks
	dealt map[string]int // turn of the last pick, by language and title
}

func newPicker() *picker {
	return &picker{library: builtin(), dealt: map[string]int{}}
}

// pick takes a set for w. Sets of the theme asked for come first, and of those
// one of the half that was dealt longest ago.
func (p *picker) pick(w Want) Set {
	p.mu.Lock()
	defer p.mu.Unlock()

	sets := p.suiting(w)
	rand.Shuffle(len(sets), func(i, j int) { sets[i], sets[j] = sets[j], sets[i] }) //nolint:gosec // no secret
	slices.SortStableFunc(sets, func(a, b Set) int { return cmp.Compare(p.dealt[key(a)], p.dealt[key(b)]) })
	set := sets[rand.IntN((len(sets)+1)/2)] //nolint:gosec // no secret

	p.turn++
	p.dealt[key(set)] = p.turn
	return set.first(w.Rounds)
}

// suiting gives the sets to pick from, a fresh slice: those of the theme; or
// else, for a player's own words, those that speak of it and were not dealt
// lately; or else all.
func (p *picker) suiting(w Want) []Set {
	all := p.library.in(w.Language)
	if w.Theme != "" {
		var ofTheme, speakOfIt []Set
		for _, s := range all {
			lately := p.dealt[key(s)] > max(0, p.turn-len(all)/2)
			switch {
			case strings.EqualFold(s.Theme, w.Theme):
				ofTheme = append(ofTheme, s)
			case !lately && s.mentions(w.Theme, w.Rounds):
				speakOfIt = append(speakOfIt, s)
			}
		}
		if ofTheme != nil {
			return ofTheme
		}
		if speakOfIt != nil {
			return speakOfIt
		}
	}
	return slices.Clone(all)
}

// mentions tells whether the first rounds of a set speak of a theme in a
// player's own words: one of the longer words, or its singular, begins a word
// of the set.
func (s Set) mentions(theme string, rounds int) bool {
	texts := slices.Concat([]string{s.Title, s.Theme}, s.Series[0][:rounds], s.Series[1][:rounds])
	text := " " + spoken(strings.Join(texts, " "))
	for _, word := range strings.Fields(spoken(theme)) {
		word = strings.TrimSuffix(word, "s")
		if len(word) >= 4 && strings.Contains(text, " "+word) {
			return true
		}
	}
	return false
}

func key(s Set) string { return s.Language + "/" + s.Title }
