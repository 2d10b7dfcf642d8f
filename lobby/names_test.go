package lobby

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

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
	} {
		got, err := CleanName(name)
		if err != nil || got != want {
			t.Errorf("%q becomes %q, %v; want %q", name, got, err, want)
		}
	}
}

func TestCleanName_RefusesWhatCannotBeShown(t *testing.T) {
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

func FuzzCleanName(f *testing.F) {
	f.Add("Mila")
	f.Add("e\u0301\u202e\u3164 🐌\u200d🐌")
	f.Fuzz(func(t *testing.T, name string) {
		got, err := CleanName(name)
		if err != nil {
			return
		}
		if !utf8.ValidString(got) || !norm.NFC.IsNormalString(got) || utf8.RuneCountInString(got) > MaxNameRunes {
			t.Errorf("%q becomes %q", name, got)
		}
		if again, err := CleanName(got); err != nil || again != got {
			t.Errorf("%q becomes %q, and that %q, %v", name, got, again, err)
		}
	})
}
