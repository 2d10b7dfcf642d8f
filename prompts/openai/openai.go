package openai

import (
	"context"
	"crypto/rand"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
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
)

//go:embed instruction.md
var instruction string

// Config says which model to ask, and where.
type Config struct {
	APIKey  string
	BaseURL string // "" is OpenAI's own
	Model   string // "" is DefaultModel

	Client *http.Client // nil is one of its own
}

// Source has a model write prompt sets. Many goroutines may use it at once.
type Source struct {
	chat  openai.ChatCompletionService
	model string
	spark func() []string
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
	return &Source{
		// Not openai.NewClient: that one also reads the environment.
		chat: openai.NewChatCompletionService(
			option.WithAPIKey(c.APIKey),
			option.WithBaseURL(c.BaseURL),
			option.WithHTTPClient(c.Client),
			option.WithMaxRetries(0), // the retries are our own: they know what is left of the time
			option.WithMiddleware(boundAnswer),
		),
		model: c.Model,
		spark: spark,
	}
}

// boundAnswer makes reading more than maxAnswer bytes of a response fail.
func boundAnswer(r *http.Request, next option.MiddlewareNext) (*http.Response, error) {
	response, err := next(r)
	if response != nil && response.Body != nil {
		response.Body = http.MaxBytesReader(nil, response.Body, maxAnswer)
	}
	return response, err
}

// Set asks the model for a set. It returns a good one, with what it took, or
// an *Error.
func (s *Source) Set(ctx context.Context, w prompts.Want) (prompts.Set, error) {
	started := time.Now()
	talk, err := s.opening(w)
	if err != nil {
		return prompts.Set{}, err
	}
	var in, out int64
	for again := false; ; again = true {
		reply, err := s.ask(ctx, talk)
		if err != nil {
			return prompts.Set{}, err
		}
		in, out = in+reply.Usage.PromptTokens, out+reply.Usage.CompletionTokens
		text, err := said(reply)
		if err != nil {
			return prompts.Set{}, err
		}
		set, reasons := parse(text, w)
		if reasons == nil {
			set.ID, set.Model = rand.Text(), s.model
			set.InputTokens, set.OutputTokens, set.Took = in, out, time.Since(started)
			return set, nil
		}
		if again {
			return prompts.Set{}, &Error{BadAnswer, errors.New(clip(strings.Join(reasons, "; ")))}
		}
		talk.Messages = append(talk.Messages, openai.AssistantMessage(text),
			openai.UserMessage("That can't be used: "+strings.Join(reasons, "; ")+". Write the whole set again without these faults."))
	}
}

// opening is the first request for w.
func (s *Source) opening(w prompts.Want) (openai.ChatCompletionNewParams, error) {
	data := struct {
		Language string   `json:"language"`
		Rounds   int      `json:"rounds"`
		Theme    *string  `json:"theme"`
		Spark    []string `json:"spark"`
	}{Language: w.Language, Rounds: w.Rounds, Spark: s.spark()}
	if w.Theme != "" {
		data.Theme = &w.Theme
	}
	asked, err := json.Marshal(data)
	if err != nil {
		return openai.ChatCompletionNewParams{}, fmt.Errorf("encode what is wanted: %w", err)
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
	if s.model == DefaultModel {
		// It would think first, longer than a game waits. Other models and
		// servers may not know the field.
		talk.ReasoningEffort = shared.ReasoningEffortNone
	}
	return talk, nil
}

// ask sends a request, and once more after a failure that may pass, if there
// is time.
func (s *Source) ask(ctx context.Context, talk openai.ChatCompletionNewParams) (*openai.ChatCompletion, error) {
	for again := false; ; again = true {
		var response *http.Response
		reply, err := s.chat.New(ctx, talk, option.WithResponseInto(&response))
		if err == nil {
			return reply, nil
		}
		failure := explain(ctx, err, response)
		wait := pause(response)
		if again || !mayPass(failure, err) || !timeFor(ctx, wait) {
			return nil, failure
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return nil, &Error{TimedOut, ctx.Err()}
		}
	}
}

// mayPass tells whether the same request may succeed a moment later.
func mayPass(failure *Error, err error) bool {
	var said *openai.Error
	if errors.As(err, &said) && said.Code == "insufficient_quota" {
		return false
	}
	return failure.Kind == Unavailable || failure.Kind == RateLimited
}

// pause is how long the server wants us to wait, in whole seconds of
// Retry-After, and backoff if it doesn't say.
func pause(response *http.Response) time.Duration {
	if response != nil {
		if seconds, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil && seconds > 0 {
			return time.Duration(seconds) * time.Second
		}
	}
	return backoff
}

// timeFor tells whether ctx lasts longer than wait.
func timeFor(ctx context.Context, wait time.Duration) bool {
	deadline, ok := ctx.Deadline()
	return !ok || time.Until(deadline) > wait
}

// said gives the text of a reply, or why it has none.
func said(reply *openai.ChatCompletion) (string, error) {
	if len(reply.Choices) == 0 {
		return "", &Error{BadAnswer, errors.New("no choice in the answer")}
	}
	choice := reply.Choices[0]
	switch {
	case choice.Message.Refusal != "":
		return "", &Error{Refused, errors.New(clip(choice.Message.Refusal))}
	case choice.FinishReason == "content_filter":
		return "", &Error{Refused, errors.New("stopped by the content filter")}
	case choice.FinishReason == "length":
		return "", &Error{BadAnswer, fmt.Errorf("cut off after %d tokens", reply.Usage.CompletionTokens)}
	}
	return choice.Message.Content, nil
}
