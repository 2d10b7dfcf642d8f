package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/cmd/internal/problem"
	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/store"
)

// AdminPromptSet is a prompt set as the operator sees it.
type AdminPromptSet struct {
	PromptSet
	Source       string    `json:"source" enum:"library,openai,host" doc:"Who wrote it: host is a player."`
	Owner        string    `json:"owner,omitempty" doc:"The id of the player who wrote it." example:"4F2Q6ZJ7XKD3MWPLBN5ROTYHCA"`
	Model        string    `json:"model,omitempty" doc:"The model that wrote it, if one did." example:"gpt-6-luna"`
	InputTokens  int64     `json:"input_tokens" doc:"What it took the model to write it, asking again included." example:"1400"`
	OutputTokens int64     `json:"output_tokens" example:"340"`
	Dollars      float64   `json:"dollars" doc:"What that cost." example:"0.00031"`
	TookMS       int64     `json:"took_ms" doc:"How long it took, in milliseconds." example:"2300"`
	CreatedAt    time.Time `json:"created_at" example:"2026-05-01T18:30:00Z"`
	Games        int       `json:"games" doc:"How many games were dealt it." example:"3"`
	Good         int       `json:"good" doc:"How many pairs rated it good, of games that were really played." example:"4"`
	Bad          int       `json:"bad" doc:"How many pairs rated it bad." example:"1"`
	Ready        bool      `json:"ready" doc:"Whether it waits in the pool for a game."`
	Retired      bool      `json:"retired" doc:"Whether it is a set of the library whose ratings are bad: three or more, and more than twice as many as good ones. It is dealt no more, unless too few others of its language and difficulty are left."`
	Disabled     bool      `json:"disabled" doc:"Whether it is dealt no more because the operator said so, or the player who wrote it."`
}

// AdminPromptSets is one page of the sets.
type AdminPromptSets struct {
	PromptSets []AdminPromptSet `json:"prompt_sets" nullable:"false" doc:"The newest first."`
	NextCursor string           `json:"next_cursor,omitempty" doc:"Give it back as cursor for the next page; absent on the last." example:"eyJvIjoiY3JlYXRlZF9hdCIsImlkIjoiN0MzSSJ9"`
}

// ChangePromptSet is the body of changePromptSet.
type ChangePromptSet struct {
	Disabled bool   `json:"disabled" doc:"true: it is dealt no more."`
	Note     string `json:"note,omitempty" maxLength:"500" doc:"Why, for the audit." example:"Too hard to draw."`
}

// PromptPool is the state of the generation of prompts.
type PromptPool struct {
	Model      bool          `json:"model" doc:"Whether a model writes prompts."`
	RestsUntil *time.Time    `json:"rests_until,omitempty" doc:"Until when the model's server is left alone after an outage; absent while it does well." example:"2026-05-01T18:31:00Z"`
	Today      PromptUsage   `json:"today" doc:"What the model took today (UTC)."`
	Budget     PromptBudget  `json:"budget" doc:"What it may take in a day; 0: no bound."`
	Shelves    []PromptShelf `json:"shelves" nullable:"false" doc:"The pool: a shelf for each kind of game that was wanted lately."`
}

// PromptUsage is the usage of the model.
type PromptUsage struct {
	Calls        int64   `json:"calls" example:"120"`
	InputTokens  int64   `json:"input_tokens" example:"168000"`
	OutputTokens int64   `json:"output_tokens" example:"41000"`
	Dollars      float64 `json:"dollars" example:"0.0373"`
}

// PromptBudget is the limit of a day.
type PromptBudget struct {
	Calls   int64   `json:"calls" example:"5000"`
	Dollars float64 `json:"dollars" example:"1"`
}

// PromptShelf is a shelf of the pool.
type PromptShelf struct {
	Language   string `json:"language" example:"en"`
	Difficulty string `json:"difficulty" enum:"easy,normal,wild"`
	Rounds     int    `json:"rounds" example:"6"`
	Theme      string `json:"theme" doc:"Empty: any." example:"under the sea"`
	Level      int    `json:"level" doc:"How many sets it should hold, as games want them." example:"3"`
	Ready      int    `json:"ready" doc:"How many it holds." example:"3"`
}

type (
	adminPromptSetsInput struct {
		Source   string `query:"source" enum:"library,openai,host" doc:"Only sets of this source."`
		Language string `query:"language" maxLength:"35" doc:"Only sets in this language." example:"en"`
		State    string `query:"state" enum:"dealt,ready,disabled,retired" doc:"Only sets that were dealt, are ready in the pool, or are dealt no more."`
		Cursor   string `query:"cursor" maxLength:"200" doc:"next_cursor of the page before." example:"eyJvIjoiY3JlYXRlZF9hdCIsImlkIjoiN0MzSSJ9"`
		Limit    int    `query:"limit" minimum:"1" maximum:"100" default:"50" doc:"How many at most."`
	}
	adminPromptSetsOutput struct{ Body AdminPromptSets }
	changePromptSetInput  struct {
		PromptSetPath
		Body ChangePromptSet
	}
	forgetRatingsInput struct {
		PromptSetPath
		ReasonBody
	}
	promptPoolOutput struct{ Body PromptPool }
)

func (a *API) registerAdminPrompts() {
	register(a, huma.Operation{
		OperationID: "listAdminPromptSets",
		Method:      http.MethodGet,
		Path:        "/api/admin/prompt-sets",
		Tags:        []string{tagAdmin},
		Summary:     "All prompt sets",
		Description: "Every set with its prompts, how it was used and rated and what it cost, the newest first.",
		Security:    needsAdmin,
		Errors:      []int{http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, a.listAdminPromptSets)
	register(a, huma.Operation{
		OperationID: "changePromptSet",
		Method:      http.MethodPatch,
		Path:        "/api/admin/prompt-sets/{id}",
		Tags:        []string{tagAdmin},
		Summary:     "Disable a prompt set, or enable it",
		Description: "A disabled set is dealt no more. Games that were dealt it keep it.",
		Security:    needsAdmin,
		Errors:      []int{http.StatusNotFound, http.StatusTooManyRequests},
	}, a.changePromptSet)
	register(a, huma.Operation{
		OperationID: "forgetRatings",
		Method:      http.MethodDelete,
		Path:        "/api/admin/prompt-sets/{id}/ratings",
		Tags:        []string{tagAdmin},
		Summary:     "Forget a prompt set's ratings",
		Description: "As if nobody had rated it: a set that was retired is dealt again.",
		Security:    needsAdmin,
		Errors:      []int{http.StatusNotFound, http.StatusTooManyRequests},
	}, a.forgetRatings)
	register(a, huma.Operation{
		OperationID: "getPromptPool",
		Method:      http.MethodGet,
		Path:        "/api/admin/prompt-pool",
		Tags:        []string{tagAdmin},
		Summary:     "How the making of prompts stands",
		Description: "What the model took today, its budget, whether its server is left alone, and the pool.",
		Security:    needsAdmin,
		Errors:      []int{http.StatusTooManyRequests},
	}, a.getPromptPool)
}

func (a *API) listAdminPromptSets(ctx context.Context, in *adminPromptSetsInput) (*adminPromptSetsOutput, error) {
	sets, next, err := a.Sets.AdminPromptSets(ctx, store.PromptSetFilter{
		Source: in.Source, Language: in.Language, State: in.State, After: in.Cursor, Limit: in.Limit,
	})
	if errors.Is(err, store.ErrCursor) {
		return nil, problem.InvalidField("query.cursor", "is none that this list gave")
	}
	if err != nil {
		return nil, err
	}
	out := &adminPromptSetsOutput{Body: AdminPromptSets{PromptSets: make([]AdminPromptSet, len(sets)), NextCursor: next}}
	for i, s := range sets {
		out.Body.PromptSets[i] = AdminPromptSet{
			PromptSet: promptSetOf(s.Set), Source: s.Source, Owner: s.Owner, Model: s.Model,
			InputTokens: s.Usage.InputTokens, OutputTokens: s.Usage.OutputTokens, Dollars: dollars(s.Usage),
			TookMS: s.Took.Milliseconds(), CreatedAt: s.CreatedAt, Games: s.Games, Good: s.Good, Bad: s.Bad,
			Ready: s.Ready, Retired: s.Retired, Disabled: s.Disabled,
		}
	}
	return out, nil
}

func (a *API) changePromptSet(ctx context.Context, in *changePromptSetInput) (*struct{}, error) {
	if !idForm.MatchString(in.ID) {
		return nil, prompts.ErrNoSet
	}
	return nil, a.Sets.DisablePromptSet(ctx, in.ID, in.Body.Disabled, auditNoteOf(ctx, in.Body.Note))
}

func (a *API) forgetRatings(ctx context.Context, in *forgetRatingsInput) (*struct{}, error) {
	if !idForm.MatchString(in.ID) {
		return nil, prompts.ErrNoSet
	}
	return nil, a.Sets.ForgetRatings(ctx, in.ID, in.auditNote(ctx))
}

func (a *API) getPromptPool(ctx context.Context, _ *struct{}) (*promptPoolOutput, error) {
	shelves, today, err := a.Sets.PromptPool(ctx)
	if err != nil {
		return nil, err
	}
	state := a.Prompts.State()
	out := PromptPool{
		Model:      state.Model,
		RestsUntil: unlessZero(state.RestsUntil),
		Today: PromptUsage{
			Calls: today.Calls, InputTokens: today.InputTokens, OutputTokens: today.OutputTokens, Dollars: dollars(today),
		},
		Budget:  PromptBudget{Calls: state.Budget.Calls, Dollars: dollars(prompts.Usage{CostMicros: state.Budget.CostMicros})},
		Shelves: make([]PromptShelf, len(shelves)),
	}
	for i, s := range shelves {
		out.Shelves[i] = PromptShelf(s)
	}
	return &promptPoolOutput{Body: out}, nil
}

func dollars(u prompts.Usage) float64 { return float64(u.CostMicros) / 1e6 }
