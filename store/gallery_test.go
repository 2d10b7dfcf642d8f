package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/storetest"
)

// show says that players want a game in the gallery.
func (b bundle) show(t *testing.T, game string, players ...string) {
	t.Helper()
	for _, player := range players {
		if err := b.ShowGame(t.Context(), game, player, true); err != nil {
			t.Fatal(err)
		}
	}
}

// like says that players like a game in the open gallery.
func (b bundle) like(t *testing.T, game string, players ...string) {
	t.Helper()
	for _, player := range players {
		if err := b.Like(t.Context(), game, player, true, store.OpenGallery); err != nil {
			t.Fatal(err)
		}
	}
}

// hanging returns the games of a gallery, by pages of two.
func (b bundle) hanging(t *testing.T, p store.GalleryPage) (games []string) {
	t.Helper()
	p.Limit = 2
	for {
		page, next, err := b.Gallery(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range page {
			games = append(games, e.Game)
		}
		if next == "" {
			return games
		}
		p.After = next
	}
}

var newestOpen = store.GalleryPage{Gallery: store.OpenGallery, Order: store.Newest}

// likes returns how many likes of a game count.
func (b bundle) likes(t *testing.T, game string) int {
	t.Helper()
	return storetest.Value[int](t, b.url, `SELECT likes FROM exhibits WHERE game = $1`, game)
}

func TestGallery_ShowsAGameWhileBothWantIt(t *testing.T) {
	b := setup(t)
	mila, jonas, ada := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ada")
	game := b.played(t, b.node(t), b.libraryOf(t, "SET"), mila, jonas, nil)
	stands := func(what string, player string, want store.Showing) {
		t.Helper()
		want.Possible = true
		if got, err := b.Showing(t.Context(), game, player, store.OpenGallery); err != nil || got != want {
			t.Errorf("%s: %+v, %v, want %+v", what, got, err, want)
		}
	}
	stands("at first", mila, store.Showing{Stage: store.NotShown})
	b.show(t, game, mila)
	stands("with her yes", mila, store.Showing{You: true, Stage: store.NotShown})
	stands("with her yes", jonas, store.Showing{Partner: true, Stage: store.NotShown})
	if got := b.hanging(t, newestOpen); got != nil {
		t.Errorf("with one yes the gallery has %v", got)
	}
	b.show(t, game, jonas, jonas)
	stands("with both", jonas, store.Showing{You: true, Partner: true, Stage: store.InView})
	b.like(t, game, ada)
	e, err := b.Exhibit(t.Context(), game, ada, store.OpenGallery)
	if err != nil || e.Title == "" || !slices.Contains(e.Names[:], "Mila") || !e.Liked || e.Strokes != 9 {
		t.Errorf("it shows %+v, %v", e, err)
	}
	for _, other := range []string{ada, "nobody"} {
		if err := b.ShowGame(t.Context(), game, other, true); !errors.Is(err, store.ErrNoGame) {
			t.Errorf("shown by %s, who has no seat: %v", other, err)
		}
	}

	// Whoever takes it back and agrees again gains nothing.
	if err := b.ShowGame(t.Context(), game, jonas, false); err != nil {
		t.Fatal(err)
	}
	if err := b.Like(t.Context(), game, ada, true, store.OpenGallery); !errors.Is(err, store.ErrNoGame) {
		t.Errorf("liked while it is taken back: %v", err)
	}
	b.show(t, game, jonas)
	again, err := b.Exhibit(t.Context(), game, ada, store.OpenGallery)
	if err != nil || again != e {
		t.Errorf("it comes back as %+v, %v; was %+v", again, err, e)
	}
}

func TestGallery_LosesAtOnce(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T, b bundle, game, mila string) error{
		"what a player took back": func(t *testing.T, b bundle, game, mila string) error {
			return b.ShowGame(t.Context(), game, mila, false)
		},
		"what a player made private": func(t *testing.T, b bundle, game, mila string) error {
			return b.SetOpen(t.Context(), game, mila, false)
		},
		"what a version without a gallery made private": func(t *testing.T, b bundle, game, mila string) error {
			storetest.Exec(t, b.url, `UPDATE seats SET open = false WHERE game = $1 AND player = $2`, game, mila)
			return nil
		},
		"what a player deleted their part of": func(t *testing.T, b bundle, game, mila string) error {
			return b.ForgetSeat(t.Context(), game, mila)
		},
		"what a forgotten player drew": func(t *testing.T, b bundle, _, mila string) error {
			_, err := b.ForgetPlayer(t.Context(), mila)
			return err
		},
		"what a banned player drew": func(t *testing.T, b bundle, _, mila string) error {
			_, err := b.BanPlayer(t.Context(), mila, store.AuditNote{})
			return err
		},
		"what a player reported": func(t *testing.T, b bundle, game, mila string) error {
			return b.MakeReport(t.Context(), game, mila, "drawing", "", nil)
		},
		"what the operator deleted": func(t *testing.T, b bundle, game, _ string) error {
			return b.DeleteGame(t.Context(), game, store.AuditNote{})
		},
		"what the operator refused": func(t *testing.T, b bundle, game, _ string) error {
			return b.DecideExhibit(t.Context(), game, false, store.OpenGallery, store.AuditNote{})
		},
		"what somebody who saw it reported": func(t *testing.T, b bundle, game, _ string) error {
			return b.ReportExhibit(t.Context(), game, store.OpenGallery)
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := setup(t)
			mila, jonas := b.player(t, "Mila"), b.player(t, "Jonas")
			game := b.played(t, b.node(t), b.libraryOf(t, "SET"), mila, jonas, nil)
			b.show(t, game, mila, jonas)
			if got := b.hanging(t, newestOpen); !slices.Equal(got, []string{game}) {
				t.Fatalf("before, it has %v", got)
			}
			if err := spoil(t, b, game, mila); err != nil {
				t.Fatal(err)
			}
			if got := b.hanging(t, newestOpen); got != nil {
				t.Errorf("afterwards, it still has %v", got)
			}
			if _, err := b.Exhibit(t.Context(), game, "", store.OpenGallery); !errors.Is(err, store.ErrNoGame) {
				t.Errorf("afterwards, it is still there: %v", err)
			}
			if err := b.ReportExhibit(t.Context(), game, store.OpenGallery); !errors.Is(err, store.ErrNoGame) {
				t.Errorf("reported when it isn't there: %v", err)
			}
		})
	}
}

func TestGallery_TakesOnlyWhatTwoPlayersDrew(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	lib := b.libraryOf(t, "SET")
	own := set("OWN")
	own.Source = prompts.FromHost
	b.storeSets(t, own)
	mila, jonas := b.player(t, "Mila"), b.player(t, "Jonas")
	lent := b.played(t, n, lib, b.player(t, "Eve"), b.player(t, "Kim"), nil)
	storetest.Exec(t, b.url, `INSERT INTO ghosts (game, seat, language, difficulty) VALUES ($1, 1, 'en', 'wild')`, lent)
	ghosts, _ := b.meetGhost(t, n, mila)
	deleted := b.played(t, n, lib, mila, jonas, nil)
	if err := b.DeleteGame(t.Context(), deleted, store.AuditNote{}); err != nil {
		t.Fatal(err)
	}
	for what, game := range map[string]string{
		"one where one drew nothing": b.played(t, n, lib, mila, jonas, func(f *room.Finished) { f.Drew[1] = false }),
		"one with a host's prompts":  b.played(t, n, own, mila, jonas, nil),
		"one with a ghost":           ghosts,
		"one without prompts":        b.strangersGameOn(t, n, mila, jonas),
		"one that is deleted":        deleted,
		"one that others have drawn": lent,
		"one that there isn't":       "no-such-game",
	} {
		if err := b.ShowGame(t.Context(), game, mila, true); !errors.Is(err, store.ErrNoGame) {
			t.Errorf("%s: %v", what, err)
		}
		if w, err := b.Showing(t.Context(), game, mila, store.OpenGallery); err == nil && w.Possible {
			t.Errorf("%s: offered as %+v", what, w)
		}
	}
}

func TestGallery_ModeratedWaitsForTheOperator(t *testing.T) {
	b := setup(t)
	mila, jonas := b.player(t, "Mila"), b.player(t, "Jonas")
	game := b.played(t, b.node(t), b.libraryOf(t, "SET"), mila, jonas, nil)
	b.show(t, game, mila, jonas)
	storetest.Exec(t, b.url, `UPDATE exhibits SET shown_at = now() - INTERVAL '1 month'`)
	moderated := store.GalleryPage{Gallery: store.ModeratedGallery, Order: store.ThisWeek}
	lists := func(list string) bool {
		t.Helper()
		listed, _, err := b.ExhibitList(t.Context(), list, "", 10)
		if err != nil {
			t.Fatal(err)
		}
		return len(listed) == 1 && listed[0].Game == game
	}
	stage := func(want store.Stage) {
		t.Helper()
		if w, err := b.Showing(t.Context(), game, mila, store.ModeratedGallery); err != nil || w.Stage != want {
			t.Errorf("its stage is %s, want %s; %v", w.Stage, want, err)
		}
	}
	decide := func(show bool) {
		t.Helper()
		if err := b.DecideExhibit(t.Context(), game, show, store.ModeratedGallery, store.AuditNote{}); err != nil {
			t.Fatal(err)
		}
	}
	if got := b.hanging(t, moderated); got != nil || !lists(store.NewExhibits) {
		t.Errorf("before a yes it has %v", got)
	}
	stage(store.Waiting)
	decide(true)
	if got := b.hanging(t, moderated); !slices.Equal(got, []string{game}) || !lists(store.AgreedExhibits) {
		t.Errorf("after the yes the week has %v", got)
	}
	stage(store.InView)
	if err := b.ReportExhibit(t.Context(), game, store.ModeratedGallery); err != nil {
		t.Error(err)
	}
	if got := b.hanging(t, moderated); len(got) != 1 || !lists(store.ReportedExhibits) {
		t.Errorf("what the operator has seen leaves by a visitor's report: %v", got)
	}
	decide(false)
	if got := b.hanging(t, moderated); got != nil || !lists(store.RefusedExhibits) || lists(store.ReportedExhibits) {
		t.Errorf("after the no it has %v", got)
	}
	stage(store.Refused)
	if err := b.ShowGame(t.Context(), game, jonas, false); err != nil {
		t.Fatal(err)
	}
	if lists(store.RefusedExhibits) {
		t.Error("the operator is still asked about what a player took back")
	}
	if err := b.DecideExhibit(t.Context(), "no-such-game", true, store.ModeratedGallery, store.AuditNote{}); !errors.Is(err, store.ErrNoGame) {
		t.Errorf("decided about no game: %v", err)
	}
	audit, err := b.Audit(t.Context(), game, 1<<60, 10)
	if err != nil || len(audit) != 2 || audit[0].Action != "hide_exhibit" || audit[1].Action != "show_exhibit" {
		t.Errorf("the audit has %+v, %v", audit, err)
	}
}

func TestLikes_CountOncePlayersHaveFinishedAGame(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	lib := b.libraryOf(t, "SET")
	mila, jonas, ada, eve := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ada"), b.player(t, "Eve")
	game := b.played(t, n, lib, mila, jonas, nil)
	b.show(t, game, mila, jonas)
	likes := func(what string, want int) {
		t.Helper()
		if got := b.likes(t, game); got != want {
			t.Errorf("%s: %d likes, want %d", what, got, want)
		}
	}
	b.like(t, game, ada, ada, eve)
	likes("of fresh guests", 0)
	b.like(t, game, mila)
	likes("of one's own drawing", 0)

	if err := b.LendInk(t.Context(), game, mila, true); err != nil {
		t.Fatal(err)
	}
	ghosts, _ := b.meetGhost(t, n, ada)
	count := func(game string) {
		t.Helper()
		if err := b.CountLikes(t.Context(), game); err != nil {
			t.Fatal(err)
		}
	}
	count(ghosts)
	likes("after a game with a ghost", 0)
	count(b.played(t, n, lib, ada, eve, func(f *room.Finished) { f.How, f.Drew[0], f.Drew[1] = room.EndedEarly, true, true }))
	likes("after a game that ended early", 0)
	theirs := b.played(t, n, lib, ada, eve, nil)
	count(theirs)
	count(theirs)
	likes("after they finished one", 2)
	if err := b.Like(t.Context(), game, ada, false, store.OpenGallery); err != nil {
		t.Fatal(err)
	}
	likes("taken back", 1)
	b.like(t, game, ada, ada)
	likes("liked twice", 2)
	if _, err := b.BanPlayer(t.Context(), ada, store.AuditNote{}); err != nil {
		t.Fatal(err)
	}
	likes("without a banned player's", 1)
	if _, err := b.ForgetPlayer(t.Context(), eve); err != nil {
		t.Fatal(err)
	}
	likes("without a forgotten player's", 0)
	if err := b.Like(t.Context(), game, ada, false, store.OpenGallery); err != nil {
		t.Errorf("taken back twice: %v", err)
	}
	if err := b.Like(t.Context(), "no-such-game", jonas, true, store.OpenGallery); !errors.Is(err, store.ErrNoGame) {
		t.Errorf("of no game: %v", err)
	}
}

// exhibits hangs games 1 to n: each shown a day before the one before it, with as many likes
// as its number; odd ones in English with the theme Space, even ones in Spanish with a theme of
// the players.
func (b bundle) exhibits(t *testing.T, n int) {
	t.Helper()
	sets := []prompts.Set{set("1"), set("0")}
	sets[0].Theme, sets[0].Language, sets[0].Key = "Space", "en", "1"
	sets[1].Theme, sets[1].Language, sets[1].Key = "mi abuela", "es", "0"
	b.storeSets(t, sets...)
	storetest.Exec(t, b.url, fmt.Sprintf(`
		INSERT INTO games (id, round_seconds, rounds, theme, language, prompt_set, state, recording, ended_at)
		SELECT 'G' || n, 30, 3, '', p.language, p.id, 'finished', '\x01', now()
		FROM generate_series(1, %d) n JOIN prompt_sets p ON p.id = (n %% 2)::text;
		INSERT INTO seats (game, seat, name, open, shown)
		SELECT 'G' || n, seat, 'Mila', true, true FROM generate_series(1, %[1]d) n, generate_series(1, 2) seat;
		INSERT INTO exhibits (game, language, theme, shown_at, likes, verdict)
		SELECT 'G' || n, p.language, p.theme, now() - (n - 1) * INTERVAL '1 day', n, 'yes'
		FROM generate_series(1, %[1]d) n JOIN prompt_sets p ON p.id = (n %% 2)::text`, n))
}

func TestGallery_OrdersAndFilters(t *testing.T) {
	b := setup(t)
	b.exhibits(t, 9)
	for _, test := range []struct {
		order           store.Order
		theme, language string
		want            string
	}{
		{store.Newest, "", "", "1 2 3 4 5 6 7 8 9"},
		{store.MostLiked, "", "", "9 8 7 6 5 4 3 2 1"},
		{store.ThisWeek, "", "", "7 6 5 4 3 2 1"},
		{store.Newest, "Space", "", "1 3 5 7 9"},
		{store.MostLiked, "Weltraum", "", "9 7 5 3 1"}, // by its name in any language
		{store.ThisWeek, "mi abuela", "", "6 4 2"},
		{store.Newest, "", "es", "2 4 6 8"},
		{store.MostLiked, "", "es", "8 6 4 2"},
		{store.ThisWeek, "", "en", "7 5 3 1"},
		{store.MostLiked, "Space", "es", ""},
		{store.Newest, "'; DROP TABLE games; --", "", ""},
	} {
		got := b.hanging(t, store.GalleryPage{Gallery: store.OpenGallery, Order: test.order, Theme: test.theme, Language: test.language})
		if ids := strings.ReplaceAll(strings.Join(got, " "), "G", ""); ids != test.want {
			t.Errorf("%s of %q in %q: %s, want %s", test.order, test.theme, test.language, ids, test.want)
		}
	}
	_, next, err := b.Gallery(t.Context(), store.GalleryPage{Gallery: store.OpenGallery, Order: store.MostLiked, Limit: 2})
	if err != nil || next == "" {
		t.Fatal(next, err)
	}
	for _, cursor := range []string{"!", next[:8], "bmV3ZXN0IC0xIEc"} {
		p := store.GalleryPage{Gallery: store.OpenGallery, Order: store.Newest, After: cursor, Limit: 2}
		if _, _, err := b.Gallery(t.Context(), p); !errors.Is(err, store.ErrCursor) {
			t.Errorf("the cursor %q: %v", cursor, err)
		}
	}
}

// A page reads neither all exhibits nor all of what hides them.
func TestGallery_WalksIndexes(t *testing.T) {
	b := setup(t)
	b.exhibits(t, 3000)
	storetest.Exec(t, b.url, `VACUUM ANALYZE exhibits, games, seats, prompt_sets, reports, players, likes`)
	conn, err := pgx.Connect(t.Context(), b.url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	for _, order := range []store.Order{store.Newest, store.MostLiked, store.ThisWeek} {
		for _, filter := range []store.GalleryPage{{}, {Theme: "Space"}, {Language: "es"}, {Theme: "Space", Language: "en"}} {
			filter.Gallery, filter.Order, filter.Limit = store.ModeratedGallery, order, 24
			s := store.GalleryStatement(filter)
			plan, raw := explain(t, conn, s)
			if whole := plan.whole(); whole != nil || s.Scan && plan.sorts() {
				t.Errorf("%s of %q in %q reads all of %v, or sorts:\n%s", order, filter.Theme, filter.Language, whole, raw)
			}
		}
	}
}

func TestOperatorSignedIn(t *testing.T) {
	b := setup(t)
	for i, want := range []bool{false, true, true} {
		if did, err := b.OperatorSignedIn(t.Context()); err != nil || did != want {
			t.Errorf("after %d sessions: %v, %v", i, did, err)
		}
		if err := b.OpenAdminSession(t.Context(), fmt.Sprint("session ", i), -time.Hour); err != nil {
			t.Fatal(err)
		}
	}
}
