package lobby

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestWords_AreManyShortAndDistinct(t *testing.T) {
	all := words()
	if len(all) < 2048 {
		t.Errorf("%d words, want at least 2,048", len(all))
	}
	if !slices.IsSorted(all) {
		t.Error("the words are not sorted")
	}
	shape := regexp.MustCompile(`^[a-z]{3,6}$`)
	for i, w := range all {
		if !shape.MatchString(w) {
			t.Errorf("%q is not three to six letters", w)
		}
		if i > 0 && all[i-1] == w {
			t.Errorf("%q is in the list twice", w)
		}
		if _, plural := slices.BinarySearch(all, w+"s"); plural {
			t.Errorf("%q and its plural are easy to confuse", w)
		}
	}
}

// TestWords_DoNotSoundAlike checks a sample of the confusions that happen in a call.
func TestWords_DoNotSoundAlike(t *testing.T) {
	for _, pair := range strings.Fields(`ate/eight bare/bear berry/bury blew/blue board/bored brake/break buy/by
		ceiling/sealing cell/sell cent/scent cereal/serial coarse/course creak/creek dear/deer dew/due die/dye
		fair/fare feat/feet flea/flee flour/flower for/four foul/fowl grate/great hair/hare heal/heel hear/here
		hole/whole knight/night knot/not knows/nose lain/lane leek/leak loan/lone mail/male main/mane meat/meet
		moose/mousse muscle/mussel one/won pail/pale pain/pane pair/pear peace/piece peak/peek plain/plane pole/poll
		quay/key rain/reign right/write road/rode root/route rose/rows sail/sale sea/see seam/seem sew/so sole/soul
		son/sun stair/stare steal/steel tail/tale tea/tee thyme/time tide/tied to/two toe/tow vain/vane waist/waste
		wait/weight way/weigh weak/week weather/whether wood/would yoke/yolk coral/corral petal/pedal`) {
		a, b, _ := strings.Cut(pair, "/")
		_, hasA := slices.BinarySearch(words(), a)
		_, hasB := slices.BinarySearch(words(), b)
		if hasA && hasB {
			t.Errorf("both %s and %s are words", a, b)
		}
	}
}

func TestNewCode_IsThreeWords(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		code := newCode()
		parts := strings.Split(code, "-")
		if len(parts) != codeWords {
			t.Fatalf("%q", code)
		}
		if Normalize(code) != code {
			t.Errorf("%q is normalized to %q", code, Normalize(code))
		}
		seen[code] = true
	}
	if len(seen) < 999 {
		t.Errorf("%d different codes of 1,000", len(seen))
	}
}

func TestNormalize(t *testing.T) {
	for typed, want := range map[string]string{
		"plum-kite-otter":           "plum-kite-otter",
		"Plum Kite Otter":           "plum-kite-otter",
		"PLUM_kite__otter":          "plum-kite-otter",
		"  plum, kite & otter.":     "plum-kite-otter",
		"plum\u00a0kite\u2013otter": "plum-kite-otter",
		"--":                        "",
		"plum-kité-otter":           "",
		"ｐｌｕｍ-kite-otter":           "",
		"плум":                      "",
		"":                          "",
	} {
		if got := Normalize(typed); got != want {
			t.Errorf("%q becomes %q, want %q", typed, got, want)
		}
	}
}

func TestMeant_ReturnsTheOnlyCodeOneTypoAway(t *testing.T) {
	open := []string{"plum-kite-otter", "calm-pear-comet", "calm-bear-camel", "calm-bear-comet"}
	for typed, want := range map[string]string{
		"plum-kite-otter":   "plum-kite-otter",
		"plum-kite-oter":    "plum-kite-otter",
		"plum-kite-ottter":  "plum-kite-otter",
		"plum-kite-otten":   "plum-kite-otter",
		"plum-ktie-otter":   "plum-kite-otter",
		"lpum-kite-otter":   "plum-kite-otter",
		"plumkite-otter":    "plum-kite-otter",
		"plumkiteotter":     "plum-kite-otter",
		"plumkite-oter":     "plum-kite-otter",
		"plum-kite-oteter":  "plum-kite-otter",
		"plum-kite-ottre":   "plum-kite-otter",
		"plum-kit-oter":     "",
		"plum-kite":         "",
		"calm-pear-cometo":  "calm-pear-comet",
		"calm-ear-comet":    "", // two codes are one typo away
		"calm-bear-caomet":  "calm-bear-comet",
		"":                  "",
		"plum-kite-otter-x": "plum-kite-otter",
	} {
		if got := meant(typed, open); got != want {
			t.Errorf("%q is read as %q, want %q", typed, got, want)
		}
	}
}
