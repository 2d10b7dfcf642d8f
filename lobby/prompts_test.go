package lobby

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/tandem-game/tandem/prompts"
)

// fakePrompts is a Prompts with one set, Mila's. It refuses themes that contain "bad", and records the wants
// to prepare.
type fakePrompts struct{ prepared []prompts.Want }

func (d *fakePrompts) Fit(_ context.Context, words string) bool {
	return !strings.Contains(words, "bad")
}
func (d *fakePrompts) Prepare(w prompts.Want) { d.prepared = append(d.prepared, w) }
func (d *fakePrompts) OwnSet(_ context.Context, owner, id string) (prompts.Set, error) {
	if id != "milas" || owner != "mila" && owner != "" {
		return prompts.Set{}, prompts.ErrNoSet
	}
	four := []string{"one", "two", "three", "four"}
	return prompts.Set{ID: id, Series: [2][]string{four, four}}, nil
}

func TestService_PreparesPromptsWhenALobbyOpensOrChanges(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		d := &fakePrompts{}
		h.prompts = d
		l, err := h.Open(t.Context(), "jonas", DefaultSettings())
		if err != nil {
			t.Fatal(err)
		}
		settings := l.Settings
		settings.Theme, settings.Difficulty = "the dogs of our street", prompts.Wild
		if _, err := h.Change(t.Context(), l.Code, "jonas", settings); err != nil {
			t.Fatal(err)
		}
		want := []prompts.Want{
			{Language: "en", Difficulty: prompts.Normal, Rounds: 6, Seconds: 30},
			{Theme: "the dogs of our street", Language: "en", Difficulty: prompts.Wild, Rounds: 6, Seconds: 30},
		}
		if len(d.prepared) != 2 || d.prepared[0] != want[0] || d.prepared[1] != want[1] {
			t.Errorf("prepared %+v, want %+v", d.prepared, want)
		}
	})
}

func TestService_RefusesWhatItsPromptsRefuse(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		h.prompts = &fakePrompts{}
		for name, c := range map[string]struct {
			change func(*Settings)
			field  string // "" if nothing is wrong
		}{
			"a theme that is unfit":            {func(s *Settings) { s.Theme = "bad things" }, "theme"},
			"no such set":                      {func(s *Settings) { s.OwnSet = "nobodys" }, "own_set"},
			"a set for fewer rounds":           {func(s *Settings) { s.OwnSet = "milas" }, "own_set"},
			"a set for exactly as many rounds": {func(s *Settings) { s.OwnSet, s.Rounds = "milas", 4 }, ""},
			"more rounds than the set has":     {func(s *Settings) { s.OwnSet, s.Rounds = "milas", 5 }, "own_set"},
			"other settings, the set too":      {func(s *Settings) { s.OwnSet, s.Rounds, s.RoundSeconds = "milas", 3, 60 }, ""},
		} {
			settings := DefaultSettings()
			c.change(&settings)
			_, err := h.Change(t.Context(), h.code, "mila", settings)
			var invalid Invalid
			if c.field == "" {
				if err != nil {
					t.Errorf("%s: %v", name, err)
				}
			} else if !errors.As(err, &invalid) || len(invalid) != 1 || invalid[0].Field != c.field {
				t.Errorf("%s: %v, want %s refused", name, err, c.field)
			}
		}
		settings := DefaultSettings()
		settings.OwnSet, settings.Rounds = "milas", 4
		if _, err := h.Open(t.Context(), "jonas", settings); err == nil {
			t.Error("jonas opened a lobby with a set of mila's")
		}
		settings.Theme = "bad things"
		if _, err := h.Open(t.Context(), "mila", settings); err == nil {
			t.Error("a lobby was opened with an unfit theme")
		}
	})
}

func TestQuickPlay_PreparesPromptsForWaitingPlayers(t *testing.T) {
	withQuickPlay(t, func(t *testing.T, s *queueFixture) {
		var prepared []prompts.Want
		s.c.Prepare = func(w prompts.Want) { prepared = append(prepared, w) }
		if _, err := s.Wait(t.Context(), "mila", Wish{Language: "es", Difficulty: "wild"}); err != nil {
			t.Fatal(err)
		}
		want := prompts.Want{Language: "es", Difficulty: prompts.Wild, Rounds: 6, Seconds: 30}
		if len(prepared) != 1 || prepared[0] != want {
			t.Errorf("prepared %+v, want %+v", prepared, want)
		}
	})
}
