package main

import (
	"bytes"
	"cmp"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/prompts/openai/openaitest"
	"github.com/tandem-game/tandem/store/storetest"
)

// askingFor configures a model at this server.
func askingFor(s *openaitest.Server) func(*Config) {
	return func(c *Config) { c.OpenAIKey, c.OpenAIBaseURL = "sk-secret", s.URL }
}

// warningLog is a log writer that closes a channel at the first warning. Safe for concurrent use.
type warningLog struct {
	warned chan struct{} // closed by the first warning

	mu    sync.Mutex
	lines bytes.Buffer
}

func newWarningLog() *warningLog { return &warningLog{warned: make(chan struct{})} }

func (d *warningLog) Write(b []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if bytes.Contains(b, []byte("level=WARN")) && !bytes.Contains(d.lines.Bytes(), []byte("level=WARN")) {
		close(d.warned)
	}
	return d.lines.Write(b)
}

func (d *warningLog) String() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.lines.String()
}

// Whatever the model's server does, a game gets a good set, and the log says once why it is from the
// library. `go test -v -run Prompts_SurviveModelFailures ./cmd/tandem` prints the table.
func TestPrompts_SurviveModelFailures(t *testing.T) {
	t.Parallel()
	huge := strings.Repeat("a tall ladder ", 50_000)
	failures := map[string]struct {
		reply  openaitest.Reply
		reason string
	}{
		"401":                         {openaitest.Fails(401, "invalid_api_key", "Incorrect API key provided"), "unauthorized: status 401"},
		"403":                         {openaitest.Fails(403, "forbidden", "Not in your country"), "unauthorized: status 403"},
		"404, no such model":          {openaitest.Fails(404, "model_not_found", "The model does not exist"), "rejected: status 404"},
		"400":                         {openaitest.Fails(400, "bad_request", "no such thing"), "rejected: status 400"},
		"429":                         {openaitest.Fails(429, "rate_limit_exceeded", "slow down"), "rate_limited: status 429"},
		"429 with Retry-After 1":      {openaitest.Fails(429, "rate_limit_exceeded", "slow down", "Retry-After", "1"), "rate_limited: status 429"},
		"429 with Retry-After 3600":   {openaitest.Fails(429, "rate_limit_exceeded", "slow down", "Retry-After", "3600"), "no calls for 1h0m0s"},
		"429, no credit":              {openaitest.Fails(429, "insufficient_quota", "You exceeded your quota"), "exceeded your quota"},
		"500":                         {openaitest.Fails(500, "server_error", "oh no"), "unavailable: status 500"},
		"502 of a proxy":              {openaitest.Sends(502, "text/html", "<h1>Bad gateway</h1>"), "unavailable: status 502"},
		"a connection cut off":        {openaitest.Cuts(), "unavailable"},
		"a connection that hangs":     {openaitest.Hangs(), "no answer within 1.5s"},
		"an answer after 20 s":        {openaitest.Plays(20 * time.Second), "no answer within 1.5s"},
		"an answer cut at its length": {openaitest.Completes("length", map[string]any{"role": "assistant", "content": `{"title":"The`}), "cut off after 300 tokens"},
		"not JSON":                    {openaitest.Says("Sure! 1. A kettle"), "not the JSON object"},
		"truncated JSON":              {openaitest.Sends(200, "application/json", `{"choices": [`), "unavailable"},
		"a page instead of an API":    {openaitest.Sends(200, "text/html", "<h1>Welcome</h1>"), "bad_answer"},
		"wrong counts":                {openaitest.Says(openaitest.Content(7)), "series 1 has 7 prompts, not 6"},
		"a refusal":                   {openaitest.Refuses("I can't help with that."), "refused"},
		"the content filter":          {openaitest.Completes("content_filter", map[string]any{"role": "assistant", "content": ""}), "refused"},
		"a huge answer":               {openaitest.Says(huge), "too_large"},
		"a closed port":               {nil, "unavailable"},
	}
	type row struct {
		got  string
		took time.Duration
		said string
	}
	var mu sync.Mutex
	table := map[string]row{}
	t.Run("failures", func(t *testing.T) {
		for name, f := range failures {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				server := openaitest.Start(f.reply)
				t.Cleanup(server.Close)
				if f.reply == nil {
					server.Close()
				}
				log := newWarningLog()
				var c Config
				askingFor(server)(&c)
				dealer := newDealer(c, storetest.New(t), slog.New(slog.NewTextHandler(log, nil)))
				if err := dealer.Start(t.Context()); err != nil {
					t.Fatal(err)
				}
				t.Cleanup(dealer.Stop)
				want := prompts.Want{Language: "en", Difficulty: prompts.Normal, Rounds: 6, Seconds: 30}
				started := time.Now()
				set, err := dealer.Deal(t.Context(), want)
				took := time.Since(started)
				if err != nil || set.Source != prompts.FromLibrary {
					t.Fatalf("a set of %q, %v", set.Source, err)
				}
				select { // the failed call logs it, and no game waits for that
				case <-log.warned:
				case <-time.After(time.Minute):
				}
				want.Rounds = set.Rounds()
				if reasons := prompts.Check(set, want); reasons != nil {
					t.Errorf("the set is not good: %q", reasons)
				}
				if n := strings.Count(log.String(), "level=WARN"); n != 1 || !strings.Contains(log.String(), f.reason) {
					t.Errorf("want one log line with %q, got:\n%s", f.reason, log.String())
				}
				if strings.Contains(log.String(), "sk-secret") {
					t.Error("the log contains the key")
				}
				_, said, _ := strings.Cut(log.String(), "reason=")
				mu.Lock()
				defer mu.Unlock()
				table[name] = row{fmt.Sprintf("%q of the library", set.Title), took, strings.TrimSpace(said[:min(len(said), 90)])}
			})
		}
	})
	var printed strings.Builder
	w := tabwriter.NewWriter(&printed, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "failure\tthe game got\tafter\tthe log says")
	for _, name := range slices.Sorted(maps.Keys(table)) {
		r := table[name]
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", name, r.got, r.took.Round(time.Millisecond), r.said)
	}
	_ = w.Flush()
	t.Log("\n" + printed.String())
	slowest := slices.MaxFunc(slices.Collect(maps.Values(table)), func(a, b row) int { return cmp.Compare(a.took, b.took) })
	t.Logf("a game waited at most %s for its prompts", slowest.took.Round(time.Millisecond))
}

// With a slow model and an empty pool, a match still starts its first round in time, long before the
// model has answered.
func TestPrompts_ASlowModelDelaysNoGame(t *testing.T) {
	t.Parallel()
	server := openaitest.Start(openaitest.Plays(20 * time.Second))
	t.Cleanup(server.Close) // after Tandem, which cancels its call
	r := start(t, askingFor(server))
	one, two := r.player(t, "Mila"), r.player(t, "Jonas")
	l := one.openLobby(map[string]any{"theme": "the dogs of our street"})
	two.join(l.Code)
	one.ready(l.Code, true)
	matched := time.Now()
	two.ready(l.Code, true)
	var room string
	eventually(t, "the match", func() bool {
		var now api.Lobby
		one.want(http.StatusOK, "GET", "/api/lobbies/"+l.Code, nil, &now)
		room = one.self(now).Room
		return room != ""
	})
	a, b := one.sitDown(room, 1), two.sitDown(room, 1)
	a.until("round 1", func() bool { return a.state.Round == 1 && a.state.Prompt != "" })
	b.until("round 1", func() bool { return b.state.Round == 1 && b.state.Prompt != "" })
	t.Logf("a game waited %s for round 1, with a model that takes 20 s and an empty pool", time.Since(matched).Round(time.Millisecond))
	if n := len(server.Requests()); n == 0 {
		t.Error("the model was not asked")
	}
	var detail api.AdminGameDetail
	one.want(http.StatusOK, "GET", "/api/admin/games/"+room, nil, &detail, "Authorization", "Bearer "+adminToken)
	if detail.Source != prompts.FromLibrary {
		t.Errorf("the prompts are from %q", detail.Source)
	}
}

func TestPrompts_AModelsSetIsMadeWhenTheHostSetsATheme(t *testing.T) {
	t.Parallel()
	server := openaitest.Start(openaitest.Plays(0))
	defer server.Close()
	r := start(t, askingFor(server))
	one, two := r.player(t, "Mila"), r.player(t, "Jonas")
	l := one.openLobby(map[string]any{"theme": "the dogs of our street", "difficulty": "wild", "rounds": 3})
	var pool api.PromptPool
	eventually(t, "a set for the theme", func() bool {
		one.want(http.StatusOK, "GET", "/api/admin/prompt-pool", nil, &pool, "Authorization", "Bearer "+adminToken)
		return len(pool.Shelves) == 1 && pool.Shelves[0].Ready == 1
	})
	want := api.PromptShelf{Language: "en", Difficulty: "wild", Rounds: 3, Theme: "the dogs of our street", Level: 1, Ready: 1}
	if pool.Shelves[0] != want || !pool.Model || pool.RestsUntil != nil || pool.Budget != (api.PromptBudget{Calls: 5000, Dollars: 1}) ||
		pool.Today != (api.PromptUsage{Calls: 1, InputTokens: 700, OutputTokens: 300, Dollars: 0.00022}) {
		t.Errorf("the pool: %+v", pool)
	}
	if !strings.Contains(string(server.Requests()[0]), "the dogs of our street") {
		t.Error("the request to the model lacks the theme")
	}

	detail := dealtGame(t, one, two, l.Code)
	if detail.Source != prompts.FromModel || detail.Difficulty != "wild" {
		t.Errorf("the prompts are from %q, %s", detail.Source, detail.Difficulty)
	}

	var sets api.AdminPromptSets
	one.want(http.StatusOK, "GET", "/api/admin/prompt-sets?source=openai&state=dealt", nil, &sets, "Authorization", "Bearer "+adminToken)
	if len(sets.PromptSets) != 1 || sets.PromptSets[0].Games != 1 || sets.PromptSets[0].Dollars != 0.00022 || sets.PromptSets[0].Model == "" {
		t.Errorf("the operator sees %+v", sets.PromptSets)
	}
}

func TestPrompts_RefusesAnUnfitTheme(t *testing.T) {
	t.Parallel()
	server := openaitest.Start(openaitest.Plays(0))
	defer server.Close()
	server.Judge(openaitest.Flags("war"))
	r := start(t, askingFor(server))
	one := r.player(t, "Mila")
	l := one.openLobby(nil)
	for _, theme := range []string{"a war of snowballs", "shit happens"} {
		p := one.problem(http.StatusUnprocessableEntity, "invalid", "PATCH", "/api/lobbies/"+l.Code, map[string]any{"settings": map[string]any{"theme": theme}})
		if len(p.Errors) != 1 || p.Errors[0].Location != "body.settings.theme" || !strings.Contains(p.Errors[0].Message, "kinder words") {
			t.Errorf("%q: %+v", theme, p)
		}
	}
	one.want(http.StatusOK, "PATCH", "/api/lobbies/"+l.Code, map[string]any{"settings": map[string]any{"theme": "the dogs of our street"}}, nil)
}

// shed is a host's own prompt set, as it is sent to the API.
func shed() map[string]any {
	return map[string]any{
		"title": "Grandpa's shed", "paper": "Kraft", "caption": "He knows where everything is.",
		"player1": []string{"A shed, on the left", "A cat in a flower pot", "A bicycle with one wheel"},
		"player2": []string{"Grandpa Joe Miller, on the right", "A drawer full of screws", "The missing wheel"},
	}
}

func TestPrompts_AHostsOwnSet(t *testing.T) {
	t.Parallel()
	r := start(t)
	one, two, other := r.player(t, "Mila"), r.player(t, "Jonas"), r.player(t, "Ida")
	var set api.PromptSet
	one.want(http.StatusCreated, "POST", "/api/prompt-sets", shed(), &set)
	var mine api.PromptSets
	one.want(http.StatusOK, "GET", "/api/prompt-sets", nil, &mine)
	if len(mine.PromptSets) != 1 || mine.PromptSets[0].ID != set.ID || set.Paper != "#E3CFAE" || set.Theme != set.Title {
		t.Errorf("mine are %+v", mine)
	}
	bad := shed()
	bad["player1"] = []string{"A shed", "a SHED!"}
	p := one.problem(http.StatusUnprocessableEntity, "invalid", "POST", "/api/prompt-sets", bad)
	if len(p.Errors) < 2 || !strings.Contains(p.Detail, "says the same as prompt 1") {
		t.Errorf("a bad set: %+v", p)
	}
	r.visitor(t).problem(http.StatusUnauthorized, "no_session", "POST", "/api/prompt-sets", shed())

	l := one.openLobby(map[string]any{"rounds": 3, "own_set": set.ID})
	if l.Settings.OwnSet != set.ID || l.Settings.OwnSetTitle != "Grandpa's shed" {
		t.Errorf("settings %+v", l.Settings)
	}
	one.problem(http.StatusUnprocessableEntity, "invalid", "PATCH", "/api/lobbies/"+l.Code, map[string]any{"settings": map[string]any{"rounds": 4}})
	other.problem(http.StatusUnprocessableEntity, "invalid", "POST", "/api/lobbies", map[string]any{"settings": map[string]any{"rounds": 3, "own_set": set.ID}})

	detail := dealtGame(t, one, two, l.Code)
	if detail.Source != prompts.FromHost || detail.Title != "Grandpa's shed" {
		t.Errorf("the game was dealt %q from %q", detail.Title, detail.Source)
	}

	other.problem(http.StatusNotFound, "no_such_prompt_set", "DELETE", "/api/prompt-sets/"+set.ID, nil)
	one.problem(http.StatusNotFound, "no_such_prompt_set", "DELETE", "/api/prompt-sets/nonsense", nil)
	one.want(http.StatusNoContent, "DELETE", "/api/prompt-sets/"+set.ID, nil, nil)
	one.want(http.StatusOK, "GET", "/api/prompt-sets", nil, &mine)
	if len(mine.PromptSets) != 0 {
		t.Errorf("after putting it away: %+v", mine)
	}
}

func TestPrompts_AreRatedByTheirPlayers(t *testing.T) {
	t.Parallel()
	r := start(t)
	one, two, other := r.player(t, "Mila"), r.player(t, "Jonas"), r.player(t, "Ida")
	room := r.match(t, map[string]any{"rounds": 3, "round_seconds": 10}, one, two)
	one.problem(http.StatusNotFound, "no_such_game", "PUT", "/api/games/"+room+"/rating", map[string]any{"prompts": "good"})

	a, b := one.sitDown(room, 1), two.sitDown(room, 1)
	a.until("round 1", func() bool { return a.state.Round == 1 })
	b.say(`{"type":"leave"}`)
	a.until("the other is gone", func() bool { return !a.state.Seats[1].Here })
	a.say(`{"type":"end"}`)
	eventually(t, "the game is kept", func() bool {
		var g api.AdminGameDetail
		one.want(http.StatusOK, "GET", "/api/admin/games/"+room, nil, &g, "Authorization", "Bearer "+adminToken)
		return g.State != "live"
	})
	rating := func(v *visitor) string {
		var g api.Game
		v.want(http.StatusOK, "GET", "/api/games/"+room, nil, &g)
		return g.Rating
	}
	one.want(http.StatusNoContent, "PUT", "/api/games/"+room+"/rating", map[string]any{"prompts": "bad"}, nil)
	if rating(one) != "bad" || rating(two) != "" || rating(other) != "" {
		t.Errorf("ratings %q, %q, %q", rating(one), rating(two), rating(other))
	}
	one.want(http.StatusNoContent, "PUT", "/api/games/"+room+"/rating", map[string]any{"prompts": "good"}, nil)
	two.want(http.StatusNoContent, "PUT", "/api/games/"+room+"/rating", map[string]any{"prompts": "good"}, nil)
	two.want(http.StatusNoContent, "PUT", "/api/games/"+room+"/rating", map[string]any{"prompts": ""}, nil)
	if rating(one) != "good" || rating(two) != "" {
		t.Errorf("ratings %q, %q", rating(one), rating(two))
	}
	two.problem(http.StatusUnprocessableEntity, "invalid", "PUT", "/api/games/"+room+"/rating", map[string]any{"prompts": "meh"})
	other.problem(http.StatusNotFound, "no_such_game", "PUT", "/api/games/"+room+"/rating", map[string]any{"prompts": "bad"})

	var sets api.AdminPromptSets
	one.want(http.StatusOK, "GET", "/api/admin/prompt-sets?state=dealt", nil, &sets, "Authorization", "Bearer "+adminToken)
	if len(sets.PromptSets) != 1 || sets.PromptSets[0].Good != 0 || sets.PromptSets[0].Bad != 0 || sets.PromptSets[0].Source != "library" {
		t.Fatalf("the operator sees %+v", sets)
	}
	path := "/api/admin/prompt-sets/" + sets.PromptSets[0].ID // without ratings, because nobody drew anything
	one.want(http.StatusNoContent, "PATCH", path, map[string]any{"disabled": true}, nil, "Authorization", "Bearer "+adminToken)
	one.want(http.StatusOK, "GET", "/api/admin/prompt-sets?state=disabled", nil, &sets, "Authorization", "Bearer "+adminToken)
	if len(sets.PromptSets) != 1 || !sets.PromptSets[0].Disabled {
		t.Errorf("disabled: %+v", sets)
	}
	one.problem(http.StatusUnauthorized, "no_admin", "PATCH", path, map[string]any{"disabled": false})
	one.problem(http.StatusUnauthorized, "no_admin", "DELETE", path+"/ratings", nil)
	one.problem(http.StatusNotFound, "no_such_prompt_set", "DELETE", "/api/admin/prompt-sets/nonsense/ratings", nil, "Authorization", "Bearer "+adminToken)
	one.problem(http.StatusNotFound, "no_such_prompt_set", "PATCH", "/api/admin/prompt-sets/nonsense", map[string]any{"disabled": true}, "Authorization", "Bearer "+adminToken)
}

func TestPrompts_LimitsOwnSetsUnderConcurrency(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t)
	tandem := startOn(t, url)
	mila := tandem.player(t, "Mila")
	write := func(i int) *http.Request {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, tandem.url+"/api/prompt-sets", strings.NewReader(fmt.Sprintf(
			`{"title":"Shed %d","player1":["A shed, on the left","A cat in a pot","A bicycle"],"player2":["Grandpa, on the right","A drawer","The missing wheel"]}`, i)))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("X-Forwarded-For", fmt.Sprintf("203.0.113.%d", i)) // writes are counted by address
		return r
	}
	var all sync.WaitGroup
	for i := range 80 {
		all.Go(func() {
			res, err := mila.client.Do(write(i))
			if err != nil {
				t.Error(err)
				return
			}
			res.Body.Close()
			if res.StatusCode != http.StatusCreated && res.StatusCode != http.StatusConflict {
				t.Errorf("set %d: %s", i, res.Status)
			}
		})
	}
	all.Wait()
	if n := storetest.Value[int](t, url, `SELECT count(*)::int FROM prompt_sets WHERE owner = $1`, mila.ID); n != prompts.MaxOwnSets {
		t.Errorf("she has %d sets, of at most %d", n, prompts.MaxOwnSets)
	}
}

// dealtGame matches two members of a lobby, and returns their game once its prompts are dealt.
func dealtGame(t *testing.T, one, two *visitor, code string) (detail api.AdminGameDetail) {
	t.Helper()
	two.join(code)
	one.ready(code, true)
	two.ready(code, true)
	eventually(t, "the game's prompts", func() bool {
		var now api.Lobby
		one.want(http.StatusOK, "GET", "/api/lobbies/"+code, nil, &now)
		if room := one.self(now).Room; room != "" {
			one.want(http.StatusOK, "GET", "/api/admin/games/"+room, nil, &detail, "Authorization", "Bearer "+adminToken)
		}
		return detail.Source != ""
	})
	return detail
}
