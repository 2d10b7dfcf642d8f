package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/cmd/internal/problem"
	"github.com/tandem-game/tandem/prompts"
)

// PromptSet is a player's own set: two series that fit together in one picture.
type PromptSet struct {
	ID         string   `json:"id" doc:"What a lobby's own_set names." example:"5T2Q6ZJ7XKD3MWPLBN5ROTYHCA"`
	Title      string   `json:"title" example:"Grandpa's shed"`
	Theme      string   `json:"theme" example:"Sheds"`
	Language   string   `json:"language" example:"en"`
	Difficulty string   `json:"difficulty" enum:"easy,normal,wild"`
	Paper      string   `json:"paper" doc:"The colour of the paper." example:"#E3CFAE"`
	Caption    string   `json:"caption" doc:"Closes the reveal; may be empty." example:"He knows where everything is."`
	Player1    []string `json:"player1" nullable:"false" doc:"The prompts of seat 1, in order." example:"[\"A shed, on the left\",\"A cat in a flower pot\"]"`
	Player2    []string `json:"player2" nullable:"false" doc:"The prompts of seat 2." example:"[\"A garden, on the right\",\"A bird that sings\"]"`
}

// WritePromptSet is the body of createPromptSet.
type WritePromptSet struct {
	Title      string   `json:"title" minLength:"1" maxLength:"200" doc:"At most 60 characters." example:"Grandpa's shed"`
	Theme      string   `json:"theme,omitempty" maxLength:"200" doc:"At most 60 characters; the title unless told." example:"Sheds"`
	Language   string   `json:"language,omitempty" maxLength:"35" pattern:"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$" patternDescription:"BCP 47 language tag" doc:"en unless told." example:"en"`
	Difficulty string   `json:"difficulty,omitempty" enum:"easy,normal,wild" doc:"normal unless told."`
	Paper      string   `json:"paper,omitempty" enum:"Plain,Butter,Mist,Blush,Mint,Kraft" doc:"Plain unless told."`
	Caption    string   `json:"caption,omitempty" maxLength:"400" doc:"One sentence to close the reveal, at most 120 characters." example:"Grandpa has not been in there since Tuesday."`
	Player1    []string `json:"player1" minItems:"1" maxItems:"20" doc:"3 to 10 prompts for seat 1, each of at most 12 words." example:"[\"A shed, on the left\",\"A cat in a flower pot\",\"A bicycle with one wheel\"]"`
	Player2    []string `json:"player2" minItems:"1" maxItems:"20" doc:"As many for seat 2." example:"[\"Grandpa, on the right\",\"A drawer full of screws\",\"The missing wheel\"]"`
}

// PromptSets are a player's own sets.
type PromptSets struct {
	PromptSets []PromptSet `json:"prompt_sets" nullable:"false" doc:"The newest first."`
}

// PromptSetPath is the set that a path names.
type PromptSetPath struct {
	ID string `path:"id" maxLength:"64" doc:"The set's id." example:"5T2Q6ZJ7XKD3MWPLBN5ROTYHCA"`
}

// RatePrompts is the body of ratePrompts.
type RatePrompts struct {
	Prompts string `json:"prompts" enum:"good,bad," doc:"What you thought of them; empty takes it back. It counts once a pair, and only of a game that both drew in for a while."`
}

type (
	createPromptSetInput  struct{ Body WritePromptSet }
	createPromptSetOutput struct{ Body PromptSet }
	promptSetsOutput      struct{ Body PromptSets }
	ratePromptsInput      struct {
		GamePath
		Body RatePrompts
	}
)

func (a *API) registerPromptSets() {
	register(a, huma.Operation{
		OperationID:   "createPromptSet",
		Method:        http.MethodPost,
		Path:          "/api/prompt-sets",
		DefaultStatus: http.StatusCreated,
		Tags:          []string{tagPrompts},
		Summary:       "Write a prompt set of your own",
		Description: "It is checked as a model's would be, but may name your friends, and is kept as yours. A lobby " +
			"whose host you are deals it when its settings name it as own_set.",
		Security: needsSession,
		Errors:   []int{http.StatusConflict, http.StatusTooManyRequests},
	}, a.createPromptSet)
	register(a, huma.Operation{
		OperationID: "listPromptSets",
		Method:      http.MethodGet,
		Path:        "/api/prompt-sets",
		Tags:        []string{tagPrompts},
		Summary:     "Your own prompt sets",
		Security:    needsSession,
	}, a.listPromptSets)
	register(a, huma.Operation{
		OperationID: "deletePromptSet",
		Method:      http.MethodDelete,
		Path:        "/api/prompt-sets/{id}",
		Tags:        []string{tagPrompts},
		Summary:     "Put a prompt set of yours away",
		Description: "It is dealt no more. Games that were dealt it keep it.",
		Security:    needsSession,
		Errors:      []int{http.StatusNotFound},
	}, a.deletePromptSet)
	register(a, huma.Operation{
		OperationID: "ratePrompts",
		Method:      http.MethodPut,
		Path:        "/api/games/{id}/rating",
		Tags:        []string{tagGames},
		Summary:     "Rate the prompts of a game you played",
		Description: "Sets that are rated badly are dealt no more.",
		Security:    needsSession,
		Errors:      []int{http.StatusNotFound, http.StatusUnprocessableEntity},
	}, a.ratePrompts)
}

func (a *API) createPromptSet(ctx context.Context, in *createPromptSetInput) (*createPromptSetOutput, error) {
	v := visitOf(ctx)
	if !a.words.Take(v.client) {
		return nil, problem.New(problem.TooMany, "Too much was written from your address. Wait a minute.")
	}
	b := in.Body
	if b.Language == "" {
		b.Language = "en"
	}
	set, err := a.Prompts.Keep(ctx, v.player.ID, prompts.Set{
		Title: b.Title, Theme: b.Theme, Language: b.Language, Difficulty: prompts.Difficulty(b.Difficulty),
		Paper: prompts.PaperByName(b.Paper), Caption: b.Caption, Series: [2][]string{b.Player1, b.Player2},
	})
	var faults prompts.Faults
	if errors.As(err, &faults) {
		var fields []problem.Field
		for _, fault := range faults {
			fields = append(fields, problem.Field{Location: "body", Message: fault})
		}
		return nil, problem.InvalidFields(fields...)
	}
	if err != nil {
		return nil, err
	}
	return &createPromptSetOutput{Body: promptSetOf(set)}, nil
}

func (a *API) listPromptSets(ctx context.Context, _ *struct{}) (*promptSetsOutput, error) {
	sets, err := a.Sets.OwnSets(ctx, visitOf(ctx).player.ID)
	if err != nil {
		return nil, err
	}
	out := &promptSetsOutput{Body: PromptSets{PromptSets: make([]PromptSet, len(sets))}}
	for i, s := range sets {
		out.Body.PromptSets[i] = promptSetOf(s)
	}
	return out, nil
}

func (a *API) deletePromptSet(ctx context.Context, in *PromptSetPath) (*struct{}, error) {
	if !idForm.MatchString(in.ID) {
		return nil, prompts.ErrNoSet
	}
	return nil, a.Sets.PutAway(ctx, visitOf(ctx).player.ID, in.ID)
}

func (a *API) ratePrompts(ctx context.Context, in *ratePromptsInput) (*struct{}, error) {
	if _, err := a.admit(ctx, in.ID, rateIt); err != nil {
		return nil, err
	}
	var good *bool
	if in.Body.Prompts != "" {
		good = new(in.Body.Prompts == "good")
	}
	return nil, a.Sets.RatePrompts(ctx, in.ID, visitOf(ctx).player.ID, good)
}

// ratingOf returns what a player of a game thought of its prompts, "" if they didn't say.
func (a *API) ratingOf(ctx context.Context, game string, seat int) (string, error) {
	good, err := a.Sets.PromptRating(ctx, game, seat)
	switch {
	case err != nil || good == nil:
		return "", err
	case *good:
		return "good", nil
	}
	return "bad", nil
}

func promptSetOf(s prompts.Set) PromptSet {
	return PromptSet{
		ID: s.ID, Title: s.Title, Theme: s.Theme, Language: s.Language, Difficulty: string(s.Difficulty),
		Paper: s.Paper, Caption: s.Caption, Player1: s.Series[0], Player2: s.Series[1],
	}
}
