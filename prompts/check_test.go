package prompts

import (
	"slices"
	"strings"
	"testing"
)

// good returns a set of three rounds that passes Check.
func good() (Set, Want) {
	return Set{
		Title: "A small test", Theme: "Tests", Language: "en", Difficulty: Normal, Paper: "#FFFDF6", Caption: "It held.",
		Series: [2][]string{
			{"A ladder", "A cat on the ladder", "Who holds the ladder?"},
			{"A tall cake", "A cherry that rolls away", "A mouse with a plan"},
		},
	}, Want{Language: "en", Difficulty: Normal, Rounds: 3}
}

// goodOf returns a good set of so many rounds.
func goodOf(rounds int) Set {
	s, _ := good()
	things := []string{"A boat", "A kettle", "A pumpkin", "An umbrella", "A clock", "A piano", "A cloud"}
	for i := 3; i < rounds; i++ {
		s.Series[0] = append(s.Series[0], things[i-3]+" that dances")
		s.Series[1] = append(s.Series[1], things[i-3]+" with a hat, asleep")
	}
	return s
}

func TestCheck_AcceptsAGoodSet(t *testing.T) {
	if reasons := Check(good()); reasons != nil {
		t.Fatalf("reasons: %q", reasons)
	}
}

func TestCheck_NamesTheFaults(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*Set)
		say   string
	}{
		"a series too short":      {func(s *Set) { s.Series[1] = s.Series[1][:2] }, "series 2 has 2 prompts, not 3"},
		"a series too long":       {func(s *Set) { s.Series[0] = append(s.Series[0], "A fourth thing") }, "series 1 has 4 prompts, not 3"},
		"no series at all":        {func(s *Set) { s.Series = [2][]string{} }, "series 1 has 0 prompts, not 3"},
		"thirteen words":          {func(s *Set) { s.Series[0][1] = strings.Repeat("an ", 12) + "ox" }, "prompt 2 of series 1 has 13 words; the most is 12"},
		"81 letters":              {func(s *Set) { s.Series[0][1] = strings.Repeat("ñ", 81) }, "prompt 2 of series 1 has 81 characters; the most is 80"},
		"an empty prompt":         {func(s *Set) { s.Series[1][0] = " " }, "prompt 1 of series 2 has no words"},
		"a line break":            {func(s *Set) { s.Series[1][0] = "A tall\ncake" }, "prompt 1 of series 2 has a control or invisible character"},
		"a turned direction":      {func(s *Set) { s.Series[1][0] = "A tall \u202ecake" }, "prompt 1 of series 2 has a control or invisible character"},
		"broken UTF-8":            {func(s *Set) { s.Series[1][0] = "A tall \xffcake" }, "prompt 1 of series 2 has a control or invisible character"},
		"twice in one series":     {func(s *Set) { s.Series[0][2] = "a ladder!" }, "prompt 3 of series 1 says the same as prompt 1 of series 1, or nearly"},
		"the same in both series": {func(s *Set) { s.Series[1][2] = "A  cat, on the ladder" }, "prompt 3 of series 2 says the same as prompt 2 of series 1, or nearly"},
		"a paper of its own":      {func(s *Set) { s.Paper = "#000000" }, `"#000000" is not one of the papers`},
		"another language":        {func(s *Set) { s.Language = "es" }, `the language is "es", not "en"`},
		"no title":                {func(s *Set) { s.Title = "" }, "the title has no words"},
		"nearly twice":            {func(s *Set) { s.Series[1][2] = "A tiny cat up on ladders" }, "prompt 3 of series 2 says the same as prompt 2 of series 1, or nearly"},
		"another difficulty":      {func(s *Set) { s.Difficulty = Wild }, `the difficulty is "wild", not "normal"`},
		"Spanish for English": {func(s *Set) {
			s.Series = [2][]string{{"Una escalera", "Un gato en la escalera", "¿Quién la sujeta?"}, {"Una tarta alta", "Una cereza que se va", "Un ratón con un plan"}}
		}, `the texts are not in the language "en"`},
		"German for English": {func(s *Set) {
			s.Title, s.Caption = "Ein kleiner Test", "Es hat gehalten."
			s.Series = [2][]string{{"Eine Leiter", "Eine Katze auf der Leiter", "Wer hält sie?"}, {"Eine hohe Torte", "Eine Kirsche rollt davon", "Eine Maus"}}
		}, `the texts are not in the language "en"`},
		"another script":          {func(s *Set) { s.Series[0][0] = "A Кошка" }, `the texts are not in the language "en"`},
		"swearing":                {func(s *Set) { s.Series[0][0] = "A ladder full of shit" }, `prompt 1 of series 1 says "shit", which isn't for everyone`},
		"swearing in disguise":    {func(s *Set) { s.Series[0][0] = "A $h1t ladder" }, `prompt 1 of series 1 says "shit", which isn't for everyone`},
		"swearing, spelled out":   {func(s *Set) { s.Series[0][0] = "A ladder, F.U.C.K it" }, `prompt 1 of series 1 says "fuck", which isn't for everyone`},
		"swearing in Spanish":     {func(s *Set) { s.Caption = "¡Joder, it held!" }, `the caption says "joder", which isn't for everyone`},
		"violence":                {func(s *Set) { s.Series[0][0] = "A ladder with a shotgun" }, `prompt 1 of series 1 says "shotgun", which isn't for everyone`},
		"who plays":               {func(s *Set) { s.Series[0][2] = "What player 2 draws" }, `prompt 3 of series 1 says "player"; prompts don't speak of who plays`},
		"who plays, in the title": {func(s *Set) { s.Title = "Two Players" }, `the title says "players"; prompts don't speak of who plays`},
		"a link":                  {func(s *Set) { s.Caption = "More at www.example.com" }, "the caption has an address or code in it"},
		"mark-up":                 {func(s *Set) { s.Title = "A <b>small</b> test" }, "the title has an address or code in it"},
		"a brand":                 {func(s *Set) { s.Series[0][1] = "A cat made of LEGO" }, "prompt 2 of series 1 names lego: no real people, brands or characters"},
		"a famous person":         {func(s *Set) { s.Series[0][1] = "Einstein on the ladder" }, "prompt 2 of series 1 names einstein: no real people, brands or characters"},
		"an ordinary name":        {func(s *Set) { s.Series[0][1] = "A portrait of Peter Miller" }, "prompt 2 of series 1 names Peter Miller: no real people, brands or characters"},
		"a name at the beginning": {func(s *Set) { s.Series[0][1] = "Peter Miller on a ladder" }, "prompt 2 of series 1 names Peter Miller: no real people, brands or characters"},
		"a long caption":          {func(s *Set) { s.Caption = strings.Repeat("so ", 41) }, "the caption has 123 characters; the most is 120"},
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

func TestCheck_AcceptsHarmlessWords(t *testing.T) {
	for _, prompt := range []string{
		"A cockpit in the grass", "A raccoon in a cocoon", "A basement window", "A grape with a scrape", "Meatballs on a horseshoe",
		"A button, a butterfly's friend", "A postcard to the North Pole", "A loud BANG in big letters", "A skyscraper eating cucumbers",
		"A classic piano", "A round window", "It says: DO NOT PULL", "An assistant with a hoe",
	} {
		set, want := good()
		set.Series[0][1] = prompt
		if reasons := Check(set, want); reasons != nil {
			t.Errorf("%q: %q", prompt, reasons)
		}
	}
}

func TestCheck_AcceptsWordsThatOnlyAnotherLanguageRefuses(t *testing.T) {
	set := Set{
		Title: "Le train du matin", Theme: "Essais", Language: "fr", Difficulty: Normal, Paper: "#FFFDF6", Caption: "Il est passé.",
		Series: [2][]string{{"Un train en retard", "Un chat sur les rails", "Qui est dans la gare ?"}, {"Une vache avec une montre", "Un pont de travers", "Une souris et son plan"}},
	}
	if reasons := Check(set, Want{Language: "fr", Difficulty: Normal, Rounds: 3}); reasons != nil {
		t.Errorf("reasons: %q", reasons)
	}
}

func TestCheck_ReadsAScriptWithoutSpaces(t *testing.T) {
	good := func() Set {
		return Set{
			Title: "小小的试验", Theme: "试验", Language: "zh-Hans", Difficulty: Normal, Paper: "#FFFDF6", Caption: "成了。",
			Series: [2][]string{{"一架梯子，在左边", "梯子上的猫", "谁扶着梯子？"}, {"高高的蛋糕，在右边", "滚走的樱桃", "有主意的老鼠"}},
		}
	}
	want := Want{Language: "zh-Hans", Difficulty: Normal, Rounds: 3}
	if reasons := Check(good(), want); reasons != nil {
		t.Fatalf("reasons: %q", reasons)
	}
	for say, spoil := range map[string]func(*Set){
		"prompt 1 of series 1 has 41 wide characters; the most is 40":             func(s *Set) { s.Series[0][0] = strings.Repeat("梯", 41) },
		"prompt 3 of series 2 says the same as prompt 2 of series 1, or nearly":   func(s *Set) { s.Series[1][2] = "一只猫在梯子上面" },
		`prompt 2 of series 2 says "拿着手枪的樱桃", which isn't for everyone`:           func(s *Set) { s.Series[1][1] = "拿着手枪的樱桃" },
		`prompt 2 of series 2 says "另一个玩家画的樱桃"; prompts don't speak of who plays`: func(s *Set) { s.Series[1][1] = "另一个玩家画的樱桃" },
		`the texts are not in the language "zh-Hans"`:                             func(s *Set) { s.Series[1][1] = "A cherry" },
	} {
		set := good()
		spoil(&set)
		if reasons := Check(set, want); !slices.Contains(reasons, say) {
			t.Errorf("%q is not among the reasons %q", say, reasons)
		}
	}
}

func TestCheck_DistinguishesSimilarFromDifferent(t *testing.T) {
	for _, c := range []struct {
		language, a, b string
		like           bool
	}{
		{"en", "A ladder", "a LADDER!", true},
		{"en", "A cat on a ladder", "A ladder with a cat", true},
		{"en", "A small rocket, at the top right", "A big rocket", true},
		{"en", "A big red balloon", "Two red balloons", true},
		{"es", "Un gato rojo", "Una gata roja, a la izquierda", true},
		{"en", "A ladder", "A cat on the ladder", false},
		{"zh-Hans", "一架梯子，在左边", "梯子上的猫", false},
		{"zh-Hans", "两只红色的气球", "一只红色大气球", true},
		{"en", "A kettle that dances", "A kettle that sleeps", false},
		{"en", "A balloon, dangerously near the middle", "The biggest balloon, with a worried face", false},
		{"en", "Who looks out?", "Who holds the ladder?", false},
	} {
		if got := likenessOf(c.a, c.language).like(likenessOf(c.b, c.language)); got != c.like {
			t.Errorf("%q and %q: alike %t, want %t", c.a, c.b, got, c.like)
		}
	}
}
