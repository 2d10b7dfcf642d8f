package openai

import (
	"context"
	"crypto/rand"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	openai "github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
	"github.com/openai/openai-go/v3/shared"

	"github.com/tandem-game/tandem/prompts"
)

// DefaultModel is small, quick and cheap, and good enough at this.
const DefaultModel = openai.ChatModelGPT6Luna

// The bounds of a request.
const (
	maxAnswer = 256 << 10 // bytes of a response
	maxTokens = 4000      // of an answer; a set of ten rounds has some 500
	backoff   = 250 * time.Millisecond

	longestWait = 2 * time.Second // for another try; beyond it, the breaker waits
)

//go:embed instruction.md
var instruction string

// Config says which model to ask, and where.
type Config struct {
	APIKey  string
	BaseURL string // "" is OpenAI's own
	Model   string // "" is DefaultModel
	Prices  Prices // of models that the table doesn't know, or knows wrong

	Client *http.Client // nil is one of its own
}

// Source has a model write prompt sets. Many goroutines may use it at once.
type Source struct {
	chat       openai.ChatCompletionService
	moderation openai.ModerationService
	models     openai.ModelService
	model      string
	price      Price
	spark      func() []string
	plain      atomic.Bool // the server takes no schema
}

// New makes a source.
func New(c Config) *Source {
	if c.Model == "" {
		c.Model = DefaultModel
	}
	if c.BaseURL == "" {
		c.BaseURL = "https://api.openai.com/v1"
	}
	if c.Client == nil {
		c.Client = &http.Client{}
	}
	options := []option.RequestOption{
		option.WithAPIKey(c.APIKey),
		option.WithBaseURL(c.BaseURL),
		option.WithHTTPClient(c.Client),
		option.WithMaxRetries(0), // the retries are our own: they know what is left of the time
		option.WithMiddleware(boundAnswer),
	}
	s := &Source{
		// Not openai.NewClient: that one also reads the environment.
		chat:       openai.NewChatCompletionService(options...),
		moderation: openai.NewModerationService(options...),
		models:     openai.NewModelService(options...),
		model:      c.Model,
		spark:      spark,
	}
	s.price, _ = c.Prices.Of(c.Model)
	return s
}

// boundAnswer makes reading more than maxAnswer bytes of a response fail.
func boundAnswer(r *http.Request, next option.MiddlewareNext) (*http.Response, error) {
	response, err := next(r)
	if response != nil && response.Body != nil {
		response.Body = http.MaxBytesReader(nil, response.Body, maxAnswer)
	}
	return response, err
}

// Set asks the model for a set. It returns a good one, or an *Error, and in either
// case what the calls took.
func (s *Source) Set(ctx context.Context, w prompts.Want) (prompts.Set, prompts.Usage, error) {
	started := time.Now()
	var used prompts.Usage
	talk, err := s.opening(w)
	if err != nil {
		return prompts.Set{}, used, err
	}
	for again := false; ; again = true {
		reply, err := s.ask(ctx, &talk, &used)
		if err != nil {
			return prompts.Set{}, used, err
		}
		text, err := said(reply)
		if err != nil {
			return prompts.Set{}, used, err
		}
		set, reasons := parse(text, w)
		if reasons == nil {
			set.ID = rand.Text()
			set.Key, set.Model, set.Usage, set.Took = set.ID, s.model, used, time.Since(started)
			return set, used, nil
		}
		if again {
			return prompts.Set{}, used, &Error{Kind: BadAnswer, Err: errors.New(clip(strings.Join(reasons, "; ")))}
		}
		talk.Messages = append(talk.Messages, openai.AssistantMessage(text),
			openai.UserMessage("That can't be used: "+strings.Join(reasons, "; ")+". Write the whole set again without these faults."))
	}
}

// opening is the first request for w.
func (s *Source) opening(w prompts.Want) (openai.ChatCompletionNewParams, error) {
	data := struct {
		Language   string             `json:"language"`
		Rounds     int                `json:"rounds"`
		Seconds    int                `json:"seconds"`
		Difficulty prompts.Difficulty `json:"difficulty"`
		Theme      *string            `json:"theme"`
		Spark      []string           `json:"spark"`
	}{Language: w.Language, Rounds: w.Rounds, Seconds: w.Seconds, Difficulty: w.Difficulty, Spark: s.spark()}
	if w.Theme != "" {
		data.Theme = &w.Theme
	}
	asked, err := json.Marshal(data)
	if err != nil {
		return openai.ChatCompletionNewParams{}, fmt.Errorf("encode the want: %w", err)
	}
	talk := openai.ChatCompletionNewParams{
		Model:               s.model,
		MaxCompletionTokens: openai.Int(maxTokens),
		Messages: []openai.ChatCompletionMessageParamUnion{
			openai.SystemMessage(instruction),
			openai.UserMessage(string(asked)),
		},
		ResponseFormat: openai.ChatCompletionNewParamsResponseFormatUnion{
			OfJSONSchema: &shared.ResponseFormatJSONSchemaParam{
				JSONSchema: shared.ResponseFormatJSONSchemaJSONSchemaParam{
					Name: "prompt_set", Strict: openai.Bool(true), Schema: schema(w.Rounds),
				},
			},
		},
	}
	if s.plain.Load() {
		takeSchemaOff(&talk)
	}
	if s.model == DefaultModel {
		// It would think first, longer than a game waits. Other models and
		// servers may not know the field.
		talk.ReasoningEffort = shared.ReasoningEffortNone
	}
	return talk, nil
}

// takeSchemaOff asks for any JSON object, for a server that takes no schema. The
// instruction names the fields.
func takeSchemaOff(talk *openai.ChatCompletionNewParams) {
	talk.ResponseFormat = openai.ChatCompletionNewParamsResponseFormatUnion{
		OfJSONObject: &shared.ResponseFormatJSONObjectParam{},
	}
}

// ask sends a request: once more after a failure that may pass, if there is time, and
// once more without its schema when the server won't have it.
func (s *Source) ask(ctx context.Context, talk *openai.ChatCompletionNewParams, used *prompts.Usage) (*openai.ChatCompletion, error) {
	again := false
	for {
		var response *http.Response
		reply, err := s.chat.New(ctx, *talk, option.WithResponseInto(&response))
		used.Calls++
		if err == nil {
			s.count(reply.Usage, used)
			return reply, nil
		}
		failure := explain(ctx, err, response)
		if failure.Kind == Rejected && talk.ResponseFormat.OfJSONSchema != nil && refusesSchema(response) {
			takeSchemaOff(talk)
			reply, err := s.ask(ctx, talk, used)
			if err == nil {
				s.plain.Store(true)
				return reply, nil
			}
			if e := new(Error); errors.As(err, &e) && e.Kind == Rejected {
				return nil, failure // the schema was not what it was about
			}
			return nil, err
		}
		wait := failure.Wait
		if wait == 0 {
			wait = backoff
		}
		if again || wait > longestWait || !mayPass(failure, err) || !timeFor(ctx, wait) {
			return nil, failure
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return nil, &Error{Kind: TimedOut, Err: ctx.Err()}
		}
		again = true
	}
}

// refusesSchema tells of the answers by which servers say that a field of the request
// is unknown or not valid.
func refusesSchema(response *http.Response) bool {
	switch response.StatusCode {
	case http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusNotImplemented:
		return true
	}
	return false
}

// count adds what a reply took.
func (s *Source) count(took openai.CompletionUsage, used *prompts.Usage) {
	used.InputTokens += took.PromptTokens
	used.OutputTokens += took.CompletionTokens
	used.CostMicros += s.price.micros(took.PromptTokens, took.CompletionTokens)
}

// mayPass reports whether the same request may succeed a moment later.
func mayPass(failure *Error, err error) bool {
	var said *openai.Error
	if errors.As(err, &said) && said.Code == "insufficient_quota" {
		return false
	}
	return failure.Kind == Unavailable || failure.Kind == RateLimited
}

// timeFor reports whether ctx lasts longer than wait.
func timeFor(ctx context.Context, wait time.Duration) bool {
	deadline, ok := ctx.Deadline()
	return !ok || time.Until(deadline) > wait
}

// said gives the text of a reply, or why it has none.
func said(reply *openai.ChatCompletion) (string, error) {
	if len(reply.Choices) == 0 {
		return "", &Error{Kind: BadAnswer, Err: errors.New("no choice in the answer")}
	}
	choice := reply.Choices[0]
	switch {
	case choice.Message.Refusal != "":
		return "", &Error{Kind: Refused, Err: errors.New(clip(choice.Message.Refusal))}
	case choice.FinishReason == "content_filter":
		return "", &Error{Kind: Refused, Err: errors.New("stopped by the content filter")}
	case choice.FinishReason == "length":
		return "", &Error{Kind: BadAnswer, Err: fmt.Errorf("cut off after %d tokens", reply.Usage.CompletionTokens)}
	}
	return choice.Message.Content, nil
}
