package store_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/store/storetest"
)

// read reads a lobby that must exist.
func (b bundle) read(t *testing.T, code string) lobby.Lobby {
	t.Helper()
	l, err := b.Lobby(t.Context(), code)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestLobby_IsReadWhole(t *testing.T) {
	b := setup(t)
	mila, jonas, ida, ben := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ida"), b.player(t, "Ben")
	b.lobby(t, "plum-kite-otter", mila, jonas, ida, ben)
	b.ready(t, "plum-kite-otter", mila, jonas, ida)
	matches, err := b.Match(t.Context(), "plum-kite-otter", neighbours, rand.Text)
	if err != nil {
		t.Fatal(err)
	}
	game := matches[0].Game

	got := b.read(t, "plum-kite-otter")
	if len(got.Games) != 1 || time.Since(got.Games[0].StartedAt) > time.Minute {
		t.Fatalf("games %+v", got.Games)
	}
	got.Games[0].StartedAt = time.Time{}
	want := lobby.Lobby{
		Code: "plum-kite-otter", Host: mila, Settings: lobby.DefaultSettings(), Rules: lobby.DefaultRules(),
		Members: []lobby.Member{
			{Player: mila, Name: "Mila", State: lobby.Playing, Room: game},
			{Player: jonas, Name: "Jonas", State: lobby.Playing, Room: game},
			{Player: ida, Name: "Ida", State: lobby.Ready},
			{Player: ben, Name: "Ben", State: lobby.Here},
		},
		Games:   []lobby.GameCard{{ID: game, Names: [2]string{"Mila", "Jonas"}, State: "live", PlaySeconds: 180}},
		Invited: []lobby.Invitation{},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLobby_ShowsThePaperOfAGame(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	game := b.game(t)
	set := someSet()
	b.storeSets(t, set)
	claimed, err := n.Claim(t.Context(), game)
	if err != nil {
		t.Fatal(err)
	}
	if err := n.SetPrompts(t.Context(), game, claimed.Epoch, set); err != nil {
		t.Fatal(err)
	}
	if games := b.read(t, claimed.Lobby).Games; games[0].Paper != set.Paper {
		t.Errorf("paper %q, want %q", games[0].Paper, set.Paper)
	}
}

func TestLobby_WallHoldsTheNewestGames(t *testing.T) {
	b := setup(t)
	mila := b.player(t, "Mila")
	b.lobby(t, "plum-kite-otter", mila)
	const older = 6
	storetest.Exec(t, b.url, `
		INSERT INTO games (id, lobby, round_seconds, rounds, theme, language, state, created_at)
		SELECT 'game ' || n, 'plum-kite-otter', 30, 6, '', 'en', 'finished', TIMESTAMPTZ '2026-01-01' + n * INTERVAL '1 hour'
		FROM generate_series(1, $1) n`, lobby.WallGames+older)
	storetest.Exec(t, b.url, `
		INSERT INTO seats (game, seat, name)
		SELECT id, seat, 'Mila' FROM games, generate_series(1, 2) seat`)
	games := b.read(t, "plum-kite-otter").Games
	newest, oldest := fmt.Sprint("game ", lobby.WallGames+older), fmt.Sprint("game ", older+1)
	if len(games) != lobby.WallGames || games[0].ID != newest || games[lobby.WallGames-1].ID != oldest {
		t.Errorf("%d games, from %s to %s", len(games), games[0].ID, games[len(games)-1].ID)
	}
}

func TestLobby_Unknown(t *testing.T) {
	b := setup(t)
	mila := b.player(t, "Mila")
	_, setReady := b.SetReady(t.Context(), "no-such-lobby", mila, true)
	_, read := b.Lobby(t.Context(), "no-such-lobby")
	_, matched := b.Match(t.Context(), "no-such-lobby", neighbours, rand.Text)
	for what, err := range map[string]error{
		"Lobby":          read,
		"Match":          matched,
		"Join":           b.Join(t.Context(), "no-such-lobby", mila),
		"Leave":          b.Leave(t.Context(), "no-such-lobby", mila),
		"UpdateSettings": b.UpdateSettings(t.Context(), "no-such-lobby", mila, lobby.DefaultSettings()),
		"UpdateRules":    b.UpdateRules(t.Context(), "no-such-lobby", mila, to(lobby.DefaultRules())),
		"Remove":         b.Remove(t.Context(), "no-such-lobby", mila, mila),
		"SetRole":        b.SetRole(t.Context(), "no-such-lobby", mila, mila, lobby.Cohost),
		"SetWatching":    b.SetWatching(t.Context(), "no-such-lobby", mila, true),
		"Uninvite":       b.Uninvite(t.Context(), "no-such-lobby", mila, mila),
		"SetReady":       setReady,
	} {
		if !errors.Is(err, lobby.ErrNotFound) {
			t.Errorf("%s: %v; want ErrNotFound", what, err)
		}
	}
}

func TestJoin_LimitsTheMembers(t *testing.T) {
	b := setup(t)
	var members []string
	for range lobby.MaxMembers {
		members = append(members, b.player(t, "Guest"))
	}
	b.lobby(t, "plum-kite-otter", members...)
	late := b.player(t, "Late")
	if err := b.Join(t.Context(), "plum-kite-otter", late); !errors.Is(err, lobby.ErrFull) {
		t.Errorf("one member too many: %v; want ErrFull", err)
	}
	if err := b.Join(t.Context(), "plum-kite-otter", members[7]); err != nil {
		t.Errorf("a member: %v", err)
	}
	if err := b.Leave(t.Context(), "plum-kite-otter", members[7]); err != nil {
		t.Fatal(err)
	}
	if err := b.Join(t.Context(), "plum-kite-otter", late); err != nil {
		t.Errorf("after one left: %v", err)
	}
}

func TestMayWatch(t *testing.T) {
	b := setup(t)
	mila, eve := b.player(t, "Mila"), b.player(t, "Eve")
	b.lobby(t, "plum-kite-otter", mila)
	may := func(when, player string, want bool) {
		t.Helper()
		if got, err := b.MayWatch(t.Context(), "plum-kite-otter", player); err != nil || got != want {
			t.Errorf("%s: %v, %v", when, got, err)
		}
	}
	may("a member", mila, true)
	may("another player", eve, false)
	may("nobody", "", false)
	public := lobby.DefaultRules()
	public.Public = true
	if err := b.UpdateRules(t.Context(), "plum-kite-otter", mila, to(public)); err != nil {
		t.Fatal(err)
	}
	may("another player, of a public lobby", eve, true)
	may("nobody, of a public lobby", "", true)
	storetest.Exec(t, b.url, `UPDATE lobbies SET closed_at = now()`)
	may("a member, after it has closed", mila, false)
}

func TestIsMember(t *testing.T) {
	b := setup(t)
	mila, jonas := b.player(t, "Mila"), b.player(t, "Jonas")
	b.lobby(t, "plum-kite-otter", mila)
	b.lobby(t, "calm-pear-comet", jonas)
	for _, test := range []struct {
		code, player string
		want         bool
	}{
		{"plum-kite-otter", mila, true},
		{"plum-kite-otter", jonas, false},
		{"no-such-lobby", mila, false},
	} {
		if got, err := b.IsMember(t.Context(), test.code, test.player); err != nil || got != test.want {
			t.Errorf("%s: %v, %v; want %v", test.code, got, err, test.want)
		}
	}
}

func TestCreateLobby_RefusesACodeThatIsTaken(t *testing.T) {
	b := setup(t)
	mila, jonas := b.player(t, "Mila"), b.player(t, "Jonas")
	b.lobby(t, "plum-kite-otter", mila)
	if err := b.CreateLobby(t.Context(), "plum-kite-otter", jonas, lobby.DefaultSettings()); !errors.Is(err, lobby.ErrTaken) {
		t.Errorf("got %v; want ErrTaken", err)
	}
	if l := b.read(t, "plum-kite-otter"); l.Host != mila || len(l.Members) != 1 {
		t.Errorf("the lobby was changed: %+v", l)
	}
}

// setsAll checks that a test sets each field of a struct to another value than the default,
// so that the test fails when a new field isn't stored. It skips the named fields.
func setsAll(t *testing.T, set, usual any, skip ...string) {
	t.Helper()
	for i := range reflect.TypeOf(set).NumField() {
		name := reflect.TypeOf(set).Field(i).Name
		value, otherwise := reflect.ValueOf(set).Field(i).Interface(), reflect.ValueOf(usual).Field(i).Interface()
		if !slices.Contains(skip, name) && reflect.DeepEqual(value, otherwise) {
			t.Errorf("this test must set %s to another value than the default", name)
		}
	}
}

func TestSettings_AreStoredWhole(t *testing.T) {
	b := setup(t)
	mila := b.player(t, "Mila")
	want := lobby.Settings{RoundSeconds: 10, Rounds: 3, Theme: "under the sea", Language: "es", Difficulty: prompts.Wild}
	setsAll(t, want, lobby.DefaultSettings(), "OwnSet") // another test has a host's own set
	if err := b.CreateLobby(t.Context(), "plum-kite-otter", mila, want); err != nil {
		t.Fatal(err)
	}
	public := func(r lobby.Rules) (lobby.Rules, error) { r.Public = true; return r, nil }
	if err := b.UpdateRules(t.Context(), "plum-kite-otter", mila, public); err != nil {
		t.Fatal(err)
	}
	stored := func(want lobby.Settings) {
		t.Helper()
		if got := b.read(t, "plum-kite-otter").Settings; got != want {
			t.Errorf("settings %+v, want %+v", got, want)
		}
		listed, err := b.PublicLobbies(t.Context(), []string{"plum-kite-otter"})
		if err != nil || len(listed) != 1 || listed[0].Settings != want {
			t.Errorf("listed %+v, %v; want %+v", listed, err, want)
		}
	}
	stored(want)
	for _, s := range []lobby.Settings{lobby.DefaultSettings(), want} {
		if err := b.UpdateSettings(t.Context(), "plum-kite-otter", mila, s); err != nil {
			t.Fatal(err)
		}
		stored(s)
	}
}

func TestUpdateSettings_IsForTheHostOnly(t *testing.T) {
	b := setup(t)
	mila, jonas := b.player(t, "Mila"), b.player(t, "Jonas")
	b.lobby(t, "plum-kite-otter", mila, jonas)
	want := lobby.Settings{RoundSeconds: 10, Rounds: 3, Theme: "under the sea", Language: "es", Difficulty: prompts.Wild}
	if err := b.UpdateSettings(t.Context(), "plum-kite-otter", jonas, want); !errors.Is(err, lobby.ErrNotHost) {
		t.Errorf("by a guest: %v; want ErrNotHost", err)
	}
	if err := b.UpdateSettings(t.Context(), "plum-kite-otter", mila, want); err != nil {
		t.Fatal(err)
	}
	if got := b.read(t, "plum-kite-otter").Settings; got != want {
		t.Errorf("settings %+v, want %+v", got, want)
	}
}

func TestMembers_ComeAndGo(t *testing.T) {
	b := setup(t)
	mila, jonas, ida := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ida")
	b.lobby(t, "plum-kite-otter", mila, jonas, jonas)
	b.ready(t, "plum-kite-otter", mila)

	expect := func(when, host string, members ...string) {
		t.Helper()
		l := b.read(t, "plum-kite-otter")
		var got []string
		for _, m := range l.Members {
			got = append(got, m.Player)
			if m.State != lobby.Here {
				t.Errorf("%s, %s is %s", when, m.Name, m.State)
			}
		}
		if l.Host != host || !cmp.Equal(got, members) {
			t.Errorf("%s: host %s of %v; want %s of %v", when, l.Host, got, host, members)
		}
	}
	for range 2 {
		if err := b.Leave(t.Context(), "plum-kite-otter", mila); err != nil {
			t.Fatal(err)
		}
	}
	expect("when the host has left", jonas, jonas)
	if err := b.Join(t.Context(), "plum-kite-otter", mila); err != nil {
		t.Fatal(err)
	}
	expect("when she comes back", jonas, jonas, mila) // her ticket was cancelled
	for _, m := range []string{jonas, mila} {
		if err := b.Leave(t.Context(), "plum-kite-otter", m); err != nil {
			t.Fatal(err)
		}
	}
	expect("when it is empty", mila)
	if err := b.Join(t.Context(), "plum-kite-otter", ida); err != nil {
		t.Fatal(err)
	}
	expect("when somebody comes to an empty lobby", ida, ida)
}

func TestLobby_NumbersMembersWhoseNamesLookTheSame(t *testing.T) {
	b := setup(t)
	mila, ida, fake := b.player(t, "Mila"), b.player(t, "Ida"), b.player(t, "Міlа") // in Cyrillic letters
	b.lobby(t, "plum-kite-otter", mila, ida, fake)
	names := func() (names []string) {
		for _, m := range b.read(t, "plum-kite-otter").Members {
			names = append(names, m.Name)
		}
		return names
	}
	if diff := cmp.Diff([]string{"Mila", "Ida", "Міlа (2)"}, names()); diff != "" {
		t.Error(diff)
	}
	if err := b.Leave(t.Context(), "plum-kite-otter", mila); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Ida", "Міlа"}, names()); diff != "" {
		t.Error(diff)
	}
}

func TestLeads(t *testing.T) {
	b := setup(t)
	mila, jonas, eve := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Eve")
	b.lobby(t, "plum-kite-otter", mila, jonas, eve)
	if err := b.SetRole(t.Context(), "plum-kite-otter", mila, jonas, lobby.Cohost); err != nil {
		t.Fatal(err)
	}
	for player, want := range map[string]bool{mila: true, jonas: true, eve: false, "": false} {
		if got, err := b.Leads(t.Context(), "plum-kite-otter", player); err != nil || got != want {
			t.Errorf("%q leads: %v, %v", player, got, err)
		}
	}
}

func TestSetOnWall(t *testing.T) {
	b := setup(t)
	mila := b.player(t, "Mila")
	b.lobby(t, "plum-kite-otter", mila)
	storetest.Exec(t, b.url, `
		INSERT INTO games (id, lobby, round_seconds, rounds, theme, language, state, strokes, created_at)
		SELECT 'game ' || n, 'plum-kite-otter', 30, 6, '', 'en', CASE n WHEN 4 THEN 'live' ELSE 'finished' END, n % 3,
		       TIMESTAMPTZ '2026-01-01' + n * INTERVAL '1 hour'
		FROM generate_series(1, 5) n`)
	storetest.Exec(t, b.url, `
		INSERT INTO seats (game, seat, name)
		SELECT id, seat, 'Mila' FROM games, generate_series(1, 2) seat`)
	drawings := func(want ...string) {
		t.Helper()
		got, err := b.WallDrawings(t.Context(), "plum-kite-otter")
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("drawings %q, %v; want %q", got, err, want)
		}
	}
	drawings("game 1", "game 2", "game 5") // game 3 has no ink, game 4 is live
	if err := b.SetOnWall(t.Context(), "game 2", false); err != nil {
		t.Fatal(err)
	}
	drawings("game 1", "game 5")
	if games := b.read(t, "plum-kite-otter").Games; len(games) != 4 {
		t.Errorf("the wall shows %+v", games)
	}
	if err := b.SetOnWall(t.Context(), "game 2", true); err != nil {
		t.Fatal(err)
	}
	drawings("game 1", "game 2", "game 5")
	storetest.Exec(t, b.url, `UPDATE seats SET open = false WHERE game = 'game 5' AND seat = 2`)
	drawings("game 1", "game 2")
}
