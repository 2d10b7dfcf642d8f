package store_test

import (
	"crypto/rand"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/store"
)

// strangersGame makes a kept game of two strangers.
func (b bundle) strangersGame(t *testing.T, one, two string) string {
	t.Helper()
	return b.strangersGameOn(t, b.node(t), one, two)
}

func (b bundle) strangersGameOn(t *testing.T, n *store.Node, one, two string) string {
	t.Helper()
	b.enqueue(t, one, two)
	game := b.meet(t)[0].Game
	b.finish(t, n, game)
	return game
}

func TestReports_ReachTheQueue(t *testing.T) {
	b := setup(t)
	mila, jonas, eve := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Eve")
	game := b.strangersGame(t, mila, jonas)
	if err := b.MakeReport(t.Context(), game, eve, "spam", "", nil); !errors.Is(err, store.ErrNoGame) {
		t.Errorf("by a player of another game: %v; want ErrNoGame", err)
	}
	said := []store.SaidLine{{Seat: 1, Text: "hi"}, {Seat: 2, Text: "2 lines: 1"}}
	for _, words := range []string{"a first word", "the last word"} {
		if err := b.MakeReport(t.Context(), game, mila, "drawing", words, said); err != nil {
			t.Fatal(err)
		}
	}
	reports, err := b.Reports(t.Context(), store.ReportOpen, 0, 10)
	if err != nil || len(reports) != 1 {
		t.Fatalf("%d reports, %v", len(reports), err)
	}
	r := reports[0]
	if r.Game != game || r.Reported != jonas || r.ReportedName != "Jonas" || r.ReporterName != "Mila" ||
		r.Seat != 2 || r.Reason != "drawing" || r.Words != "the last word" || !slices.Equal(r.Said, said) || r.DecidedAt != nil {
		t.Errorf("report %+v", r)
	}
	b.enqueue(t, mila, jonas)
	if made := b.meet(t); len(made) != 0 {
		t.Error("they are matched again")
	}
	decided, err := b.DecideReport(t.Context(), r.ID, store.ReportUpheld, store.AuditNote{Note: "told him off"})
	if err != nil || decided.State != store.ReportUpheld || decided.Note != "told him off" || decided.DecidedAt == nil {
		t.Errorf("decided %+v, %v", decided, err)
	}
	if reports, err = b.Reports(t.Context(), store.ReportOpen, 0, 10); err != nil || len(reports) != 0 {
		t.Errorf("still open: %+v, %v", reports, err)
	}
	if reports, err = b.Reports(t.Context(), store.ReportUpheld, r.ID+1, 10); err != nil || len(reports) != 1 {
		t.Errorf("upheld: %+v, %v", reports, err)
	}
	if reports, err = b.Reports(t.Context(), store.ReportUpheld, r.ID, 10); err != nil || len(reports) != 0 {
		t.Errorf("on the page after itself: %+v, %v", reports, err)
	}
	if _, err := b.DecideReport(t.Context(), r.ID+99, store.ReportUpheld, store.AuditNote{}); !errors.Is(err, store.ErrNoReport) {
		t.Errorf("an unknown report: %v; want ErrNoReport", err)
	}
}

func TestOpen_IsUpToBothStrangers(t *testing.T) {
	b := setup(t)
	mila, jonas := b.player(t, "Mila"), b.player(t, "Jonas")
	game := b.strangersGame(t, mila, jonas)
	open := func() bool {
		t.Helper()
		g, err := b.Game(t.Context(), game)
		if err != nil {
			t.Fatal(err)
		}
		return g.Open()
	}
	set := func(player string, yes bool) {
		t.Helper()
		if err := b.SetOpen(t.Context(), game, player, yes); err != nil {
			t.Fatal(err)
		}
	}
	set(mila, true)
	if open() {
		t.Error("open though only one player agreed")
	}
	set(jonas, true)
	if !open() {
		t.Error("not open though both players agreed")
	}
	set(mila, false)
	if open() {
		t.Error("open though one player no longer agrees")
	}
	if err := b.SetOpen(t.Context(), game, b.player(t, "Eve"), true); !errors.Is(err, store.ErrNoGame) {
		t.Errorf("by a player of another game: %v; want ErrNoGame", err)
	}
	if g, err := b.Game(t.Context(), b.game(t)); err != nil || !g.Open() {
		t.Errorf("a game of a lobby is not open: %v", err)
	}
}

func TestBlocks(t *testing.T) {
	b := setup(t)
	mila, jonas := b.player(t, "Mila"), b.player(t, "Jonas")
	for range 2 {
		if err := b.Block(t.Context(), mila, jonas); err != nil {
			t.Fatal(err)
		}
	}
	one, err := b.Blocks(t.Context(), mila, jonas)
	two, err2 := b.Blocks(t.Context(), jonas, mila)
	if !one || two || err != nil || err2 != nil {
		t.Errorf("she blocks him: %v, he blocks her: %v, %v, %v", one, two, err, err2)
	}
	for range 2 {
		if err := b.Unblock(t.Context(), mila, jonas); err != nil {
			t.Fatal(err)
		}
	}
	b.enqueue(t, mila, jonas)
	if made := b.meet(t); len(made) != 1 {
		t.Error("they aren't matched after the block was removed")
	}
}

func TestRepeat(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	mila, jonas := b.player(t, "Mila"), b.player(t, "Jonas")
	const code = "plum-kite-otter"
	b.lobby(t, code, mila, jonas)
	b.lobby(t, "calm-pear-comet", mila)
	b.ready(t, code, mila, jonas)
	matches, err := b.Match(t.Context(), code, neighbours, rand.Text)
	if err != nil {
		t.Fatal(err)
	}
	first := matches[0].Game
	if _, err := b.Repeat(t.Context(), first, rand.Text()); !errors.Is(err, lobby.ErrNoPartner) {
		t.Errorf("while it is live: %v; want ErrNoPartner", err)
	}
	b.finish(t, n, first)
	settings := lobby.DefaultSettings()
	settings.Rounds = 3
	if err := b.UpdateSettings(t.Context(), code, mila, settings); err != nil {
		t.Fatal(err)
	}
	b.ready(t, "calm-pear-comet", mila)
	const second = "SECOND"
	var m lobby.Repeated
	// A second call, as after a lost answer, makes no second game.
	for _, changed := range [][]string{{"calm-pear-comet", code}, {code}} {
		if m, err = b.Repeat(t.Context(), first, second); err != nil || m.Game != second || m.Players != [2]string{mila, jonas} || m.Names[1] != "Jonas" {
			t.Fatalf("%+v, %v", m, err)
		}
		if !cmp.Equal(m.Changed, changed) {
			t.Errorf("changed %v; want %v", m.Changed, changed)
		}
	}
	if g, err := b.Game(t.Context(), m.Game); err != nil || g.Lobby != code || g.Rounds != 3 || g.Seats[1].Player != jonas {
		t.Errorf("the second game is %+v, %v", g, err)
	}
	b.finish(t, n, m.Game)
	if err := b.Leave(t.Context(), code, jonas); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Repeat(t.Context(), first, rand.Text()); !errors.Is(err, lobby.ErrNoPartner) {
		t.Errorf("with a partner who has left the lobby: %v; want ErrNoPartner", err)
	}

	quick := b.strangersGameOn(t, n, mila, jonas)
	if m, err = b.Repeat(t.Context(), quick, rand.Text()); err != nil || len(m.Changed) != 0 {
		t.Fatalf("strangers: %v, %v", m.Changed, err)
	}
	if g, err := b.Game(t.Context(), m.Game); err != nil || g.Lobby != "" || g.Language != "en" {
		t.Errorf("the strangers' second game is %+v, %v", g, err)
	}
	if _, err := b.Repeat(t.Context(), "no game", rand.Text()); !errors.Is(err, store.ErrNoGame) {
		t.Errorf("an unknown game: %v; want ErrNoGame", err)
	}
}
