package doctor

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/tandem-game/tandem/prompts/openai"
)

// modelWithin is how long the model's server may take to answer.
const modelWithin = 10 * time.Second

// Model asks the server of the model that writes prompts for its list of models, which costs
// nothing.
func Model(ctx context.Context, c openai.Config) Finding {
	ctx, cancel := context.WithTimeout(ctx, modelWithin)
	defer cancel()
	source := openai.New(c)
	models, err := source.Models(ctx)
	const meanwhile = "Until then the library deals the prompts."
	if failed, ok := errors.AsType[*openai.Error](err); ok {
		switch failed.Kind {
		case openai.Unauthorized:
			return wrong("The model's server refuses OPENAI_API_KEY (%v).", failed.Err).do("Make a new key there and set it. %s", meanwhile)
		case openai.RateLimited:
			return warning("The model's server has had enough (%v).", failed.Err).do("Add credit, or wait. %s", meanwhile)
		case openai.Rejected: // such as a server without such a list
			return warning("The model's server answers, but does not say which models it has (%v).", failed.Err).
				do("Check OPENAI_BASE_URL; if prompts come by a model all the same, all is well.")
		case openai.Unavailable, openai.TimedOut, openai.BadAnswer, openai.TooLarge, openai.Refused:
		}
		return wrong("The model's server can't be used (%v).", plain(failed.Err)).
			do("Check OPENAI_BASE_URL, and that this machine may connect to it. %s", meanwhile)
	}
	if !slices.Contains(models, source.Model()) {
		return warning("The model's server takes the key, but does not list the model %s.", source.Model()).do("Set OPENAI_MODEL to one that it has.")
	}
	return ok("The model's server takes the key and has the model %s.", source.Model())
}
