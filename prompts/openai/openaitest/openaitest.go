// Package openaitest is a server with the part of OpenAI's API that Tandem uses: chat completions
// and moderations. It can fail on purpose. It is for tests, and for games without a real model.
package openaitest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"time"
)

// Reply answers one request with this body.
type Reply func(w http.ResponseWriter, r *http.Request, body []byte)

// Request is a received request.
type Request struct {
	Path   string
	Header http.Header
	Body   []byte
}

// Server answers chat completions with its replies in turn, and then always with the last one. It
// answers moderations with "not flagged" until Judge sets another reply.
type Server struct {
	*httptest.Server

	mu       sync.Mutex
	replies  []Reply
	judge    Reply
	requests []Request
}

// Start starts a server on a free port of this machine. The caller closes it.
// Its URL ends in /v1, like OpenAI's.
func Start(replies ...Reply) *Server {
	s := &Server{replies: replies, judge: Flags("")}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	s.URL += "/v1"
	return s
}

// Judge sets the reply to requests for moderation.
func (s *Server) Judge(reply Reply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.judge = reply
}

// Requests returns the bodies of the requests for chat completions so far.
func (s *Server) Requests() (bodies [][]byte) {
	for _, r := range s.All() {
		if r.Path == chat {
			bodies = append(bodies, r.Body)
		}
	}
	return bodies
}

// All returns all requests so far.
func (s *Server) All() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// The paths of the API.
const (
	chat        = "/v1/chat/completions"
	moderations = "/v1/moderations"
)

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil || r.Method != http.MethodPost || r.URL.Path != chat && r.URL.Path != moderations {
		http.NotFound(w, r)
		return
	}
	s.mu.Lock()
	s.requests = append(s.requests, Request{r.URL.Path, r.Header, body})
	reply := s.judge
	if r.URL.Path == chat {
		reply = s.replies[0]
		if len(s.replies) > 1 {
			s.replies = s.replies[1:]
		}
	}
	s.mu.Unlock()
	reply(w, r, body)
}

// Says replies with a complete answer of this content.
func Says(content string) Reply {
	return Completes("stop", map[string]any{"role": "assistant", "content": content})
}

// Refuses replies with a model's refusal.
func Refuses(why string) Reply {
	return Completes("stop", map[string]any{"role": "assistant", "content": nil, "refusal": why})
}

// Completes replies with one choice with this finish reason and message, which used 700 input tokens
// and 300 output tokens.
func Completes(finish string, message map[string]any) Reply {
	return func(w http.ResponseWriter, _ *http.Request, _ []byte) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{
			"id": "chatcmpl-test", "object": "chat.completion", "created": 1, "model": "test",
			"choices": []any{map[string]any{"index": 0, "finish_reason": finish, "message": message}},
			"usage":   map[string]any{"prompt_tokens": 700, "completion_tokens": 300, "total_tokens": 1000},
		})
	}
}

// Fails replies with a status, an error code and message, and headers as pairs
// of name and value.
func Fails(status int, code, message string, headers ...string) Reply {
	return func(w http.ResponseWriter, _ *http.Request, _ []byte) {
		w.Header().Set("Content-Type", "application/json")
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string]any{
			"error": map[string]any{"message": message, "type": code, "code": code, "param": nil},
		})
	}
}

// Sends replies with this status and body.
func Sends(status int, contentType, body string) Reply {
	return func(w http.ResponseWriter, _ *http.Request, _ []byte) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// Hangs never replies: it waits until the client closes the request.
func Hangs() Reply {
	return func(_ http.ResponseWriter, r *http.Request, _ []byte) { <-r.Context().Done() }
}

// Cuts closes the connection in the middle of a reply.
func Cuts() Reply {
	return func(w http.ResponseWriter, _ *http.Request, _ []byte) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", "1000")
		_, _ = io.WriteString(w, `{"id":"chatcmpl-test","choices":[`)
		panic(http.ErrAbortHandler)
	}
}

// TakesNoSchema refuses requests with a JSON schema, as a server without that feature does, and
// answers others with reply.
func TakesNoSchema(reply Reply) Reply {
	return func(w http.ResponseWriter, r *http.Request, body []byte) {
		if strings.Contains(string(body), `"json_schema"`) {
			Fails(http.StatusBadRequest, "invalid_request_error", "response_format.type must be text or json_object")(w, r, body)
			return
		}
		reply(w, r, body)
	}
}

// Flags replies to requests for moderation: it flags texts that contain the given word, or none if
// the word is empty.
func Flags(unfit string) Reply {
	return func(w http.ResponseWriter, _ *http.Request, body []byte) {
		var request struct{ Input string }
		if err := json.Unmarshal(body, &request); err != nil {
			http.Error(w, "no words", http.StatusBadRequest)
			return
		}
		flagged := unfit != "" && strings.Contains(request.Input, unfit)
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{
			"id": "modr-test", "model": "omni-moderation-latest", "results": []any{map[string]any{"flagged": flagged}},
		})
	}
}

// Plays replies as a good model does, after a delay: with a set of the requested rounds.
func Plays(after time.Duration) Reply {
	return func(w http.ResponseWriter, r *http.Request, body []byte) {
		var request struct {
			Messages []struct{ Content string }
		}
		var want struct{ Rounds int }
		if err := json.Unmarshal(body, &request); err != nil || len(request.Messages) < 2 {
			http.Error(w, "no chat", http.StatusBadRequest)
			return
		}
		if err := json.Unmarshal([]byte(request.Messages[1].Content), &want); err != nil {
			http.Error(w, "no want", http.StatusBadRequest)
			return
		}
		select {
		case <-time.After(after):
			Says(Content(want.Rounds))(w, r, body)
		case <-r.Context().Done():
		}
	}
}

// Content returns a good set of at most ten rounds, as a model writes it.
func Content(rounds int) string {
	series := func(verb string) string {
		things := []string{"kettle", "ladder", "pumpkin", "umbrella", "clock", "boat", "piano", "cloud", "cactus", "moon"}
		prompts := make([]string, rounds)
		for i := range prompts {
			prompts[i] = fmt.Sprintf(`"A %s that %s"`, things[i], verb)
		}
		return "[" + strings.Join(prompts, ",") + "]"
	}
	return `{"picture":"A room in which things dance and others sleep.","title":"The dance of things","theme":"Dancing",` +
		`"paper":"Mint","player1":` + series("dances") + `,"player2":` + series("sleeps") + `,"caption":"One more song!"}`
}
