package prompts

import (
	"slices"
	"testing"
	"time"
)

func TestLibrary_EverySetPassesForAnyNumberOfRounds(t *testing.T) {
	l, err := readLibrary()
	if err != nil {
		t.Fatal(err)
	}
	for language, sets := range l.sets {
		for _, whole := range sets {
			for _, rounds := range []int{MinRounds, 6, MaxRounds} { // then the numbers between are fine, too
				first := whole
				for i := range first.Series {
					first.Series[i] = first.Series[i][:rounds]
				}
				for _, reason := range Check(first, Want{Language: language, Difficulty: whole.Difficulty, Rounds: rounds}) {
					t.Errorf("%s %q in %d rounds: %s", language, whole.Title, rounds, reason)
				}
			}
		}
	}
}

func TestLibrary_IsLargeEnoughInEachLanguage(t *testing.T) {
	if got := Languages(); got[0] != "en" || !slices.Contains(got, "es") {
		t.Fatalf("languages %q, want English first and Spanish", got)
	}
	for _, language := range Languages() {
		sets := builtin().sets[language]
		if len(sets) < 60 {
			t.Errorf("%s has %d sets, want at least 60", language, len(sets))
		}
		for _, d := range Difficulties() {
			n := 0
			for _, s := range sets {
				if s.Difficulty == d {
					n++
				}
			}
			if n < 15 {
				t.Errorf("%s has %d %s sets, want 15 or more", language, n, d)
			}
		}
		titles := map[string]bool{}
		prompts := map[string]string{}
		for _, s := range sets {
			if titles[s.Title] {
				t.Errorf("%s has %q twice", language, s.Title)
			}
			titles[s.Title] = true
			for _, p := range slices.Concat(s.Series[0], s.Series[1]) {
				if other, ok := prompts[spoken(p)]; ok {
					t.Errorf("%s: %q is in %q and in %q", language, p, other, s.Title)
				}
				prompts[spoken(p)] = s.Title
			}
		}
		for _, theme := range Themes(language) {
			n := 0
			for _, s := range sets {
				if s.Theme == theme {
					n++
				}
			}
			if n < 3 {
				t.Errorf("%s has only %d sets of the theme %q, want 3 or more", language, n, theme)
			}
		}
	}
}

func TestLibrary_HasTheSameSetsInAllLanguages(t *testing.T) {
	byKey := func(language string) map[string]Set {
		sets := map[string]Set{}
		for _, s := range builtin().sets[language] {
			if _, twice := sets[s.Key]; twice || s.Key == "" {
				t.Errorf("%s has the key %q twice, or a set without a key", language, s.Key)
			}
			sets[s.Key] = s
		}
		return sets
	}
	english := byKey("en")
	for _, language := range Languages()[1:] {
		others := byKey(language)
		if len(others) != len(english) {
			t.Errorf("%s has %d sets, English %d", language, len(others), len(english))
		}
		for key, s := range others {
			if e := english[key]; e.Difficulty != s.Difficulty || e.Paper != s.Paper {
				t.Errorf("%s in %s is %s on %s, in English %s on %s", key, language, s.Difficulty, s.Paper, e.Difficulty, e.Paper)
			}
		}
	}
}

func TestLibrary_ASetsIDDependsOnItsContent(t *testing.T) {
	whole := builtin().sets["en"][0]
	again, err := readLibrary() // as another process would
	if err != nil {
		t.Fatal(err)
	}
	if whole.ID != again.sets["en"][0].ID {
		t.Error("the same prompts have two IDs")
	}
	mended := whole
	mended.Caption += "!"
	if whole.ID == mended.identified().ID {
		t.Error("a corrected text has the old ID")
	}
	if n := len(whole.ID); n != 26 {
		t.Errorf("the ID has %d characters, want 26", n)
	}
}

func TestPicker_DoesNotRepeatItselfSoon(t *testing.T) {
	p := newPicker()
	same := 0 // sets that fit the want equally well
	for _, s := range p.library.sets["en"] {
		if s.Difficulty == Easy {
			same++
		}
	}
	last := map[string]int{}
	for turn := range 20 * same {
		s, _ := p.pick(Want{Language: "en", Difficulty: Easy, Rounds: 5}, Met{})
		if before, ok := last[s.Key]; ok && turn-before <= same/2 {
			t.Fatalf("%q again after %d of %d sets", s.Title, turn-before, same)
		}
		last[s.Key] = turn
	}
	if len(last) != same {
		t.Errorf("%d of %d sets were dealt in %d picks", len(last), same, 20*same)
	}
}

func TestPicker_PrefersTheThemeThenTheDifficulty(t *testing.T) {
	p := newPicker()
	met := Met{At: map[string]time.Time{}}
	var got []Difficulty
	for len(got) < 6 {
		s, _ := p.pick(Want{Theme: "sPaCe", Language: "en", Difficulty: Easy, Rounds: 3}, met)
		if s.Theme != "Space" {
			t.Fatalf("%q of the theme %q", s.Title, s.Theme)
		}
		met.At[s.Key] = time.Now()
		got = append(got, s.Difficulty)
	}
	if want := []Difficulty{Easy, Easy, Normal, Normal, Wild, Wild}; !slices.Equal(got, want) {
		t.Errorf("dealt %q, want %q", got, want)
	}
	if s, again := p.pick(Want{Theme: "Space", Language: "en", Difficulty: Easy, Rounds: 3}, met); again || s.Difficulty != Easy {
		t.Errorf("after all sets of a theme were met: %s %q, again %t", s.Difficulty, s.Title, again)
	}
}

func TestPicker_FindsASetWithTheWordsOfAPlayersOwnTheme(t *testing.T) {
	for range 20 {
		s, _ := newPicker().pick(Want{Theme: "lots of robots", Language: "en", Difficulty: Normal, Rounds: 3}, Met{})
		if !s.mentions("robot", 3) {
			t.Fatalf("%q has no robot", s.Title)
		}
	}
}

func TestPicker_DealsEnglishForAnUnknownLanguage(t *testing.T) {
	if s, _ := newPicker().pick(Want{Language: "tlh", Rounds: 3}, Met{}); s.Language != "en" {
		t.Errorf("a set in %q", s.Language)
	}
}
