package lobby

import (
	"context"
	"errors"
	"fmt"

	"github.com/tandem-game/tandem/prompts"
)

// Prompts prepares and checks the prompts of a lobby's games. prompts.Dealer implements it.
type Prompts interface {
	// Fit reports whether a player's own words may be a theme. It may ask other services,
	// but not for long.
	Fit(ctx context.Context, words string) bool
	// OwnSet reads a set that a player wrote. prompts.ErrNoSet.
	OwnSet(ctx context.Context, owner, id string) (prompts.Set, error)
	// Prepare announces that games of this kind may come soon. It returns at once.
	Prepare(w prompts.Want)
}

// noPrompts is the Prompts of a service without any.
type noPrompts struct{}

func (noPrompts) Fit(context.Context, string) bool { return true }
func (noPrompts) Prepare(prompts.Want)             {}
func (noPrompts) OwnSet(context.Context, string, string) (prompts.Set, error) {
	return prompts.Set{}, prompts.ErrNoSet
}

// want returns which prompts a lobby's games need.
func (s Settings) want() prompts.Want {
	return prompts.Want{
		Theme: s.Theme, Language: s.Language, Difficulty: s.Difficulty, Rounds: s.Rounds, Seconds: s.RoundSeconds, OwnSet: s.OwnSet,
	}
}

// validate refuses invalid settings: values out of bounds, and a new theme or own set that
// isn't fit. What the lobby already has it may keep, whoever is its host now.
func (s *Service) validate(ctx context.Context, player string, settings, before Settings) error {
	if err := settings.Validate(); err != nil {
		return err
	}
	if settings.Theme != before.Theme && !s.prompts.Fit(ctx, settings.Theme) {
		return Invalid{{"theme", unfitTheme}}
	}
	if settings.OwnSet == "" || settings.OwnSet == before.OwnSet && settings.Rounds <= before.Rounds {
		return nil
	}
	owner := player
	if settings.OwnSet == before.OwnSet {
		owner = "" // the ownership was checked before
	}
	set, err := s.prompts.OwnSet(ctx, owner, settings.OwnSet)
	switch {
	case errors.Is(err, prompts.ErrNoSet):
		return Invalid{{"own_set", "is none of your prompt sets"}}
	case err != nil:
		return err
	case set.Rounds() < settings.Rounds:
		return Invalid{{"own_set", fmt.Sprintf("has prompts for %d rounds only", set.Rounds())}}
	}
	return nil
}

const unfitTheme = "isn't for everyone: choose kinder words"
