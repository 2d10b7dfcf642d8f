package openai

import (
	"context"
	"errors"
	"net/http"

	openai "github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"

	"github.com/tandem-game/tandem/prompts"
)

// Flagged asks the server's moderation whether a player's words are unfit. It returns
// prompts.ErrNoModeration where a compatible server has none, or an *Error.
func (s *Source) Flagged(ctx context.Context, words string) (bool, error) {
	var response *http.Response
	verdict, err := s.moderation.New(ctx, openai.ModerationNewParams{
		Model: openai.ModerationModelOmniModerationLatest,
		Input: openai.ModerationNewParamsInputUnion{OfString: openai.String(words)},
	}, option.WithResponseInto(&response))
	if err != nil {
		if response != nil && (response.StatusCode == http.StatusNotFound || response.StatusCode == http.StatusMethodNotAllowed) {
			return false, prompts.ErrNoModeration
		}
		return false, explain(ctx, err, response)
	}
	if len(verdict.Results) == 0 {
		return false, &Error{Kind: BadAnswer, Err: errors.New("the moderation has no result")}
	}
	for _, r := range verdict.Results {
		if r.Flagged {
			return true, nil
		}
	}
	return false, nil
}
