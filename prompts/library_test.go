package prompts

import (
	"slices"
	"testing"
)

func TestLibrary_EverySetIsGoodForAnyNumberOfRounds(t *testing.T) {
	l, err := readLibrary()
	if err != nil {
		t.Fatal(err)
	}
	for language, sets := range l.sets {
		for _, whole := range sets {
			for rounds := MinRounds; rounds <= MaxRounds; rounds++ {
				for _, reason := range Check(whole.first(rounds), Want{Language: language, Rounds: rounds}) {
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
		if len(sets) < 24 {
			t.Errorf("%s has %d sets, want at least 24", language, len(sets))
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

func TestLibrary_TheIDOfASetFollowsItsContent(t *testing.T) {
	whole := builtin().sets["en"][0]
	again, err := readLibrary() // as another process does
	if err != nil {
		t.Fatal(err)
	}
	if whole.first(6).ID != again.sets["en"][0].first(6).ID {
		t.Error("the same prompts have two IDs")
	}
	if whole.first(6).ID == whole.first(7).ID {
		t.Error("six and seven rounds have one ID")
	}
	mended := whole
	mended.Caption += "!"
	if whole.first(6).ID == mended.first(6).ID {
		t.Error("a mended text has the old ID")
	}
	if n := len(whole.first(6).ID); n != 26 {
		t.Errorf("the ID has %d characters, want 26", n)
	}
	if len(whole.Series[0]) != MaxRounds {
		t.Error("cutting a set has changed the library")
	}
}

func TestPicker_DealsWithoutRepeatingItselfSoon(t *testing.T) {
	p := newPicker()
	n := len(p.library.sets["en"])
	last := map[string]int{}
	for turn := range 20 * n {
		s := p.pick(Want{Language: "en", Rounds: 5})
		if before, ok := last[s.Title]; ok && turn-before <= n/2 {
			t.Fatalf("%q again after %d of %d sets", s.Title, turn-before, n)
		}
		last[s.Title] = turn
	}
	if len(last) != n {
		t.Errorf("%d of %d sets were dealt in %d picks", len(last), n, 20*n)
	}
}

func TestPicker_KeepsToTheThemeAskedFor(t *testing.T) {
	p := newPicker()
	before := ""
	for range 20 {
		s := p.pick(Want{Theme: "sPaCe", Language: "en", Rounds: 3})
		if s.Theme != "Space" {
			t.Fatalf("%q of the theme %q", s.Title, s.Theme)
		}
		if s.Title == before {
			t.Fatalf("%q twice in a row", s.Title)
		}
		before = s.Title
	}
}

func TestPicker_LooksForASetThatSpeaksOfAPlayersOwnTheme(t *testing.T) {
	for range 20 {
		s := newPicker().pick(Want{Theme: "lots of robots", Language: "en", Rounds: 3})
		if !s.mentions("robot", 3) {
			t.Fatalf("%q has no robot", s.Title)
		}
	}
	p := newPicker()
	titles := map[string]bool{}
	for range 10 {
		titles[p.pick(Want{Theme: "pirates!", Language: "en", Rounds: 3}).Title] = true
	}
	if len(titles) != 10 {
		t.Errorf("ten games about pirates had %d sets, want ten", len(titles))
	}
}

func TestPicker_ServesALanguageItDoesNotSpeakInEnglish(t *testing.T) {
	if s := newPicker().pick(Want{Language: "tlh", Rounds: 3}); s.Language != "en" {
		t.Errorf("a set in %q", s.Language)
	}
}
