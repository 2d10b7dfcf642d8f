package store_test

import (
	"crypto/rand"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/store/storetest"
)

// rule changes a lobby's rules as its host.
func (b bundle) rule(t *testing.T, code, host string, change func(*lobby.Rules)) {
	t.Helper()
	r := lobby.DefaultRules()
	change(&r)
	if err := b.UpdateRules(t.Context(), code, host, to(r)); err != nil {
		t.Fatal(err)
	}
}

// to replaces the rules by these.
func to(r lobby.Rules) func(lobby.Rules) (lobby.Rules, error) {
	return func(lobby.Rules) (lobby.Rules, error) { return r, nil }
}

func TestUpdateRules_IsForHostAndCohosts(t *testing.T) {
	b := setup(t)
	mila, jonas := b.player(t, "Mila"), b.player(t, "Jonas")
	b.lobby(t, "plum-kite-otter", mila, jonas)
	want := lobby.Rules{
		Name: "Class 4b", Pairing: lobby.Everyone, Capacity: 30, Locked: true, Public: true,
		NamesOnly: true, Names: []string{"Ida", "Ben"}, OfferNames: true, ChatInRooms: true,
	}
	setsAll(t, want, lobby.DefaultRules())
	if err := b.UpdateRules(t.Context(), "plum-kite-otter", jonas, to(want)); !errors.Is(err, lobby.ErrNotHost) {
		t.Errorf("by a guest: %v; want ErrNotHost", err)
	}
	if err := b.SetRole(t.Context(), "plum-kite-otter", jonas, jonas, lobby.Cohost); !errors.Is(err, lobby.ErrNotHost) {
		t.Errorf("a guest makes itself a co-host: %v; want ErrNotHost", err)
	}
	if err := b.SetRole(t.Context(), "plum-kite-otter", mila, jonas, lobby.Cohost); err != nil {
		t.Fatal(err)
	}
	if err := b.UpdateRules(t.Context(), "plum-kite-otter", jonas, to(want)); err != nil {
		t.Fatal(err)
	}
	if err := b.UpdateSettings(t.Context(), "plum-kite-otter", jonas, lobby.DefaultSettings()); err != nil {
		t.Errorf("settings by a co-host: %v", err)
	}
	if l := b.read(t, "plum-kite-otter"); !reflect.DeepEqual(l.Rules, want) || !l.Members[1].Cohost {
		t.Errorf("rules %+v of %+v", l.Rules, l.Members)
	}
}

func TestSetRole_MakesAnotherMemberTheHost(t *testing.T) {
	b := setup(t)
	mila, jonas, ida := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ida")
	b.lobby(t, "plum-kite-otter", mila, jonas)
	if err := b.SetRole(t.Context(), "plum-kite-otter", mila, ida, lobby.Host); !errors.Is(err, lobby.ErrNotMember) {
		t.Errorf("to a stranger: %v; want ErrNotMember", err)
	}
	if err := b.SetRole(t.Context(), "plum-kite-otter", mila, jonas, lobby.Host); err != nil {
		t.Fatal(err)
	}
	if l := b.read(t, "plum-kite-otter"); l.Host != jonas || !l.Members[0].Cohost || l.Members[1].Cohost {
		t.Errorf("host %s of %+v", l.Host, l.Members)
	}
}

func TestLeave_MakesACohostTheHostFirst(t *testing.T) {
	b := setup(t)
	mila, jonas, ida := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ida")
	b.lobby(t, "plum-kite-otter", mila, jonas, ida)
	if err := b.SetRole(t.Context(), "plum-kite-otter", mila, ida, lobby.Cohost); err != nil {
		t.Fatal(err)
	}
	if err := b.Leave(t.Context(), "plum-kite-otter", mila); err != nil {
		t.Fatal(err)
	}
	if l := b.read(t, "plum-kite-otter"); l.Host != ida || l.Members[1].Cohost {
		t.Errorf("host %s of %+v", l.Host, l.Members)
	}
}

func TestRemove(t *testing.T) {
	b := setup(t)
	mila, jonas, ida, ben := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ida"), b.player(t, "Ben")
	const code = "plum-kite-otter"
	b.lobby(t, code, mila, jonas, ida, ben)
	for _, p := range []string{jonas, ida} {
		if err := b.SetRole(t.Context(), code, mila, p, lobby.Cohost); err != nil {
			t.Fatal(err)
		}
	}
	b.ready(t, code, ben)
	for _, test := range []struct {
		what, by, player string
		want             error
	}{
		{"a guest", ben, ida, lobby.ErrNotHost},
		{"the host", jonas, mila, lobby.ErrNotHost},
		{"a co-host by another", jonas, ida, lobby.ErrNotHost},
		{"a guest by a co-host", jonas, ben, nil},
		{"the same again", jonas, ben, nil},
		{"a co-host by the host", mila, ida, nil},
	} {
		if err := b.Remove(t.Context(), code, test.by, test.player); !errors.Is(err, test.want) {
			t.Errorf("%s: %v; want %v", test.what, err, test.want)
		}
	}
	for _, p := range []string{ben, ida} {
		if err := b.Join(t.Context(), code, p); !errors.Is(err, lobby.ErrRemoved) {
			t.Errorf("a removed member joins again: %v; want ErrRemoved", err)
		}
	}
	if l := b.read(t, code); len(l.Members) != 2 {
		t.Errorf("members %+v", l.Members)
	}
	b.lobby(t, "calm-pear-comet", ben) // but may join another lobby
	b.ready(t, "calm-pear-comet", ben)
}

func TestJoin_FollowsTheRules(t *testing.T) {
	b := setup(t)
	mila, jonas, ida := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ida")
	const code = "plum-kite-otter"
	b.lobby(t, code, mila, jonas)
	b.rule(t, code, mila, func(r *lobby.Rules) { r.Capacity = 2 })
	if err := b.Join(t.Context(), code, ida); !errors.Is(err, lobby.ErrFull) {
		t.Errorf("one member too many: %v; want ErrFull", err)
	}
	b.rule(t, code, mila, func(r *lobby.Rules) { r.Locked = true })
	if err := b.Join(t.Context(), code, ida); !errors.Is(err, lobby.ErrLocked) {
		t.Errorf("into a locked lobby: %v; want ErrLocked", err)
	}
	if err := b.Join(t.Context(), code, jonas); err != nil {
		t.Errorf("a member: %v", err)
	}
	for _, p := range []string{mila, jonas} {
		if err := b.Leave(t.Context(), code, p); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Join(t.Context(), code, ida); err != nil {
		t.Errorf("a locked lobby that everybody has left can't be opened again: %v", err)
	}
}

func TestSimilarCodes_AreThoseOneTypoAway(t *testing.T) {
	b := setup(t)
	mila := b.player(t, "Mila")
	for _, code := range []string{"plum-kite-otter", "calm-pear-comet", "plum-bear-camel"} {
		b.lobby(t, code, mila)
	}
	for _, typed := range []string{"plum-kite-oter", "lpum-kite-otter", "plumkiteotter", "plum-kiet-otter", "plum-kie-otter", "plum-kikte-otter"} {
		codes, err := b.SimilarCodes(t.Context(), typed)
		if err != nil || !slices.Contains(codes, "plum-kite-otter") || slices.Contains(codes, "calm-pear-comet") {
			t.Errorf("%s: %v, %v", typed, codes, err)
		}
	}
}

func TestPublicLobbies(t *testing.T) {
	b := setup(t)
	mila, jonas := b.player(t, "Mila"), b.player(t, "Jonas")
	codes := []string{"plum-kite-otter", "calm-pear-comet", "wide-blue-camel", "tidy-fox-den"}
	for _, code := range codes {
		b.lobby(t, code, mila)
	}
	b.rule(t, codes[0], mila, func(r *lobby.Rules) { r.Public = true })
	b.rule(t, codes[1], mila, func(r *lobby.Rules) { r.Public, r.Name = true, "Class 4b" })
	b.rule(t, codes[2], mila, func(r *lobby.Rules) { r.Public, r.Locked = true, true })
	if err := b.Join(t.Context(), codes[1], jonas); err != nil {
		t.Fatal(err)
	}
	got, err := b.PublicLobbies(t.Context(), codes)
	if err != nil {
		t.Fatal(err)
	}
	public := lobby.DefaultRules()
	public.Public = true
	named := public
	named.Name = "Class 4b"
	want := []lobby.Listing{
		{Code: codes[1], Rules: named, Settings: lobby.DefaultSettings(), Members: 2},
		{Code: codes[0], Rules: public, Settings: lobby.DefaultSettings(), Members: 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCloseEmpty(t *testing.T) {
	b := setup(t)
	mila, jonas, ida := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ida")
	for _, code := range []string{"occupied", "empty", "playing", "fresh"} {
		b.lobby(t, code, mila, jonas, ida)
	}
	b.ready(t, "playing", mila, jonas)
	if _, err := b.Match(t.Context(), "playing", neighbours, rand.Text); err != nil {
		t.Fatal(err)
	}
	b.ready(t, "empty", ida)
	storetest.Exec(t, b.url, `UPDATE lobbies SET seen_at = now() - INTERVAL '2 hours' WHERE code <> 'fresh'`)
	closed, err := b.CloseEmpty(t.Context(), []string{"occupied"}, time.Hour)
	if err != nil || !cmp.Equal(closed, []string{"empty"}) {
		t.Fatalf("closed %v, %v", closed, err)
	}
	_, read := b.Lobby(t.Context(), "empty")
	_, ready := b.SetReady(t.Context(), "empty", mila, false)
	_, invite := b.Invite(t.Context(), "empty", mila, jonas, rand.Text)
	for what, err := range map[string]error{
		"Lobby": read, "SetReady": ready, "Invite": invite,
		"Join":           b.Join(t.Context(), "empty", mila),
		"Leave":          b.Leave(t.Context(), "empty", mila),
		"UpdateSettings": b.UpdateSettings(t.Context(), "empty", mila, lobby.DefaultSettings()),
		"UpdateRules":    b.UpdateRules(t.Context(), "empty", mila, to(lobby.DefaultRules())),
		"Remove":         b.Remove(t.Context(), "empty", mila, jonas),
		"SetRole":        b.SetRole(t.Context(), "empty", mila, jonas, lobby.Cohost),
		"Uninvite":       b.Uninvite(t.Context(), "empty", mila, jonas),
	} {
		if !errors.Is(err, lobby.ErrClosed) {
			t.Errorf("%s: %v; want ErrClosed", what, err)
		}
	}
	b.ready(t, "fresh", ida) // her ticket in the closed lobby is cancelled
	if closed, err = b.CloseEmpty(t.Context(), nil, time.Hour); err != nil || len(closed) != 0 {
		t.Errorf("a second time: closed %v, %v", closed, err)
	}
}

func TestInvite_MatchesTwoWhoInviteEachOther(t *testing.T) {
	b := setup(t)
	mila, jonas, ida := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ida")
	const code = "plum-kite-otter"
	b.lobby(t, code, mila, jonas, ida)
	b.lobby(t, "calm-pear-comet", jonas)
	invite := func(inviter, invitee string) (*lobby.Match, []string, error) {
		out, err := b.Invite(t.Context(), code, inviter, invitee, rand.Text)
		return out.Made, out.Cancelled, err
	}
	if _, _, err := invite(mila, jonas); !errors.Is(err, lobby.ErrNotPick) {
		t.Errorf("as they come: %v; want ErrNotPick", err)
	}
	b.rule(t, code, mila, func(r *lobby.Rules) { r.Pairing = lobby.Pick })
	stranger := b.player(t, "Ben")
	for _, test := range []struct {
		inviter, invitee string
		want             error
	}{{mila, mila, lobby.ErrNoPartner}, {mila, stranger, lobby.ErrNoPartner}, {stranger, mila, lobby.ErrNotMember}} {
		if _, _, err := invite(test.inviter, test.invitee); !errors.Is(err, test.want) {
			t.Errorf("got %v; want %v", err, test.want)
		}
	}

	for _, ask := range [][2]string{{mila, ida}, {mila, jonas}, {ida, mila}} { // Mila invites Jonas instead
		if made, _, err := invite(ask[0], ask[1]); made != nil || err != nil {
			t.Fatalf("%v, %v", made, err)
		}
	}
	want := []lobby.Invitation{{Inviter: mila, Invitee: jonas}, {Inviter: ida, Invitee: mila}}
	got := b.read(t, code).Invited
	if len(got) == 2 && got[0] != want[0] { // both may have the same time
		got[0], got[1] = got[1], got[0]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	b.ready(t, "calm-pear-comet", jonas)
	made, cancelled, err := invite(jonas, mila)
	if err != nil || made == nil || made.Players != [2]string{mila, jonas} || made.Names != [2]string{"Mila", "Jonas"} {
		t.Fatalf("made %+v, %v", made, err)
	}
	if !cmp.Equal(cancelled, []string{"calm-pear-comet"}) {
		t.Errorf("cancelled in %v", cancelled)
	}
	l := b.read(t, code)
	if len(l.Invited) != 0 || l.Members[0].State != lobby.Playing || l.Members[0].Room != made.Game {
		t.Errorf("afterwards: %+v", l)
	}
	if _, _, err := invite(ida, jonas); !errors.Is(err, lobby.ErrNoPartner) {
		t.Errorf("to a player in a game: %v; want ErrNoPartner", err)
	}
	if _, _, err := invite(jonas, ida); !errors.Is(err, lobby.ErrPlaying) {
		t.Errorf("by a player in a game: %v; want ErrPlaying", err)
	}
}

func TestInvite_ExpiresAndCanBeWithdrawn(t *testing.T) {
	b := setup(t)
	mila, jonas := b.player(t, "Mila"), b.player(t, "Jonas")
	const code = "plum-kite-otter"
	b.lobby(t, code, mila, jonas)
	b.rule(t, code, mila, func(r *lobby.Rules) { r.Pairing = lobby.Pick })
	ask := func(inviter, invitee string) *lobby.Match {
		t.Helper()
		out, err := b.Invite(t.Context(), code, inviter, invitee, rand.Text)
		if err != nil {
			t.Fatal(err)
		}
		return out.Made
	}
	ask(mila, jonas)
	storetest.Exec(t, b.url, `UPDATE invitations SET created_at = now() - INTERVAL '31 seconds'`)
	if ask(jonas, mila) != nil {
		t.Error("matched by an expired invitation")
	}
	for range 2 {
		if err := b.Uninvite(t.Context(), code, jonas, mila); err != nil {
			t.Fatal(err)
		}
	}
	if got := b.read(t, code).Invited; len(got) != 0 {
		t.Errorf("after it was withdrawn: %v", got)
	}
}

func TestMatch_PassesJoinOrderAndEarlierPartners(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	mila, jonas, ida := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ida")
	const code = "plum-kite-otter"
	b.lobby(t, code, ida, jonas, mila)
	b.rule(t, code, ida, func(r *lobby.Rules) { r.Pairing = lobby.Everyone })
	for range 2 {
		b.ready(t, code, mila, jonas)
		matches, err := b.Match(t.Context(), code, neighbours, rand.Text)
		if err != nil {
			t.Fatal(err)
		}
		b.finish(t, n, matches[0].Game)
	}
	b.ready(t, code, mila, jonas, ida)
	if _, err := b.Match(t.Context(), code, func(tickets []lobby.Ticket) []lobby.Pair {
		for _, ticket := range tickets {
			want := map[string]struct {
				joined   int
				partners map[string]int
			}{
				ida:   {1, map[string]int{}},
				jonas: {2, map[string]int{mila: 2}},
				mila:  {3, map[string]int{jonas: 2}},
			}[ticket.Player]
			if ticket.Joined != want.joined || !cmp.Equal(ticket.Partners, want.partners) {
				t.Errorf("%+v, want %+v", ticket, want)
			}
		}
		return nil
	}, rand.Text); err != nil {
		t.Fatal(err)
	}
}
