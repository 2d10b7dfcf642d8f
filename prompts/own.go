package prompts

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// MaxOwnSets is how many sets a player may have in use; all of them are listed.
const MaxOwnSets = 50

// ErrTooManySets means that a player has MaxOwnSets sets and must put one away first.
var ErrTooManySets = errors.New("too many prompt sets of one's own")

// Faults are the faults of a set that a host wrote, a sentence each.
type Faults []string

func (f Faults) Error() string { return strings.Join(f, "; ") }

// Keep stores a good set as its author's, with defaults for omitted fields. Faults,
// ErrTooManySets.
func (d *Dealer) Keep(ctx context.Context, owner string, s Set) (Set, error) {
	s.ID = rand.Text()
	s.Key, s.Source, s.Owner = s.ID, FromHost, owner
	s.Model, s.Usage, s.Took = "", Usage{}, 0
	if s.Paper == "" {
		s.Paper = papers[0].hex
	}
	if s.Theme = tidyText(s.Theme); s.Theme == "" {
		s.Theme = tidyText(s.Title)
	}
	if s.Difficulty == "" {
		s.Difficulty = Normal
	}
	s.Title, s.Caption = tidyText(s.Title), tidyText(s.Caption)
	for i, series := range s.Series {
		s.Series[i] = nil
		for _, prompt := range series {
			if prompt = tidyText(prompt); prompt != "" {
				s.Series[i] = append(s.Series[i], prompt)
			}
		}
	}
	rounds := min(max(len(s.Series[0]), len(s.Series[1]), MinRounds), MaxRounds)
	if reasons := Check(s, Want{Language: s.Language, Difficulty: s.Difficulty, Rounds: rounds}); reasons != nil {
		return Set{}, Faults(reasons)
	}
	if !d.Fit(ctx, strings.Join(s.texts(), "\n")) {
		return Set{}, Faults{"something in it isn't for everyone"}
	}
	if err := d.store.SaveOwnSet(ctx, s); err != nil {
		return Set{}, err
	}
	return s, nil
}

// OwnSet reads a set that the owner wrote, or anybody's if owner is "". ErrNoSet.
func (d *Dealer) OwnSet(ctx context.Context, owner, id string) (Set, error) {
	set, err := d.store.OwnSet(ctx, id)
	if err == nil && owner != "" && set.Owner != owner {
		return Set{}, ErrNoSet
	}
	return set, err
}

// tidyText fixes what should not be a reason to refuse a text: spaces, and the composition
// of accents.
func tidyText(text string) string {
	return strings.Join(strings.Fields(norm.NFC.String(text)), " ")
}
