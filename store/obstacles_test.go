package store_test

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"testing"

	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/storetest"
)

var (
	home   = netip.MustParsePrefix("192.0.2.7/32")
	school = netip.MustParsePrefix("2001:db8:5c:1::/64")
)

// at makes a player with that name who was seen from these addresses.
func (b bundle) at(t *testing.T, name string, clients ...netip.Prefix) string {
	t.Helper()
	id := b.player(t, name)
	for _, client := range clients {
		if err := b.Seen(t.Context(), id, client); err != nil {
			t.Fatal(err)
		}
	}
	return id
}

// age moves the players' first visit back in time.
func (b bundle) age(t *testing.T, by string, players ...string) {
	t.Helper()
	storetest.Exec(t, b.url, `UPDATE players SET created_at = created_at - $1::interval WHERE id = ANY($2)`, by, players)
}

func (b bundle) newcomer(t *testing.T, client netip.Prefix) store.Turn {
	t.Helper()
	turn, err := b.Newcomer(t.Context(), client)
	if err != nil {
		t.Fatal(err)
	}
	return turn
}

func TestSeen_WritesRarely(t *testing.T) {
	b := setup(t)
	mila := b.at(t, "Mila", home)
	version := func() string {
		return b.rows(t, `SELECT format('%s %s', p.xmin, s.xmin) FROM players p JOIN sightings s ON player = id WHERE id = $1`, mila)[0]
	}
	first := version()
	for range 3 {
		if err := b.Seen(t.Context(), mila, home); err != nil {
			t.Fatal(err)
		}
	}
	if again := version(); again != first {
		t.Errorf("rows were written again: %s, then %s", first, again)
	}
	storetest.Exec(t, b.url, `
		UPDATE players SET seen_at = now() - INTERVAL '25 hours';
		UPDATE sightings SET seen_at = now() - INTERVAL '61 minutes'`)
	if err := b.Seen(t.Context(), mila, home); err != nil {
		t.Fatal(err)
	}
	if fresh := storetest.Value[bool](t, b.url, `
		SELECT p.seen_at > now() - INTERVAL '1 minute' AND s.seen_at > now() - INTERVAL '1 minute'
		FROM players p JOIN sightings s ON player = id`); !fresh {
		t.Error("a day later nothing was written")
	}
	if err := b.Seen(t.Context(), mila, netip.Prefix{}); err != nil {
		t.Error("without an address:", err)
	}
	if err := b.Seen(t.Context(), "NOBODYATALL", home); err != nil {
		t.Error("a player who was just forgotten:", err)
	}
	for n := range 50 {
		if err := b.Seen(t.Context(), mila, netip.PrefixFrom(netip.AddrFrom4([4]byte{198, 51, 100, byte(n)}), 32)); err != nil {
			t.Fatal(err)
		}
	}
	if n := storetest.Value[int](t, b.url, `SELECT count(*)::int FROM sightings`); n > 32 {
		t.Errorf("%d addresses of one player are remembered", n)
	}
}

// If a player's row is locked, as by a match, Seen skips the player until the next request.
func TestSeen_DoesNotWaitForLocks(t *testing.T) {
	b := setup(t)
	mila := b.at(t, "Mila", home)
	storetest.Exec(t, b.url, `UPDATE players SET seen_at = now() - INTERVAL '25 hours'`)
	release := storetest.Lock(t, b.url, `SELECT FROM players WHERE id = $1 FOR NO KEY UPDATE`, mila)
	defer release()
	if err := b.Seen(t.Context(), mila, home); err != nil {
		t.Fatal(err)
	}
}

func TestNewcomer_IsTurnedAwayAfterABan(t *testing.T) {
	b := setup(t)
	eve, mila := b.at(t, "Eve", home, school), b.at(t, "Mila", home)
	if turn := b.newcomer(t, home); turn != store.TurnNone {
		t.Errorf("before the ban: %q", turn)
	}
	if _, err := b.BanPlayer(t.Context(), eve, store.AuditNote{}); err != nil {
		t.Fatal(err)
	}
	if turn := b.newcomer(t, home); turn != store.TurnAway {
		t.Errorf("after the ban: %q", turn)
	}
	if turn := b.newcomer(t, netip.MustParsePrefix("192.0.2.8/32")); turn != store.TurnNone {
		t.Errorf("from another address: %q", turn)
	}
	if turn := b.newcomer(t, netip.Prefix{}); turn != store.TurnNone {
		t.Errorf("without an address: %q", turn)
	}
	if n := storetest.Value[int](t, b.url, `SELECT returns FROM players WHERE id = $1`, eve); n != 1 {
		t.Errorf("%d returns are counted, want 1", n)
	}
	if n := storetest.Value[int](t, b.url, `SELECT returns FROM players WHERE id = $1`, mila); n != 0 {
		t.Errorf("%d returns are counted for another player", n)
	}
	// Only players who came before the ban make an address a shared one.
	for n := range 5 {
		b.at(t, fmt.Sprint("Later", n), home)
	}
	if turn := b.newcomer(t, home); turn != store.TurnAway {
		t.Errorf("after five more cookies: %q", turn)
	}
	for n := range 5 {
		b.age(t, "1 hour", b.at(t, fmt.Sprint("Pupil", n), school))
		want := store.TurnAway
		if n == 4 {
			want = store.TurnShared
		}
		if turn := b.newcomer(t, school); turn != want {
			t.Errorf("with %d others at the school: %q, want %q", n+1, turn, want)
		}
	}
	if err := b.UnbanPlayer(t.Context(), eve, store.AuditNote{}); err != nil {
		t.Fatal(err)
	}
	if turn := b.newcomer(t, home); turn != store.TurnNone {
		t.Errorf("after the ban was lifted: %q", turn)
	}
	if _, err := b.BanPlayer(t.Context(), eve, store.AuditNote{}); err != nil {
		t.Fatal(err)
	}
	storetest.Exec(t, b.url, `UPDATE obstacles SET made_at = made_at - INTERVAL '25 hours'`)
	if turn := b.newcomer(t, home); turn != store.TurnNone {
		t.Errorf("a day after the ban: %q", turn)
	}
}

func TestJoin_RefusesANewPlayerFromTheAddressOfARemovedOne(t *testing.T) {
	b := setup(t)
	mila, eve := b.at(t, "Mila", school), b.at(t, "Eve", home)
	known := b.at(t, "Known", home)
	b.age(t, "2 days", known)
	b.lobby(t, "plum-kite-otter", mila, eve)
	b.lobby(t, "another-kite-otter", mila)
	if err := b.Remove(t.Context(), "plum-kite-otter", mila, eve); err != nil {
		t.Fatal(err)
	}
	join := func(player string) error { return b.Join(t.Context(), "plum-kite-otter", player) }
	if err := join(eve); !errors.Is(err, lobby.ErrRemoved) {
		t.Errorf("the removed player: %v", err)
	}
	// A new session after being forgotten doesn't help.
	if _, err := b.ForgetPlayer(t.Context(), eve); err != nil {
		t.Fatal(err)
	}
	fresh := b.at(t, "Eve again", home)
	if err := join(fresh); !errors.Is(err, lobby.ErrRemovedNearby) {
		t.Errorf("with a new cookie: %v; want ErrRemovedNearby", err)
	}
	if err := b.Join(t.Context(), "another-kite-otter", fresh); err != nil {
		t.Errorf("into another lobby: %v", err)
	}
	if err := join(known); err != nil {
		t.Errorf("an older player: %v", err)
	}
	if err := join(b.at(t, "Ada", netip.MustParsePrefix("198.51.100.1/32"))); err != nil {
		t.Errorf("from another address: %v", err)
	}
	storetest.Exec(t, b.url, `UPDATE obstacles SET made_at = made_at - INTERVAL '31 minutes'`)
	if err := join(fresh); err != nil {
		t.Errorf("half an hour later: %v", err)
	}
}

func TestJoin_AllowsASharedAddress(t *testing.T) {
	b := setup(t)
	teacher, eve := b.at(t, "Teacher", school), b.at(t, "Eve", school)
	b.lobby(t, "plum-kite-otter", teacher, eve, b.at(t, "Mila", school))
	if err := b.Remove(t.Context(), "plum-kite-otter", teacher, eve); err != nil {
		t.Fatal(err)
	}
	if err := b.Join(t.Context(), "plum-kite-otter", b.at(t, "Jonas", school)); err != nil {
		t.Errorf("a classmate: %v", err)
	}
}

func TestJoin_ByNamesOnly(t *testing.T) {
	b := setup(t)
	mila, eve := b.player(t, "Mila"), b.player(t, "Eve")
	b.lobby(t, "plum-kite-otter", mila, eve)
	b.rule(t, "plum-kite-otter", mila, func(r *lobby.Rules) { r.NamesOnly, r.Names = true, []string{"Jonas", "Åsa", "Eve"} })
	join := func(name string) error { return b.Join(t.Context(), "plum-kite-otter", b.player(t, name)) }
	for _, name := range []string{"Jonas", "jonas", "åsa", "EVE"} {
		if err := join(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"Jonasz", "Asa", "Mila", ""} {
		if err := join(name); !errors.Is(err, lobby.ErrNamesOnly) {
			t.Errorf("%s: %v; want ErrNamesOnly", name, err)
		}
	}
	if err := b.Join(t.Context(), "plum-kite-otter", mila); err != nil {
		t.Errorf("a member whose name isn't on the list: %v", err)
	}
	// A removed member can't come back by that name.
	if err := b.Remove(t.Context(), "plum-kite-otter", mila, eve); err != nil {
		t.Fatal(err)
	}
	if err := join("eve"); !errors.Is(err, lobby.ErrNamesOnly) {
		t.Errorf("by the name of the removed member: %v", err)
	}
	if left := b.read(t, "plum-kite-otter").Rules.Names; !slices.Equal(left, []string{"Jonas", "Åsa"}) {
		t.Errorf("left are the names %q", left)
	}
	b.rule(t, "plum-kite-otter", mila, func(r *lobby.Rules) { r.NamesOnly, r.Public = true, true })
	if err := join("Jonas"); !errors.Is(err, lobby.ErrNamesOnly) {
		t.Errorf("with an empty list nobody may join: %v", err)
	}
	if listed, err := b.PublicLobbies(t.Context(), []string{"plum-kite-otter"}); err != nil || len(listed) > 0 {
		t.Errorf("it is in the public list: %v, %v", listed, err)
	}
}

func TestStrangers_NoNewPlayerFromTheAddressOfABlockedOne(t *testing.T) {
	b := setup(t)
	mila, eve := b.at(t, "Mila", school), b.at(t, "Eve", home)
	known := b.at(t, "Known", home)
	b.age(t, "2 days", known)
	if err := b.Block(t.Context(), mila, eve); err != nil {
		t.Fatal(err)
	}
	fresh := b.at(t, "Eve again", home)
	for _, p := range []string{mila, fresh, known} {
		if _, err := b.Enqueue(t.Context(), p, lobby.Wish{Language: "en", Difficulty: "normal"}); err != nil {
			t.Fatal(err)
		}
	}
	apart := func() string {
		blocked := map[string][]string{}
		waiting, err := b.Strangers(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range waiting {
			blocked[s.Name] = s.Blocked
		}
		return fmt.Sprint(len(blocked["Mila"]), len(blocked["Eve again"]), len(blocked["Known"]))
	}
	if now := apart(); now != "1 1 0" {
		t.Errorf("kept apart are %s; want Mila and the newcomer only", now)
	}
	if _, err := b.ForgetPlayer(t.Context(), eve); err != nil {
		t.Fatal(err)
	}
	if now := apart(); now != "1 1 0" {
		t.Errorf("after the blocked player was forgotten, kept apart are %s", now)
	}
	for n := range 5 {
		b.age(t, "1 hour", b.at(t, fmt.Sprint("Other", n), home))
	}
	if now := apart(); now != "0 0 0" {
		t.Errorf("at a shared address, kept apart are %s", now)
	}
	adam := b.at(t, "Adam", netip.MustParsePrefix("198.51.100.9/32"))
	if err := b.Block(t.Context(), mila, adam); err != nil {
		t.Fatal(err)
	}
	if err := b.Unblock(t.Context(), mila, adam); err != nil {
		t.Fatal(err)
	}
	if n := storetest.Value[int](t, b.url, `SELECT count(*)::int FROM obstacles WHERE client = '198.51.100.9/32'`); n != 0 {
		t.Errorf("a removed block leaves %d obstacles", n)
	}
}
