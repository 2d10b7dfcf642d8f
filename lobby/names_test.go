package lobby

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"
)

func TestCleanName(t *testing.T) {
	for name, want := range map[string]string{
		"Mila":                             "Mila",
		"  Ana   María \t ":                "Ana María",
		"Zoe\u0301":                        "Zoé",
		"Jo\u200bnas\ufeff":                "Jonas",
		"evil\u202etxt":                    "eviltxt",
		"two\nlines":                       "two lines",
		"bell\a and null\x00":              "bell and null",
		"李雷":                               "李雷",
		"🐌":                                "🐌",
		"❤️":                               "❤️",
		"bro\xffken":                       "broken",
		"soft\u00adhyphen":                 "softhyphen",
		"Z" + strings.Repeat("\u0336", 40): "Z\u0336\u0336\u0336",
		strings.Repeat("ñ", 24):            strings.Repeat("ñ", 24),
		"7":                                "7",
		"Mila\ufe0f":                       "Mila",
		"tag\U000e0067ged":                 "tagged",
		"\u200dZoé\u200d \u200c":           "Zoé",
		"Jo\u200dnas":                      "Jonas",
		"Jo\u200cnas":                      "Jonas",
		"\u2067Ida\u2069":                  "Ida",
	} {
		got, err := CleanName(name)
		if err != nil || got != want {
			t.Errorf("%q becomes %q, %v; want %q", name, got, err, want)
		}
	}
}

func TestCleanName_RefusesInvisibleNames(t *testing.T) {
	for name, want := range map[string]error{
		"":                        ErrNameEmpty,
		" \t ":                    ErrNameEmpty,
		"\u200b\u2060":            ErrNameEmpty,
		"\u3164\u2800":            ErrNameEmpty,
		"\u0301":                  ErrNameEmpty,
		strings.Repeat("a", 25):   ErrNameLong,
		strings.Repeat("🎉", 200):  ErrNameLong,
		strings.Repeat("ab ", 10): ErrNameLong,
	} {
		if got, err := CleanName(name); !errors.Is(err, want) {
			t.Errorf("%q becomes %q, %v; want %v", name, got, err, want)
		}
	}
}

func TestCleanName_KeepsCharactersThatScriptsAndEmojiNeed(t *testing.T) {
	for what, name := range map[string]string{
		"a family":                           "👨\u200d👩\u200d👧\u200d👦",
		"a kiss, with tones of the skin":     "👩🏽\u200d❤\ufe0f\u200d💋\u200d👨🏿",
		"a woman who runs":                   "🏃🏾\u200d♀\ufe0f",
		"a rainbow flag":                     "🏳\ufe0f\u200d🌈",
		"a flag of a country":                "🇪🇸 Ana",
		"a flag of a region":                 "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
		"a keycap":                           "1\ufe0f\u20e3",
		"a heart as text":                    "❤\ufe0e",
		"a Persian name":                     "علی\u200cرضا",
		"another, with a mark":               "می\u064e\u200cخواهم",
		"a Sinhala name":                     "ශ\u0dca\u200dරී",
		"a Hindi half letter":                "क\u094d\u200dष",
		"a Hindi virama":                     "क\u094d\u200cष",
		"a Malayalam chillu of old":          "അവന\u0d4d\u200d",
		"a form of a Japanese family name":   "辻\U000e0100",
		"a form of a Mongolian letter":       "ᠠ\u180bᠭ",
		"24 families":                        strings.Repeat("👪", 24),
		"four families in their own clothes": strings.Repeat("👨🏽\u200d👩🏽\u200d👧🏽\u200d👦🏽", 4),
	} {
		if got, err := CleanName(name); err != nil || got != name {
			t.Errorf("%s: %+q becomes %+q, %v", what, name, got, err)
		}
	}
}

func TestCleanName_RemovesCharactersThatNothingNeeds(t *testing.T) {
	for name, want := range map[string]string{
		"👨\u200d":               "👨",
		"👨\u200d👨\u200dMila":    "👨\u200d👨Mila",
		"👨\u200d\u200d👨":        "👨\u200d👨",
		"a\u200d👨":              "a👨",
		"🏴\U000e0067\U000e0062": "🏴",
		"🏴\U000e007f":           "🏴",
		"🏴\U000e0067\U000e0062\U000e0001\U000e0065\U000e006e\U000e0067\U000e007f": "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
		"🇪🇸\U000e0067":                    "🇪🇸",
		"1\ufe0f":                         "1",
		"1\ufe0f2":                        "12",
		"❤\ufe0f\ufe0f":                   "❤\ufe0f",
		"e\ufe0f\u0301":                   "é",
		"علی\u200c":                       "علی",
		"علی\u200c رضا":                   "علی رضا",
		"\u200cعلی":                       "علی",
		"علی\u200c\u200cرضا":              "علی\u200cرضا",
		"李\ufe00雷":                        "李雷",
		"a\U000e0100":                     "a",
		"क\u094d\u094d\u094d\u094d\u200d": "क\u094d\u094d\u094d\u200d",
		"\U0001d159x":                     "x",
	} {
		if got, err := CleanName(name); err != nil || got != want {
			t.Errorf("%+q becomes %+q, %v; want %+q", name, got, err, want)
		}
	}
	for _, name := range []string{"\u200d", "\u200c\u200d\ufe0f", "\U000e0067\U000e007f", "\U0001d159", "\u094d\u200d"} {
		if got, err := CleanName(name); !errors.Is(err, ErrNameEmpty) {
			t.Errorf("%+q becomes %+q, %v", name, got, err)
		}
	}
	if got, err := CleanName(strings.Repeat("👨\u200d", 60) + "👨"); !errors.Is(err, ErrNameLong) {
		t.Errorf("a queue of 61 becomes %+q, %v", got, err)
	}
}

func TestTellApart(t *testing.T) {
	for _, c := range []struct{ names, want []string }{
		{nil, []string{}},
		{[]string{"Mila", "Jonas", "Ida"}, []string{"Mila", "Jonas", "Ida"}},
		{[]string{"Mila", "Mila", "Jonas", "Mila"}, []string{"Mila", "Mila (2)", "Jonas", "Mila (3)"}},
		{[]string{"Mila", "mila", "MILA"}, []string{"Mila", "mila (2)", "MILA (3)"}},
		{[]string{"Mila", "Μila", "Mіlа", "Ｍｉｌａ"}, []string{"Mila", "Μila (2)", "Mіlа (3)", "Ｍｉｌａ (4)"}}, // Greek, Cyrillic, wide
		{[]string{"Ilya", "llya", "1lya"}, []string{"Ilya", "llya (2)", "1lya (3)"}},
		{[]string{"Mila", "Mila (2)", "Mila"}, []string{"Mila", "Mila (2)", "Mila (3)"}},
		{[]string{"❤", "❤\ufe0f", "❤\ufe0e"}, []string{"❤", "❤\ufe0f (2)", "❤\ufe0e (3)"}},
		{[]string{"علیرضا", "علی\u200cرضا"}, []string{"علیرضا", "علی\u200cرضا (2)"}},
		{[]string{"José", "Jose", "Zoë", "Zoé"}, []string{"José", "Jose", "Zoë", "Zoé"}}, // these look different
		{[]string{"", "", ""}, []string{"", " (2)", " (3)"}},
	} {
		if got := TellApart(c.names); !slices.Equal(got, c.want) {
			t.Errorf("%q are shown as %q, want %q", c.names, got, c.want)
		}
	}
}

func FuzzTellApart(f *testing.F) {
	f.Add("Mila", "Mіla", "Mila (2)", "Jonas")
	f.Fuzz(func(t *testing.T, a, b, c, d string) {
		names := []string{a, b, a, c, b, d}
		got := TellApart(names)
		for i := range got {
			if !strings.HasPrefix(got[i], names[i]) {
				t.Errorf("%q is shown as %q", names[i], got[i])
			}
			for j := range i {
				one, two := skeletons(got[i]), skeletons(got[j])
				if one[0] == two[0] || one[1] == two[1] {
					t.Errorf("%q and %q look the same", got[i], got[j])
				}
			}
		}
	})
}

func FuzzCleanName(f *testing.F) {
	f.Add("Mila")
	f.Add("e\u0301\u202e\u3164 🐌\u200d🐌\ufe0f")
	f.Add("क\u094d\u094d\u094d\u094d\u200dष علی\u200cرضا 1\ufe0f\u20e3")
	f.Add("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f🏴\U000e0067")
	f.Fuzz(func(t *testing.T, name string) {
		got, err := CleanName(name)
		if err != nil {
			return
		}
		if !utf8.ValidString(got) || !norm.NFC.IsNormalString(got) || uniseg.GraphemeClusterCount(got) > MaxNameLength || utf8.RuneCountInString(got) > maxNameRunes {
			t.Errorf("%+q becomes %+q", name, got)
		}
		if !strings.ContainsFunc(got, visible) {
			t.Errorf("%+q becomes %+q, which is invisible", name, got)
		}
		for _, r := range got {
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || unicode.Is(unicode.Cf, r) && r != joiner && r != nonJoiner && !isTag(r) {
				t.Errorf("%+q becomes %+q, with %U", name, got, r)
			}
		}
		if strings.HasPrefix(got, string(joiner)) || strings.Contains(got, string(joiner)+string(joiner)) || strings.HasSuffix(got, string(nonJoiner)) {
			t.Errorf("%+q becomes %+q, with a joiner that joins nothing", name, got)
		}
		if again, err := CleanName(got); err != nil || again != got {
			t.Errorf("%+q becomes %+q, and that %+q, %v", name, got, again, err)
		}
	})
}
