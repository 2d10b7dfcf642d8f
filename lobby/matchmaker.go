package lobby

import (
	"context"
	crypto "crypto/rand"
	"math/rand/v2"
)

// Matchmaker makes games for players who wait. Many goroutines may use it at once; the
// store ensures that nobody is matched twice.
type Matchmaker struct {
	store   Store
	onMatch func(Match)
}

// Match pairs the lobby's waiting players who are here, in the lobby's way, and reports
// each match. It skips the tickets of players who have gone, so that nobody has to wait for
// them.
func (m *Matchmaker) Match(ctx context.Context, code string, way Pairing, here func(player string) bool) ([]Match, error) {
	matches, err := m.store.Match(ctx, code, func(waiting []Ticket) []Pair {
		present := make([]Ticket, 0, len(waiting))
		for _, t := range waiting {
			if here(t.Player) {
				present = append(present, t)
			}
		}
		if way == Everyone {
			return Wave(present, rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))) //nolint:gosec // who plays with whom is no secret
		}
		return Pairs(present)
	}, crypto.Text)
	if err != nil {
		return nil, err
	}
	for _, match := range matches {
		m.onMatch(match)
	}
	return matches, nil
}
