package prompts

import (
	"context"
	"errors"
	"time"
)

// How long a host waits for the judgement of their words, and how many verdicts are
// remembered.
const (
	judgeLimit  = 1500 * time.Millisecond
	maxVerdicts = 1000
)

// Fit reports whether a player's own words may be a theme, or part of a set. The word
// filter decides, and the moderator, if there is one and it answers in time. If it doesn't,
// it is asked again before a model gets the words.
func (d *Dealer) Fit(ctx context.Context, words string) bool {
	switch {
	case !Decent(words):
		return false
	case words == "" || isTheme(words) || d.moderator == nil || d.resting():
		return true
	}
	ctx, cancel := context.WithTimeout(ctx, judgeLimit)
	defer cancel()
	flagged, err := d.flagged(ctx, words)
	return err != nil || !flagged
}

// flagged asks the moderator, only once for the same words.
func (d *Dealer) flagged(ctx context.Context, words string) (bool, error) {
	if !Decent(words) {
		return true, nil
	}
	if d.moderator == nil {
		return false, nil
	}
	d.mu.Lock()
	flagged, known := d.verdicts[words]
	d.mu.Unlock()
	if known {
		return flagged, nil
	}
	flagged, err := d.moderator.Flagged(ctx, words)
	if errors.Is(err, ErrNoModeration) {
		flagged, err = false, nil
	}
	if err != nil {
		return false, err
	}
	if flagged {
		d.metrics.flagged.Add(1)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.verdicts) >= maxVerdicts {
		clear(d.verdicts)
	}
	d.verdicts[words] = flagged
	return flagged, nil
}
