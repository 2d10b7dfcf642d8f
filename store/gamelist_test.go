package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/storetest"
)

// history fills the database with games 1 to n, one an hour. Every third game is abandoned,
// the others are finished. Games 5 and 6 started at the same moment.
func (b bundle) history(t *testing.T, n int) {
	t.Helper()
	storetest.Exec(t, b.url, fmt.Sprintf(`
		INSERT INTO games (id, round_seconds, rounds, theme, language, state, created_at)
		SELECT to_char(n, 'FM9900'), 30, 6, '', 'en', CASE WHEN n %% 3 = 0 THEN 'abandoned' ELSE 'finished' END,
		       TIMESTAMPTZ '2026-01-01Z' + (CASE n WHEN 6 THEN 5 ELSE n END) * INTERVAL '1 hour'
		FROM generate_series(1, %d) n`, n))
	storetest.Exec(t, b.url, `
		INSERT INTO seats (game, seat, name)
		SELECT id, seat, 'Mila' FROM games, generate_series(1, 2) seat`)
}

// every lists all games of a filter in small pages.
func (b bundle) every(t *testing.T, f store.GameFilter, o store.Order) (ids []string) {
	t.Helper()
	return b.paged(t, f, o, 3)
}

// paged lists all games of a filter in pages.
func (b bundle) paged(t *testing.T, f store.GameFilter, o store.Order, limit int) (ids []string) {
	t.Helper()
	for after := ""; ; {
		games, next, err := b.ListGames(t.Context(), store.GamePage{GameFilter: f, Order: o, After: after, Limit: limit})
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range games {
			ids = append(ids, g.ID)
		}
		if after = next; after == "" {
			return ids
		}
	}
}

func TestListGames_NewGamesDontShiftThePages(t *testing.T) {
	b := setup(t)
	b.history(t, 10)
	page := store.GamePage{Order: store.Newest, Limit: 5}
	_, next, err := b.ListGames(t.Context(), page)
	if err != nil {
		t.Fatal(err)
	}
	storetest.Exec(t, b.url, `
		INSERT INTO games (id, round_seconds, rounds, theme, language) VALUES ('new', 30, 6, '', 'en');
		INSERT INTO seats (game, seat, name) VALUES ('new', 1, 'Ida'), ('new', 2, 'Ben')`)
	page.After = next
	games, next, err := b.ListGames(t.Context(), page)
	if err != nil || next != "" || len(games) != 5 || games[0].ID != "05" || games[4].ID != "01" {
		t.Errorf("the second page: %+v, next %q, %v", games, next, err)
	}
}

func TestListGames_Orders(t *testing.T) {
	b := setup(t)
	b.history(t, 10)
	storetest.Exec(t, b.url, `UPDATE games SET play_ms = 1000 * (11 - id::int), strokes = id::int / 4`)
	for order, want := range map[store.Order]string{
		store.Newest:        "10 09 08 07 06 05 04 03 02 01",
		store.Oldest:        "01 02 03 04 05 06 07 08 09 10",
		store.Longest:       "01 02 03 04 05 06 07 08 09 10",
		store.Shortest:      "10 09 08 07 06 05 04 03 02 01",
		store.MostStrokes:   "10 09 08 07 06 05 04 03 02 01",
		store.FewestStrokes: "01 02 03 04 05 06 07 08 09 10",
	} {
		if got := strings.Join(b.every(t, store.GameFilter{}, order), " "); got != want {
			t.Errorf("%s: %s, want %s", order, got, want)
		}
	}
}

// variety makes games that differ in everything that can be filtered, and returns Ada's id.
func (b bundle) variety(t *testing.T) (ada string) {
	t.Helper()
	b.history(t, 10)
	ada = b.player(t, "Ada")
	for _, set := range []string{"sea", "zoo"} {
		s := someSet()
		s.ID, s.Theme, s.Language = set, set, map[string]string{"sea": "en", "zoo": "es"}[set]
		s.Source = map[string]string{"sea": "library", "zoo": "openai"}[set]
		s.Title = map[string]string{"sea": "The lighthouse picnic", "zoo": "El ñandú"}[set]
		s.Key = set
		b.storeSets(t, s)
	}
	b.lobby(t, "plum-kite-otter", ada)
	storetest.Exec(t, b.url, `UPDATE games SET prompt_set = CASE WHEN id < '04' THEN 'zoo' ELSE 'sea' END,
		language = CASE WHEN id < '04' THEN 'es' ELSE 'en' END, lobby = CASE WHEN id IN ('02', '07') THEN 'plum-kite-otter' END`)
	storetest.Exec(t, b.url, `UPDATE seats SET player = $1, name = 'Ada Ünal' WHERE game IN ('02', '08') AND seat = 2`, ada)
	storetest.Exec(t, b.url, `UPDATE games SET deleted_at = now() WHERE id = '10'`)
	return ada
}

func TestListGames_Filters(t *testing.T) {
	b := setup(t)
	ada := b.variety(t)
	hour := func(h int) time.Time { return time.Date(2026, 1, 1, h, 0, 0, 0, time.UTC) }
	for _, test := range []struct {
		name   string
		filter store.GameFilter
		want   []string
	}{
		{"by state", store.GameFilter{State: store.Abandoned}, []string{"09", "06", "03"}},
		{"from, inclusive", store.GameFilter{From: hour(9)}, []string{"09"}},
		{"to, exclusive", store.GameFilter{To: hour(3)}, []string{"02", "01"}},
		{"state and time", store.GameFilter{State: store.Finished, From: hour(4), To: hour(8)}, []string{"07", "05", "04"}},
		{"by player", store.GameFilter{Player: ada}, []string{"08", "02"}},
		{"by a player's name", store.GameFilter{Player: "ada una"}, []string{"08", "02"}},
		{"by a word of a title as a player's name", store.GameFilter{Player: "lighthouse"}, nil},
		{"by lobby", store.GameFilter{Lobby: "plum-kite-otter"}, []string{"07", "02"}},
		{"by lobby and text", store.GameFilter{Lobby: "plum-kite-otter", Text: "nandu"}, []string{"02"}},
		{"by player and another's name", store.GameFilter{Player: ada, Text: "mila picnic"}, []string{"08"}},
		{"by theme", store.GameFilter{Theme: "Zoo"}, []string{"03", "02", "01"}},
		{"by language", store.GameFilter{Language: "es"}, []string{"03", "02", "01"}},
		{"by source", store.GameFilter{Source: "openai", State: store.Finished}, []string{"02", "01"}},
		{"deleted", store.GameFilter{Deleted: true}, []string{"10"}},
		{"by text of a title, without its accents", store.GameFilter{Text: "NANDU"}, []string{"03", "02", "01"}},
		{"by text from a name and a title", store.GameFilter{Text: "ada, picnic"}, []string{"08"}},
		{"by text without a match", store.GameFilter{Text: "'); DROP TABLE games; --"}, nil},
		{"by punctuation alone", store.GameFilter{Text: "&|!:*"}, nil},
		{"nothing", store.GameFilter{State: store.Live}, nil},
	} {
		if got := b.every(t, test.filter, store.Newest); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
		if _, err := b.EstimateGames(t.Context(), test.filter); err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

func TestGameFilter_AllowsWordsByTimeOnly(t *testing.T) {
	id := strings.Repeat("A", 26)
	for _, test := range []struct {
		filter store.GameFilter
		want   bool
	}{
		{store.GameFilter{}, true},
		{store.GameFilter{Theme: "sea", State: store.Finished, Player: id, Text: " "}, true},
		{store.GameFilter{Text: "sea"}, false},
		{store.GameFilter{Player: "ada"}, false},
		{store.GameFilter{Player: id, Text: "sea"}, false},
	} {
		for _, o := range []store.Order{store.Longest, store.Shortest, store.MostStrokes, store.FewestStrokes} {
			if got := test.filter.Allows(o); got != test.want {
				t.Errorf("%+v, %s: allowed %t", test.filter, o, got)
			}
		}
		if !test.filter.Allows(store.Newest) || !test.filter.Allows(store.Oldest) {
			t.Errorf("%+v isn't allowed by time", test.filter)
		}
	}
}

func TestListGames_DescribesAGame(t *testing.T) {
	b := setup(t)
	ada := b.variety(t)
	games, _, err := b.ListGames(t.Context(), store.GamePage{GameFilter: store.GameFilter{Player: ada}, Order: store.Newest, Limit: 1})
	if err != nil || len(games) != 1 {
		t.Fatalf("%+v, %v", games, err)
	}
	g := games[0]
	if g.ID != "08" || g.Title != "The lighthouse picnic" || g.Theme != "sea" || g.Paper != "#FFF3CF" || g.Source != "library" ||
		g.Model != "a model" || g.Names != [2]string{"Mila", "Ada Ünal"} || g.Players != [2]string{"", ada} {
		t.Errorf("got %+v", g)
	}
}

func TestListGames_RefusesAForeignCursor(t *testing.T) {
	b := setup(t)
	b.history(t, 2)
	_, longest, err := b.ListGames(t.Context(), store.GamePage{Order: store.Longest, Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, after := range []string{"!", "bm90IGEgY3Vyc29y", "MTIz", longest} {
		if _, _, err := b.ListGames(t.Context(), store.GamePage{Order: store.Newest, Limit: 1, After: after}); !errors.Is(err, store.ErrCursor) {
			t.Errorf("cursor %q: %v; want ErrCursor", after, err)
		}
	}
}

// A list is the same however many games its pages have and look through.
func TestListGames_IsTheSameListInPagesOfAnySize(t *testing.T) {
	b := setup(t)
	const games = 8000
	if err := storetest.Seed(t.Context(), b.url, games); err != nil {
		t.Fatal(err)
	}
	for _, f := range []store.GameFilter{
		{Text: "lighthouse", Player: "mila"},
		{Player: "mila", State: store.Finished},
		{Text: "the moose"},
		{Text: "moose", From: time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC)},
		{Language: "es", State: store.Abandoned},
		{Player: "ada 1"},
	} {
		for _, o := range []store.Order{store.Newest, store.Longest, store.FewestStrokes} {
			if !f.Allows(o) {
				continue
			}
			b.ScanAtOnce(games)
			whole := b.paged(t, f, o, games)
			if len(whole) < 21 {
				t.Errorf("%+v, %s: only %d games", f, o, len(whole))
			}
			for _, scan := range []int{30, 500, games} {
				b.ScanAtOnce(scan)
				if diff := cmp.Diff(whole, b.paged(t, f, o, 20)); diff != "" {
					t.Errorf("%+v, %s, in pages of 20 that look through %d games:\n%s", f, o, scan, diff)
				}
			}
		}
	}
}

func TestListGames_APageMayBeShort(t *testing.T) {
	b := setup(t)
	b.history(t, 10)
	b.ScanAtOnce(4)
	page := store.GamePage{GameFilter: store.GameFilter{State: store.Abandoned}, Order: store.Newest, Limit: 5}
	for _, want := range []string{"09", "06", "03", ""} {
		games, next, err := b.ListGames(t.Context(), page)
		if err != nil || len(games) > 1 || (next == "") != (want == "") || want != "" && games[0].ID != want {
			t.Fatalf("got %+v, next %q, %v; want game %q", games, next, err, want)
		}
		page.After = next
	}
}

func TestListGames_FindsWhatIsFarAway(t *testing.T) {
	b := setup(t)
	b.history(t, 10)
	b.ScanAtOnce(4)
	storetest.Exec(t, b.url, `UPDATE games SET language = 'es' WHERE id IN ('01', '02')`)
	if got := b.every(t, store.GameFilter{Language: "es"}, store.Newest); !slices.Equal(got, []string{"02", "01"}) {
		t.Errorf("got %v", got)
	}
}

func TestEveryGame_VisitsAllGames(t *testing.T) {
	b := setup(t)
	b.history(t, 2500)
	seen := map[string]bool{}
	for g, err := range b.EveryGame(t.Context(), store.GameFilter{}, store.Oldest) {
		if err != nil {
			t.Fatal(err)
		}
		seen[g.ID] = true
	}
	if len(seen) != 2500 {
		t.Errorf("%d games, want 2500", len(seen))
	}
}

func TestListGames_TheLastWordMayBeAPrefix(t *testing.T) {
	b := setup(t)
	b.history(t, 2)
	storetest.Exec(t, b.url, `
		UPDATE seats SET name = 'Mila Moon' WHERE game = '01' AND seat = 1;
		UPDATE seats SET name = 'Milan Moose' WHERE game = '02' AND seat = 1;
		UPDATE seats SET name = 'Jonas' WHERE seat = 2`)
	for said, want := range map[string]string{
		"mila moo": "01", "Moon, Milá": "01", "mil": "02 01", "moos": "02", "mil moo": "", "jonas mila": "02 01",
	} {
		if got := strings.Join(b.every(t, store.GameFilter{Player: said}, store.Newest), " "); got != want {
			t.Errorf("%q: games %q, want %q", said, got, want)
		}
	}
}
