package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/cmd/internal/problem"
)

// chat waits until the chat that the stream has brought is as wanted: "Mila: hello, Jonas: hi".
func (e *events) chat(want string) {
	e.t.Helper()
	e.until("the chat "+want, func(got event) bool {
		if got.name != "chat" {
			return false
		}
		var news api.Chat
		if err := json.Unmarshal(got.data, &news); err != nil {
			e.t.Fatal(err)
		}
		if news.All {
			e.said = nil
		}
		for _, l := range news.Lines {
			e.said = append(e.said, l.Name+": "+l.Text)
		}
		return strings.Join(e.said, ", ") == want
	})
}

// says says something in a lobby's chat.
func (v *visitor) says(code, text string) {
	v.t.Helper()
	v.want(http.StatusNoContent, "POST", "/api/lobbies/"+code+"/chat", map[string]any{"text": text}, nil)
}

func TestChat(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila, jonas, ida, eve := tandem.player(t, "Mila"), tandem.player(t, "Jonas"), tandem.player(t, "Ida"), tandem.player(t, "Eve")
	l := mila.openLobby(map[string]any{"rounds": 3})
	path := "/api/lobbies/" + l.Code + "/chat"
	say := func(text string) map[string]any { return map[string]any{"text": text} }
	heard := mila.events(l.Code)
	jonas.join(l.Code)
	ida.join(l.Code)
	jonas.says(l.Code, " shall we\u202e draw\na <b>lighthouse</b>? ")
	heard.chat("Jonas: shall we draw a <b>lighthouse</b>?")

	for text, code := range map[string]problem.Code{
		"": "invalid", " \u200b\x00": "invalid", strings.Repeat("a", 201): "invalid", strings.Repeat("a", 1001): "invalid", "holy shit": "unfit_line",
	} {
		ida.problem(http.StatusUnprocessableEntity, code, "POST", path, say(text))
	}
	eve.problem(http.StatusForbidden, "not_member", "POST", path, say("let me in"))
	eve.problem(http.StatusForbidden, "not_member", "GET", path, nil)
	eve.problem(http.StatusNotFound, "no_such_lobby", "POST", "/api/lobbies/no-such-lobby/chat", say("hello"))
	jonas.problem(http.StatusForbidden, "not_host", "DELETE", path, nil)
	rules := map[string]any{"rules": map[string]any{"chat_in_rooms": true}}
	jonas.problem(http.StatusForbidden, "not_host", "PATCH", "/api/lobbies/"+l.Code, rules)

	jonas.events(l.Code)
	mila.ready(l.Code, true)
	jonas.ready(l.Code, true)
	game := heard.matched().Room
	jonas.problem(http.StatusConflict, "no_chat", "GET", path, nil)
	jonas.problem(http.StatusConflict, "no_chat", "POST", path, say("in the room"))
	mila.want(http.StatusOK, "PATCH", "/api/lobbies/"+l.Code, rules, nil)
	inRoom := jonas.follow(path+"?beats=true", "")
	inRoom.chat("Jonas: shall we draw a <b>lighthouse</b>?")
	mila.says(l.Code, "yes")
	ida.says(l.Code, "good luck")
	inRoom.chat("Jonas: shall we draw a <b>lighthouse</b>?, Mila: yes, Ida: good luck")

	// A report takes along what the two have said, and nobody else.
	jonas.want(http.StatusNoContent, "PUT", "/api/games/"+game+"/report", map[string]any{"reason": "behaviour", "words": "she was rude"}, nil)
	reports := func() api.Report {
		t.Helper()
		var out struct{ Reports []api.Report }
		tandem.operator(t).want(http.StatusOK, "GET", "/api/admin/reports", nil, &out)
		if len(out.Reports) != 1 {
			t.Fatalf("%d reports", len(out.Reports))
		}
		return out.Reports[0]
	}
	got := reports()
	seat := 3 - got.Seat // of the reporter
	want := []api.SaidLine{{Seat: seat, Text: "shall we draw a <b>lighthouse</b>?"}, {Seat: 3 - seat, Text: "yes"}}
	if diff := cmp.Diff(want, got.Said); diff != "" || got.Words != "she was rude" {
		t.Errorf("reported with %q and the lines (-want +got):\n%s", got.Words, diff)
	}

	mila.want(http.StatusNoContent, "DELETE", path, nil, nil)
	inRoom.chat("")
	jonas.want(http.StatusNoContent, "DELETE", "/api/lobbies/"+l.Code+"/members/me", nil, nil)
	for range inRoom.next { // the stream of who has left ends
	}
	tandem.playOut(t, game, mila, jonas, 3)
	jonas.want(http.StatusNoContent, "DELETE", "/api/me", nil, nil)
	if got := reports(); len(got.Said) > 0 || got.Words != "" {
		t.Errorf("a forgotten player's report still says %q and %+v", got.Words, got.Said)
	}
	if strings.Contains(tandem.log.String(), "lighthouse") {
		t.Error("the log has what was said")
	}
	began := time.Now()
	taken := mila.flood(path, 1000)
	if most := 9 + int(time.Since(began)/(1500*time.Millisecond)); taken < 8 || taken > most {
		t.Errorf("%d of 1,000 lines were taken, want 8 at once and one more each 1.5 s: at most %d", taken, most)
	}
}

// flood says something many times, and returns how often that was accepted. Every other
// answer must be that it was too often.
func (v *visitor) flood(path string, times int) (accepted int) {
	v.t.Helper()
	client := v.unwitnessed()
	for range times {
		res, err := client.Post(v.url+path, "application/json", strings.NewReader(`{"text":"spam"}`))
		if err != nil {
			v.t.Fatal(err)
		}
		res.Body.Close()
		switch res.StatusCode {
		case http.StatusNoContent:
			accepted++
		case http.StatusTooManyRequests:
		default:
			v.t.Fatalf("a flood: %s", res.Status)
		}
	}
	return accepted
}
