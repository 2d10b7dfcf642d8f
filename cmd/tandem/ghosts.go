package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"

	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/room/ghost"
	"github.com/tandem-game/tandem/room/ink"
	"github.com/tandem-game/tandem/store"
)

// ghosts knows the recordings that ghosts play: those that ship with Tandem, and those of
// finished games.
type ghosts struct{ ghost.Player }

var _ lobby.Ghosts = ghosts{}

func newGhosts(db *store.Store, log *slog.Logger) ghosts {
	return ghosts{ghost.Player{
		Shipped: ghost.ReadShipped(log), Logger: log,
		Recording: func(ctx context.Context, game string) ([]byte, error) {
			recording, err := db.Recording(ctx, game)
			if errors.Is(err, store.ErrNoGame) {
				return nil, fmt.Errorf("%w: %w", ghost.ErrUnreadable, err)
			}
			return recording, err
		},
	}}
}

// Shipped lists the recordings that ship with Tandem, with their prompts in a language.
func (g ghosts) Shipped(language string) []lobby.Ghost {
	how := lobby.QuickSettings()
	var list []lobby.Ghost
	for _, source := range slices.Sorted(maps.Keys(g.Player.Shipped)) {
		s := g.Player.Shipped[source]
		set, ok := prompts.InLibrary(language, s.Set)
		if !ok {
			continue
		}
		list = append(list, lobby.Ghost{
			Source: source, Shipped: true, Name: s.Name, DrawnAt: s.DrawnAt, Seat: int(s.Seat),
			Set: set.ID, Language: language, Difficulty: set.Difficulty,
			Rounds: min(how.Rounds, s.Rounds, set.Rounds()), RoundSeconds: how.RoundSeconds,
		})
	}
	return list
}

// Check returns nil if a ghost's ink can be read.
func (g ghosts) Check(ctx context.Context, of lobby.Ghost) error {
	_, err := g.Script(ctx, of.Source, ink.Seat(of.Seat))
	if errors.Is(err, ghost.ErrUnreadable) {
		return fmt.Errorf("%w: %w", lobby.ErrUnreadable, err)
	}
	return err
}
