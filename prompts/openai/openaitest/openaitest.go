// Package openaitest is a server that speaks as much of the chat completions
// API as Tandem uses, well or badly, for tests and for games without a real
// model.
package openaitest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"
)

// Reply answers one request, whose body is given.
type Reply func(w http.ResponseWriter, r *http.Request, body []byte)

// Server is the server. It gives its replies in turn, and the last one again
// and again.
type Server struct {
	*httptest.Server

	mu       sync.Mutex
	replies  []Reply
	requests [][]byte
}

// Start starts a server on a free port of this machine. The caller closes it.
// The URL ends as OpenAI's own, in /v1.
func Start(replies ...Reply) *Server {
	s := &Server{replies: replies}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	s.URL += "/v1"
	return s
}

// Requests are the bodies of the requests so far.
func (s *Server) Requests() [][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.requests
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil || r.Method != http.MethodPost || r.URL.Path != "/v1/chat/completions" {
		http.NotFound(w, r)
		return
	}
	s.mu.Lock()
	s.requests = append(s.requests, body)
	reply := s.replies[0]
	if len(s.replies) > 1 {
		s.replies = s.replies[1:]
	}
	s.mu.Unlock()
	reply(w, r, body)
}

// Says replies with a finished answer of that content.
func Says(content string) Reply {
	return Completes("stop", map[string]any{"role": "assistant", "content": content})
}

// Refuses replies as a model does that will not.
func Refuses(why string) Reply {
	return Completes("stop", map[string]any{"role": "assistant", "content": nil, "refusal": why})
}

// Completes replies with one choice of that finish reason and message, for 700
// tokens in and 300 out.
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

// Sends replies with a status and a body as it is.
func Sends(status int, contentType, body string) Reply {
	return func(w http.ResponseWriter, _ *http.Request, _ []byte) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// Hangs never replies: it waits until the client has gone.
func Hangs() Reply {
	return func(_ http.ResponseWriter, r *http.Request, _ []byte) { <-r.Context().Done() }
}

// Cuts breaks the connection off in the middle of a reply.
func Cuts() Reply {
	return func(w http.ResponseWriter, _ *http.Request, _ []byte) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", "1000")
		_, _ = io.WriteString(w, `{"id":"chatcmpl-test","choices":[`)
		panic(http.ErrAbortHandler)
	}
}

// Plays replies as a good model does, some time after the request: with a set
// of as many rounds as were asked for.
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

// Content is a good set of so many rounds, at most ten, as a model writes it.
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
