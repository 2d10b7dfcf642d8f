package prompts

import (
	"strings"
	"testing"
)

// good is a set that Check has nothing against, for a want of three rounds.
func good() (Set, Want) {
	return Set{
		Title: "A small test", Theme: "Tests", Language: "en", Paper: "#FFFDF6", Caption: "It held.",
		Series: [2][]string{
			{"A ladder", "A cat on the ladder", "Who holds the ladder?"},
			{"A tall cake", "A cherry that rolls away", "A mouse with a plan"},
		},
	}, Want{Language: "en", Rounds: 3}
}

func TestCheck_HasNothingAgainstAGoodSet(t *testing.T) {
	if reasons := Check(good()); reasons != nil {
		t.Fatalf("reasons: %q", reasons)
	}
}

func TestCheck_SaysWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*Set)
		say   string
	}{
		"a series too short":       {func(s *Set) { s.Series[1] = s.Series[1][:2] }, "series 2 has 2 prompts, not 3"},
		"a series too long":        {func(s *Set) { s.Series[0] = append(s.Series[0], "A fourth thing") }, "series 1 has 4 prompts, not 3"},
		"no series at all":         {func(s *Set) { s.Series = [2][]string{} }, "series 1 has 0 prompts, not 3"},
		"thirteen words":           {func(s *Set) { s.Series[0][1] = strings.Repeat("an ", 12) + "ox" }, "prompt 2 of series 1 has 13 words; the most is 12"},
		"81 letters":               {func(s *Set) { s.Series[0][1] = strings.Repeat("ñ", 81) }, "prompt 2 of series 1 has 81 characters; the most is 80"},
		"an empty prompt":          {func(s *Set) { s.Series[1][0] = " " }, "prompt 1 of series 2 has no words"},
		"a line break":             {func(s *Set) { s.Series[1][0] = "A tall\ncake" }, "prompt 1 of series 2 has a control or invisible character"},
		"a turned direction":       {func(s *Set) { s.Series[1][0] = "A tall \u202ecake" }, "prompt 1 of series 2 has a control or invisible character"},
		"broken UTF-8":             {func(s *Set) { s.Series[1][0] = "A tall \xffcake" }, "prompt 1 of series 2 has a control or invisible character"},
		"twice in one series":      {func(s *Set) { s.Series[0][2] = "a ladder!" }, "prompt 3 of series 1 says the same as prompt 1 of series 1"},
		"the same in both series":  {func(s *Set) { s.Series[1][2] = "A  cat, on the ladder" }, "prompt 3 of series 2 says the same as prompt 2 of series 1"},
		"a paper of its own":       {func(s *Set) { s.Paper = "#000000" }, `"#000000" is not one of the papers`},
		"another language":         {func(s *Set) { s.Language = "es" }, `the language is "es", not "en"`},
		"no title":                 {func(s *Set) { s.Title = "" }, "the title has no words"},
		"a caption that is a tale": {func(s *Set) { s.Caption = strings.Repeat("so ", 41) }, "the caption has 123 characters; the most is 120"},
	} {
		t.Run(name, func(t *testing.T) {
			set, want := good()
			c.spoil(&set)
			reasons := Check(set, want)
			for _, r := range reasons {
				if r == c.say {
					return
				}
			}
			t.Errorf("%q is not among the reasons %q", c.say, reasons)
		})
	}
}
