package openai

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/prompts/openai/openaitest"
)

// golden compares got with a file of testdata, or writes the file with -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(kept), got); diff != "" {
		t.Errorf("%s has changed (-update accepts it):\n%s", name, diff)
	}
}

// wiretap records the exchange with the server: the bodies, and the headers that don't depend on the
// machine.
type wiretap struct {
	next http.RoundTripper
	tape bytes.Buffer
}

func (w *wiretap) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	fmt.Fprintf(&w.tape, "> %s %s\n", r.Method, r.URL.Path)
	for _, name := range []string{"Authorization", "Content-Type", "Accept"} {
		fmt.Fprintf(&w.tape, "> %s: %s\n", name, r.Header.Get(name))
	}
	fmt.Fprintf(&w.tape, ">\n> %s\n", body)
	res, err := w.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	res.Body = io.NopCloser(bytes.NewReader(answer))
	fmt.Fprintf(&w.tape, "< %s\n< Content-Type: %s\n<\n< %s\n", res.Status, res.Header.Get("Content-Type"), bytes.TrimSpace(answer))
	return res, nil
}

// tapped returns a source whose exchange with the server is recorded.
func tapped(t *testing.T, replies ...openaitest.Reply) (*Source, *wiretap) {
	server := openaitest.Start(replies...)
	t.Cleanup(server.Close)
	tape := &wiretap{next: server.Client().Transport}
	source := New(Config{APIKey: "sk-secret", BaseURL: server.URL, Client: &http.Client{Transport: tape}})
	source.spark = func() []string { return []string{"kettle", "moon"} }
	return source, tape
}

func TestSource_TheWholeExchange(t *testing.T) {
	source, tape := tapped(t, openaitest.Says(openaitest.Content(6)))
	if _, _, err := source.Set(t.Context(), six); err != nil {
		t.Fatal(err)
	}
	golden(t, "exchange.http", tape.tape.String())
}

func TestSource_TheWholeExchangeWithAServerWithoutSchemas(t *testing.T) {
	source, tape := tapped(t, openaitest.TakesNoSchema(openaitest.Says("```json\n"+openaitest.Content(6)+"\n```")))
	for range 2 { // from the second set on, it sends no schema
		set, used, err := source.Set(t.Context(), six)
		if err != nil || prompts.Check(set, six) != nil {
			t.Fatalf("set %+v, %v", set, err)
		}
		if used.Calls > 2 {
			t.Errorf("%d calls", used.Calls)
		}
	}
	if n := strings.Count(tape.tape.String(), "> POST"); n != 3 {
		t.Errorf("%d requests for two sets, want 3", n)
	}
	golden(t, "exchange_without_schema.http", tape.tape.String())
}

func TestSource_ChecksAnswersWithoutASchema(t *testing.T) {
	source, server := setup(t, openaitest.TakesNoSchema(openaitest.Says(openaitest.Content(5))))
	_, _, err := source.Set(t.Context(), six)
	if e := new(Error); !errors.As(err, &e) || e.Kind != BadAnswer {
		t.Errorf("error %v", err)
	}
	if n := len(server.Requests()); n != 3 { // with a schema, without, and again with the reasons
		t.Errorf("%d requests, want 3", n)
	}
}

func TestSource_Moderates(t *testing.T) {
	source, tape := tapped(t, openaitest.Says(""))
	if flagged, err := source.Flagged(t.Context(), "the dogs of our street"); err != nil || flagged {
		t.Errorf("flagged %t, %v", flagged, err)
	}
	golden(t, "moderation.http", tape.tape.String())

	source, server := setup(t, openaitest.Says(""))
	server.Judge(openaitest.Flags("war"))
	if flagged, err := source.Flagged(t.Context(), "a war of snowballs"); err != nil || !flagged {
		t.Errorf("flagged %t, %v", flagged, err)
	}
	server.Judge(openaitest.Fails(404, "not_found", "no such path"))
	if _, err := source.Flagged(t.Context(), "dogs"); !errors.Is(err, prompts.ErrNoModeration) {
		t.Errorf("error %v of a server without moderation", err)
	}
	server.Judge(openaitest.Fails(500, "server_error", "oh no"))
	if _, err := source.Flagged(t.Context(), "dogs"); err == nil || errors.Is(err, prompts.ErrNoModeration) {
		t.Errorf("error %v of a server that fails", err)
	}
	server.Judge(openaitest.Sends(200, "application/json", `{"results":[]}`))
	if _, err := source.Flagged(t.Context(), "dogs"); err == nil {
		t.Error("an answer without a result was accepted")
	}
}

// example is an exchange of testdata/doc: the want, the request and the model's answer.
type example struct {
	About string `json:"about"`
	Want  struct {
		Language   string   `json:"language"`
		Rounds     int      `json:"rounds"`
		Seconds    int      `json:"seconds"`
		Difficulty string   `json:"difficulty"`
		Theme      string   `json:"theme"`
		Spark      []string `json:"spark"`
	} `json:"want"`
	Exchange []struct {
		Asked    string  `json:"asked"`
		Answered content `json:"answered"`
	} `json:"exchange"`
}

func TestSource_RunsTheExamplesOfItsDoc(t *testing.T) {
	files, err := filepath.Glob("testdata/doc/*.json")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d examples, want five; %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var e example
			if err := json.Unmarshal(body, &e); err != nil {
				t.Fatal(err)
			}
			var replies []openaitest.Reply
			for _, x := range e.Exchange {
				said, err := json.Marshal(x.Answered)
				if err != nil {
					t.Fatal(err)
				}
				replies = append(replies, openaitest.Says(string(said)))
			}
			source, server := setup(t, replies...)
			source.spark = func() []string { return e.Want.Spark }
			want := prompts.Want{
				Theme: e.Want.Theme, Language: e.Want.Language, Difficulty: prompts.Difficulty(e.Want.Difficulty),
				Rounds: e.Want.Rounds, Seconds: e.Want.Seconds,
			}
			set, _, err := source.Set(t.Context(), want)
			if err != nil {
				t.Fatal(err)
			}
			last := e.Exchange[len(e.Exchange)-1].Answered
			if set.Title != last.Title || !slices.Equal(set.Series[1], last.Player2) {
				t.Errorf("got %+v", set)
			}
			if n := len(server.Requests()); n != len(e.Exchange) {
				t.Fatalf("%d requests, want %d", n, len(e.Exchange))
			}
			for i, r := range server.Requests() {
				var request struct{ Messages []struct{ Content string } }
				if err := json.Unmarshal(r, &request); err != nil {
					t.Fatal(err)
				}
				e.Exchange[i].Asked = request.Messages[len(request.Messages)-1].Content
			}
			var again bytes.Buffer
			enc := json.NewEncoder(&again)
			enc.SetIndent("", "  ")
			enc.SetEscapeHTML(false)
			if err := enc.Encode(e); err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join("doc", filepath.Base(file)), again.String())
		})
	}
}
