package prompts

import "testing"

func TestX(t *testing.T) {
	l, err := readLibrary()
	if err != nil { t.Fatal(err) }
	for language, sets := range l.sets {
		for _, s := range sets {
			for _, reason := range Check(s, Want{Language: language, Rounds: MaxRounds, Difficulty: s.Difficulty}) {
				t.Errorf("%s %q: %s", language, s.Title, reason)
			}
		}
	}
}
