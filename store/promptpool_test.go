package store_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/storetest"
)

var aShelf = prompts.Shelf{Language: "en", Difficulty: prompts.Normal, Rounds: 3}

// set makes a model's set with this id.
func set(id string) prompts.Set {
	s := someSet()
	s.ID, s.Key = id, id
	return s
}

// want raises the demand of a shelf.
func (b bundle) want(t *testing.T, s prompts.Shelf, games int) {
	t.Helper()
	if err := b.WantReady(t.Context(), []prompts.Demand{{Shelf: s, Seconds: 30, Games: games}}); err != nil {
		t.Fatal(err)
	}
}

func (b bundle) shelve(t *testing.T, s prompts.Shelf, ids ...string) {
	t.Helper()
	for _, id := range ids {
		if err := b.Shelve(t.Context(), s, set(id)); err != nil {
			t.Fatal(err)
		}
	}
}

// take takes a set and returns its id, or "" if there is none.
func (b bundle) take(t *testing.T, s prompts.Shelf, one, two string) string {
	t.Helper()
	got, ok, err := b.TakeReady(t.Context(), s, [2]string{one, two})
	if err != nil || ok != (got.ID != "") {
		t.Fatalf("%+v, %t, %v", got, ok, err)
	}
	return got.ID
}

func TestTakeReady_TakesTheOldestThatNeitherHasMet(t *testing.T) {
	b := setup(t)
	mila, jonas, ida := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ida")
	b.want(t, aShelf, 1)
	b.shelve(t, aShelf, "one", "two", "three")
	if err := b.MeetAgain(t.Context(), "one", [2]string{ida, ""}); err != nil {
		t.Fatal(err)
	}

	for _, c := range []struct{ one, two, want string }{
		{mila, ida, "two"}, {mila, jonas, "one"}, {"", "", "three"}, {mila, jonas, ""},
	} {
		if got := b.take(t, aShelf, c.one, c.two); got != c.want {
			t.Errorf("took %q, want %q", got, c.want)
		}
	}
	met, err := b.Met(t.Context(), [2]string{mila, ida})
	if err != nil || len(met.At) != 2 || met.At["two"].IsZero() {
		t.Errorf("met %+v, %v", met, err)
	}
	other := aShelf
	other.Theme = "Space"
	b.shelve(t, aShelf, "four")
	if got := b.take(t, other, mila, jonas); got != "" {
		t.Errorf("took %q of another shelf", got)
	}
	if err := b.DisablePromptSet(t.Context(), "four", true, store.AuditNote{}); err != nil {
		t.Fatal(err)
	}
	if got := b.take(t, aShelf, mila, jonas); got != "" {
		t.Errorf("took %q, which is disabled", got)
	}
}

func TestTakeReady_ReturnsTheWholeSet(t *testing.T) {
	b := setup(t)
	b.want(t, aShelf, 1)
	want := set("whole")
	if err := b.Shelve(t.Context(), aShelf, want); err != nil {
		t.Fatal(err)
	}
	got, _, err := b.TakeReady(t.Context(), aShelf, [2]string{})
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

// pairs takes sets with many goroutines on each of two stores, as two nodes would, and returns
// how long each take took.
func pairs(t testing.TB, nodes [2]*store.Store, n int, take func(node *store.Store, i int) error) []time.Duration {
	took := make([]time.Duration, n)
	next := make(chan int, n)
	for i := range n {
		next <- i
	}
	close(next)
	var all sync.WaitGroup
	for _, node := range nodes {
		for range 4 {
			all.Go(func() {
				for i := range next {
					started := time.Now()
					if err := take(node, i); err != nil {
						t.Error(err)
						return
					}
					took[i] = time.Since(started)
				}
			})
		}
	}
	all.Wait()
	return took
}

// crowd makes n players and returns a function that returns pair i: each player is in several
// pairs.
func crowd(t testing.TB, url string, n int) func(i int) [2]string {
	storetest.Exec(t, url, `INSERT INTO players (id, name, session_hash) SELECT 'guest ' || i, 'Guest', sha256(('guest ' || i)::bytea) FROM generate_series(0, $1 - 1) i`, n)
	return func(i int) [2]string {
		return [2]string{fmt.Sprint("guest ", i%n), fmt.Sprint("guest ", (i+1+i/n)%n)}
	}
}

// readySets puts n sets on a shelf.
func readySets(t testing.TB, url string, s prompts.Shelf, n int) {
	storetest.Exec(t, url, fmt.Sprintf(`
		INSERT INTO prompt_sets (id, key, source, title, theme, language, paper, series)
		SELECT md5(random()::text || i), 'key ' || md5(random()::text || i), 'openai', 'A set', 'Any', 'en', '#FFFDF6', '[["a","b","c"],["d","e","f"]]'
		FROM generate_series(1, %d) i;
		INSERT INTO ready_sets (prompt_set, key, shelf)
		SELECT p.id, p.key, s.id FROM prompt_sets p, prompt_shelves s
		WHERE s.language = '%s' AND s.difficulty = '%s' AND s.rounds = %d AND NOT EXISTS (SELECT FROM games g WHERE g.prompt_set = p.id)
		ON CONFLICT DO NOTHING`, n, s.Language, s.Difficulty, s.Rounds))
}

func TestTakeReady_AThousandPairsOnTwoNodes(t *testing.T) {
	b := setup(t)
	nodes := [2]*store.Store{b.Store, storetest.Open(t, b.url)}
	pair := crowd(t, b.url, 200)
	b.want(t, aShelf, 1)
	readySets(t, b.url, aShelf, 990)

	var mu sync.Mutex
	rooms := map[string]int{} // by set
	players := map[[2]string]int{}
	none := 0
	pairs(t, nodes, 1000, func(node *store.Store, i int) error {
		s, ok, err := node.TakeReady(t.Context(), aShelf, pair(i))
		mu.Lock()
		defer mu.Unlock()
		if !ok {
			none++
			return err
		}
		rooms[s.ID]++
		for _, p := range pair(i) {
			players[[2]string{p, s.Key}]++
		}
		return err
	})
	if len(rooms) != 990 || none != 10 {
		t.Errorf("%d of 990 sets were taken, %d of 1000 pairs got none", len(rooms), none)
	}
	for id, n := range rooms {
		if n > 1 {
			t.Errorf("set %s was dealt to %d rooms", id, n)
		}
	}
	for who, n := range players {
		if n > 1 {
			t.Errorf("%s was dealt %s %d times", who[0], who[1], n)
		}
	}
}

func TestDealer_AThousandPairsOnTwoNodesFromTheLibrary(t *testing.T) {
	b := setup(t)
	dealers := map[*store.Store]*prompts.Dealer{}
	nodes := [2]*store.Store{b.Store, storetest.Open(t, b.url)}
	for _, node := range nodes {
		dealers[node] = prompts.NewDealer(prompts.Config{Store: node, Logger: logTo(t.Output())})
		if err := dealers[node].Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(dealers[node].Stop)
	}
	pair := crowd(t, b.url, 100)
	var mu sync.Mutex
	met := map[[2]string]int{}
	pairs(t, nodes, 1000, func(node *store.Store, i int) error {
		w := prompts.Want{Language: []string{"en", "es"}[i%2], Difficulty: prompts.Normal, Rounds: 3 + i%8, Seconds: 30, Players: pair(i)}
		s, err := dealers[node].Deal(t.Context(), w)
		mu.Lock()
		defer mu.Unlock()
		for _, p := range w.Players {
			met[[2]string{p, s.Key}]++
		}
		return err
	})
	for who, n := range met {
		if n > 1 {
			t.Errorf("%s was dealt %s %d times", who[0], who[1], n)
		}
	}
	if n := dealers[nodes[0]].Metrics().Repeated() + dealers[nodes[1]].Metrics().Repeated(); n != 0 {
		t.Errorf("%d sets were repeated, though each player played only twenty games", n)
	}
}

// BenchmarkTakeReady lets 1,000 pairs take a set on two nodes at once.
func BenchmarkTakeReady(b *testing.B) {
	url := storetest.URL(b)
	nodes := [2]*store.Store{storetest.Open(b, url), storetest.Open(b, url)}
	pair := crowd(b, url, 2000)
	if err := nodes[0].WantReady(b.Context(), []prompts.Demand{{Shelf: aShelf, Games: 1}}); err != nil {
		b.Fatal(err)
	}
	var took []time.Duration
	for b.Loop() {
		b.StopTimer()
		readySets(b, url, aShelf, 1000)
		b.StartTimer()
		took = append(took, pairs(b, nodes, 1000, func(node *store.Store, i int) error {
			_, ok, err := node.TakeReady(b.Context(), aShelf, pair(i))
			if err == nil && !ok {
				err = errors.New("no set to take")
			}
			return err
		})...)
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

func TestMeet_RefusesASetThatAPlayerHasMet(t *testing.T) {
	b := setup(t)
	mila, jonas, ida := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ida")
	english, spanish := set("english"), set("spanish")
	spanish.Key = english.Key
	b.storeSets(t, english, spanish)
	for _, c := range []struct {
		id      string
		players [2]string
		ok      bool
	}{
		{"unknown", [2]string{mila, jonas}, false},
		{"english", [2]string{mila, jonas}, true},
		{"english", [2]string{mila, ida}, false},
		{"spanish", [2]string{ida, jonas}, false},
		{"spanish", [2]string{ida, ""}, true},
		{"english", [2]string{"", "forgotten"}, true},
	} {
		if ok, err := b.Meet(t.Context(), c.id, c.players); err != nil || ok != c.ok {
			t.Errorf("%s by %v: %t, %v", c.id, c.players, ok, err)
		}
	}
}

func TestClaimShelf_GivesAShelfToOneMakerAtATime(t *testing.T) {
	b := setup(t)
	other := storetest.Open(t, b.url)
	hot := aShelf
	hot.Rounds = 5
	b.want(t, aShelf, 1)
	b.want(t, hot, 7)

	first, ok, err := b.ClaimShelf(t.Context(), "one", time.Minute)
	if err != nil || !ok || first.Shelf != hot || first.Lacks != 4 || first.Seconds != 30 {
		t.Errorf("first %+v, %t, %v; want the shelf that was wanted last, which lacks 4", first, ok, err)
	}
	second, ok, err := other.ClaimShelf(t.Context(), "two", time.Minute)
	if err != nil || !ok || second.Shelf != aShelf || second.Lacks != 1 {
		t.Errorf("second %+v, %t, %v", second, ok, err)
	}
	if third, ok, err := b.ClaimShelf(t.Context(), "one", time.Minute); err != nil || ok {
		t.Errorf("third %+v, %v", third, err)
	}

	if err := other.ReleaseShelf(t.Context(), "two", hot, 0); err != nil { // leased by another maker
		t.Fatal(err)
	}
	if c, ok, _ := b.ClaimShelf(t.Context(), "two", time.Minute); ok {
		t.Errorf("claimed %+v, which only another maker released", c)
	}
	if err := b.ReleaseShelf(t.Context(), "one", hot, 0); err != nil {
		t.Fatal(err)
	}
	b.shelve(t, hot, "made")
	if c, ok, err := b.ClaimShelf(t.Context(), "two", 0); err != nil || !ok || c.Lacks != 3 {
		t.Errorf("after a release %+v, %t, %v", c, ok, err)
	}
	if c, ok, err := b.ClaimShelf(t.Context(), "one", time.Minute); err != nil || !ok || c.Shelf != hot {
		t.Errorf("after a lease has run out %+v, %t, %v", c, ok, err)
	}
	if err := b.ReleaseShelf(t.Context(), "one", hot, time.Hour); err != nil {
		t.Fatal(err)
	}
	if c, ok, _ := b.ClaimShelf(t.Context(), "one", time.Minute); ok {
		t.Errorf("claimed %+v, which rests", c)
	}
}

func TestClaimShelf_DemandFades(t *testing.T) {
	b := setup(t)
	b.want(t, aShelf, 8)
	storetest.Exec(t, b.url, `UPDATE prompt_shelves SET wanted_at = wanted_at - interval '1 hour'`)
	c, ok, err := b.ClaimShelf(t.Context(), "one", 0)
	if err != nil || !ok || c.Lacks != 2 {
		t.Errorf("an hour after eight games it lacks %d, want 2; %v", c.Lacks, err)
	}
	storetest.Exec(t, b.url, `UPDATE prompt_shelves SET wanted_at = wanted_at - interval '1 day'`)
	if c, ok, err := b.ClaimShelf(t.Context(), "one", 0); err != nil || ok {
		t.Errorf("a day later it lacks %d; %v", c.Lacks, err)
	}
	b.want(t, aShelf, 0)
	if c, _, _ := b.ClaimShelf(t.Context(), "one", 0); c.Lacks != 1 {
		t.Errorf("wanted again it lacks %d, want 1", c.Lacks)
	}
}

func TestClaimShelf_OfOwnWordsOnlyWhileALobbyHasThem(t *testing.T) {
	b := setup(t)
	theme := prompts.Shelf{Language: "en", Difficulty: prompts.Normal, Rounds: 6, Theme: "the dogs of our street"}
	if err := b.WantReady(t.Context(), []prompts.Demand{{Shelf: theme, OwnWords: true, Seconds: 30, Games: 1}}); err != nil {
		t.Fatal(err)
	}
	if c, ok, err := b.ClaimShelf(t.Context(), "one", 0); ok || err != nil {
		t.Errorf("claimed %+v, %v", c, err)
	}
	mila := b.player(t, "Mila")
	b.lobby(t, "plum-kite-otter", mila)
	settings := b.read(t, "plum-kite-otter").Settings
	settings.Theme = theme.Theme
	if err := b.UpdateSettings(t.Context(), "plum-kite-otter", mila, settings); err != nil {
		t.Fatal(err)
	}
	if c, ok, err := b.ClaimShelf(t.Context(), "one", 0); !ok || err != nil || !c.OwnWords {
		t.Errorf("claimed %+v, %t, %v", c, ok, err)
	}
}

func TestSpend_StaysWithinTheBudgetOnTwoNodes(t *testing.T) {
	b := setup(t)
	nodes := [2]*store.Store{b.Store, storetest.Open(t, b.url)}
	var mu sync.Mutex
	allowed := 0
	pairs(t, nodes, 40, func(node *store.Store, _ int) error {
		_, ok, err := node.Spend(t.Context(), prompts.Usage{Calls: 1}, prompts.Budget{Calls: 25})
		mu.Lock()
		defer mu.Unlock()
		if ok {
			allowed++
		}
		return err
	})
	if allowed != 25 {
		t.Errorf("%d calls were allowed, want 25", allowed)
	}
	today, ok, err := b.Spend(t.Context(), prompts.Usage{InputTokens: 700, OutputTokens: 300, CostMicros: 220}, prompts.Budget{})
	if want := (prompts.Usage{Calls: 25, InputTokens: 700, OutputTokens: 300, CostMicros: 220}); err != nil || !ok || today != want {
		t.Errorf("today %+v, %t, %v", today, ok, err)
	}
	if _, ok, _ := b.Spend(t.Context(), prompts.Usage{Calls: 1}, prompts.Budget{CostMicros: 220}); ok {
		t.Error("a call beyond the budget in dollars was allowed")
	}
	storetest.Exec(t, b.url, `UPDATE prompt_days SET day = day - 1`)
	if _, ok, _ := b.Spend(t.Context(), prompts.Usage{Calls: 1}, prompts.Budget{Calls: 25}); !ok {
		t.Error("no call was allowed on another day")
	}
}

func TestOwnSets_AreTheirOwnersUntilPutAway(t *testing.T) {
	b := setup(t)
	mila, jonas := b.player(t, "Mila"), b.player(t, "Jonas")
	own := set("own")
	own.Source, own.Owner = prompts.FromHost, mila
	b.storeSets(t, own, set("a model's"))
	sets, err := b.OwnSets(t.Context(), mila)
	if diff := cmp.Diff([]prompts.Set{own}, sets); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if sets, err := b.OwnSets(t.Context(), jonas); err != nil || len(sets) != 0 {
		t.Errorf("listed for another player: %+v, %v", sets, err)
	}
	if _, err := b.OwnSet(t.Context(), "a model's"); !errors.Is(err, prompts.ErrNoSet) {
		t.Errorf("a model's set as one's own: %v", err)
	}
	if err := b.PutAway(t.Context(), jonas, "own"); !errors.Is(err, prompts.ErrNoSet) {
		t.Errorf("put away by another player: %v", err)
	}
	if err := b.PutAway(t.Context(), mila, "own"); err != nil {
		t.Error(err)
	}
	if _, err := b.OwnSet(t.Context(), "own"); !errors.Is(err, prompts.ErrNoSet) {
		t.Errorf("after it was put away: %v", err)
	}
}

func TestAdminPromptSets_InPages(t *testing.T) {
	b := setup(t)
	b.want(t, aShelf, 1)
	var ids []string
	for range 5 {
		id := rand.Text()
		ids = append(ids, id)
		b.shelve(t, aShelf, id)
	}
	slices.Reverse(ids)
	var got []string
	for after, pages := "", 0; ; pages++ {
		sets, next, err := b.AdminPromptSets(t.Context(), store.PromptSetFilter{State: "ready", Source: prompts.FromModel, Language: "en", After: after, Limit: 2})
		if err != nil || pages > 3 {
			t.Fatal(pages, err)
		}
		for _, s := range sets {
			got = append(got, s.ID)
		}
		if after = next; after == "" {
			break
		}
	}
	if diff := cmp.Diff(ids, got); diff != "" {
		t.Error(diff)
	}
	if _, _, err := b.AdminPromptSets(t.Context(), store.PromptSetFilter{After: "nonsense", Limit: 2}); !errors.Is(err, store.ErrCursor) {
		t.Errorf("error %v", err)
	}
	if err := b.DisablePromptSet(t.Context(), "unknown", true, store.AuditNote{}); !errors.Is(err, prompts.ErrNoSet) {
		t.Errorf("error %v", err)
	}
	shelves, today, err := b.PromptPool(t.Context())
	want := []store.PromptShelf{{Language: "en", Difficulty: "normal", Rounds: 3, Level: 1, Ready: 5}}
	if diff := cmp.Diff(want, shelves); diff != "" || err != nil || today != (prompts.Usage{}) {
		t.Error(diff, today, err)
	}
}

func TestDealing_SaysWhatPostgresRefuses(t *testing.T) {
	b := setup(t)
	bad := "no \x00 text"
	_, _, take := b.TakeReady(t.Context(), prompts.Shelf{Language: bad}, [2]string{})
	_, meet := b.Meet(t.Context(), bad, [2]string{})
	_, met := b.Met(t.Context(), [2]string{bad, ""})
	_, own := b.OwnSet(t.Context(), bad)
	for what, err := range map[string]error{
		"TakeReady": take, "Meet": meet, "Met": met, "OwnSet": own,
		"MeetAgain":      b.MeetAgain(t.Context(), bad, [2]string{}),
		"SavePromptSets": b.SavePromptSets(t.Context(), []prompts.Set{set(bad)}),
	} {
		if !errors.Is(err, room.ErrRejected) {
			t.Errorf("%s: %v; want ErrRejected, or a game waits for its prompts for ever", what, err)
		}
	}
}
