package lobby

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// rule makes mila change the lobby's rules.
func (h *lobbyFixture) rule(change func(*Rules)) {
	h.t.Helper()
	r := DefaultRules()
	change(&r)
	if _, err := h.ChangeRules(h.t.Context(), h.code, "mila", func(Rules) Rules { return r }); err != nil {
		h.t.Fatal(err)
	}
	synctest.Wait()
}

func TestService_HostAndCohostsRule(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		h.follow("mila")
		h.come("jonas")
		ada := h.come("ada")
		rules := Rules{Name: " Class\u202e  4b ", Pairing: Everyone, Capacity: 30, Locked: true, Public: true}
		if _, err := h.ChangeRules(t.Context(), h.code, "jonas", func(Rules) Rules { return rules }); !errors.Is(err, ErrNotHost) {
			t.Errorf("a guest: error %v, want %v", err, ErrNotHost)
		}
		if _, err := h.SetRole(t.Context(), h.code, "jonas", "jonas", Cohost); !errors.Is(err, ErrNotHost) {
			t.Errorf("a guest who makes itself a co-host: error %v, want %v", err, ErrNotHost)
		}
		if _, err := h.SetRole(t.Context(), h.code, "mila", "jonas", Cohost); err != nil {
			t.Fatal(err)
		}
		l, err := h.ChangeRules(t.Context(), h.code, "jonas", func(Rules) Rules { return rules })
		rules.Name = "Class 4b"
		if err != nil || !reflect.DeepEqual(l.Rules, rules) {
			t.Errorf("a co-host: %+v, %v", l.Rules, err)
		}
		synctest.Wait()
		if last := ada.last(); !reflect.DeepEqual(last.Rules, rules) || !last.Members[1].Cohost {
			t.Errorf("a guest sees %+v of %+v", last.Rules, last.Members)
		}
		if _, err := h.SetRole(t.Context(), h.code, "mila", "ada", Host); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if last := ada.last(); last.Host != "ada" || !last.Members[0].Cohost {
			t.Errorf("handed over, the host is %s of %+v", last.Host, last.Members)
		}
	})
}

func TestRules_NameEveryFieldOutOfBounds(t *testing.T) {
	for _, r := range []Rules{DefaultRules(), {Pairing: Pick, Capacity: 2}, {Pairing: Everyone, Capacity: 200, Name: strings.Repeat("ñ", 40)}} {
		if err := r.Validate(Rules{}); err != nil {
			t.Errorf("%+v: %v", r, err)
		}
	}
	unfit := DefaultRules()
	unfit.Name = "n1gger"
	if err := unfit.Validate(DefaultRules()); !errors.Is(err, ErrNameUnfit) {
		t.Errorf("called %q: %v", unfit.Name, err)
	}
	if err := unfit.Validate(unfit); err != nil {
		t.Errorf("called so before: %v", err)
	}
	err := Rules{Name: strings.Repeat("a", 41), Pairing: "dice", Capacity: 1}.Validate(Rules{})
	want := "rules.name must be at most 40 characters; rules.pairing must be one of as_they_come, everyone, pick; rules.capacity must be 2 to 200"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestService_ALockedOrFullLobbyRefusesNewMembers(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		h.come("jonas")
		h.rule(func(r *Rules) { r.Locked = true })
		if _, err := h.Join(t.Context(), h.code, "ada"); !errors.Is(err, ErrLocked) {
			t.Errorf("locked: error %v, want %v", err, ErrLocked)
		}
		h.rule(func(r *Rules) { r.Capacity = 2 })
		if _, err := h.Join(t.Context(), h.code, "ada"); !errors.Is(err, ErrFull) {
			t.Errorf("full: error %v, want %v", err, ErrFull)
		}
		if _, err := h.Join(t.Context(), h.code, "jonas"); err != nil {
			t.Errorf("a member: %v", err)
		}
	})
}

func TestService_ARemovedMemberIsInformedAndCannotReturn(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila, jonas := h.follow("mila"), h.come("jonas")
		h.ready("jonas")
		if _, err := h.Remove(t.Context(), h.code, "jonas", "mila"); !errors.Is(err, ErrNotHost) {
			t.Errorf("by a guest: error %v, want %v", err, ErrNotHost)
		}
		if _, err := h.Remove(t.Context(), h.code, "mila", "jonas"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		h.want("without him", mila.states(), "mila here")
		if !jonas.closed() || !jonas.removed() {
			t.Error("his page was not informed")
		}
		if _, err := h.Join(t.Context(), h.code, "jonas"); !errors.Is(err, ErrRemoved) {
			t.Errorf("he joins again: error %v, want %v", err, ErrRemoved)
		}
		h.ready("mila")
		if len(h.matches()) > 0 {
			t.Error("matched with a removed member")
		}
	})
}

func TestHub_ShowsIdleMembersAndDoesNotMatchThem(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila := h.follow("mila")
		h.come("jonas")
		h.ready("jonas")
		h.Beat(h.code, "jonas", Beat{Idle: true})
		synctest.Wait()
		h.want("nobody looks", mila.states(), "mila here, jonas idle")
		h.ready("mila")
		if len(h.matches()) > 0 {
			t.Fatal("matched with an idle member")
		}
		h.Beat(h.code, "jonas", Beat{})
		synctest.Wait()
		h.want("somebody does", mila.states(), "mila playing, jonas playing")
	})
}

func TestHub_ChoosesANewHostWhenTheHostHasGone(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila, jonas := h.follow("mila"), h.come("jonas")
		ada := h.come("ada")
		if _, err := h.SetRole(t.Context(), h.code, "mila", "ada", Cohost); err != nil {
			t.Fatal(err)
		}
		mila.close()
		pass(hostGoneFor - time.Second)
		if jonas.last().Host != "mila" {
			t.Fatal("the host changed too soon")
		}
		pass(presenceTimeout + time.Second)
		if last := jonas.last(); last.Host != "ada" || !last.Members[0].Cohost {
			t.Errorf("the host is %s of %+v", last.Host, last.Members)
		}
		h.follow("mila")
		if ada.last().Host != "ada" {
			t.Error("the former host became host again")
		}
	})
}

func TestHub_SendsANewName(t *testing.T) {
	withLobby(t, func(_ *testing.T, h *lobbyFixture) {
		h.follow("mila")
		jonas := h.come("jonas")
		h.store.rename(h.code, "mila", "Mila the Great")
		h.PlayerChanged("mila")
		synctest.Wait()
		h.want("the name", jonas.last().Members[0].Name, "Mila the Great")
	})
}

func TestHub_ForgetsTheMembersOfAClosedLobby(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila := h.follow("mila")
		h.come("jonas")
		if _, err := h.store.CloseEmpty(t.Context(), nil, -1); err != nil {
			t.Fatal(err)
		}
		h.hub.Changed(h.code)
		synctest.Wait()
		if !mila.closed() || len(h.hub.watches)+len(h.hub.places) != 0 {
			t.Errorf("of a closed lobby %d watches and %d places are left", len(h.hub.watches), len(h.hub.places))
		}
		h.PlayerChanged("mila")
	})
}

func TestHub_ClosesAnEmptyLobby(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila := h.follow("mila")
		pass(3 * emptyFor)
		if _, err := h.Lobby(t.Context(), h.code); err != nil {
			t.Fatalf("with a member present: %v", err)
		}
		mila.close()
		pass(emptyFor - sweepEvery)
		if _, err := h.Lobby(t.Context(), h.code); err != nil {
			t.Fatalf("too soon: %v", err)
		}
		pass(presenceTimeout + 3*sweepEvery)
		for what, try := range map[string]func() error{
			"read":   func() error { _, err := h.Lobby(t.Context(), h.code); return err },
			"join":   func() error { _, err := h.Join(t.Context(), h.code, "mila"); return err },
			"follow": func() error { _, err := h.Follow(t.Context(), h.code, "mila", Page{}); return err },
		} {
			if err := try(); !errors.Is(err, ErrClosed) {
				t.Errorf("%s: error %v, want %v", what, err, ErrClosed)
			}
		}
	})
}

func TestService_ListsPublicLobbiesWithMembersPresent(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila := h.follow("mila")
		listed := func() int {
			t.Helper()
			l, err := h.Public(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return len(l)
		}
		if listed() != 0 {
			t.Error("listed though it isn't public")
		}
		h.rule(func(r *Rules) { r.Public = true })
		if listed() != 1 {
			t.Error("not listed")
		}
		h.rule(func(r *Rules) { r.Public, r.Locked = true, true })
		if listed() != 0 {
			t.Error("listed though it is locked")
		}
		h.rule(func(r *Rules) { r.Public = true })
		mila.close()
		pass(presenceTimeout)
		if listed() != 0 {
			t.Error("listed though no member is present")
		}
	})
}

func TestService_ForgivesOneTypo(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		typed := h.code[:2] + "x" + h.code[2:]
		if l, err := h.Join(t.Context(), typed, "jonas"); err != nil || l.Code != h.code {
			t.Errorf("joined %q, %v", l.Code, err)
		}
		if l, err := h.Lobby(t.Context(), typed); err != nil || l.Code != h.code {
			t.Errorf("read %q, %v", l.Code, err)
		}
		if _, err := h.Lobby(t.Context(), "xx"+h.code); !errors.Is(err, ErrNotFound) {
			t.Errorf("two typos: error %v, want %v", err, ErrNotFound)
		}
	})
}

func TestRules_KnownNames(t *testing.T) {
	r := Rules{Pairing: Pick, Capacity: 2, NamesOnly: true, Names: []string{" Jonas ", "", "\u202e", "JONAS", "Straße", "ÅSA", "Ada  Lovelace"}}.Clean()
	if want := []string{"Jonas", "Straße", "ÅSA", "Ada Lovelace"}; !reflect.DeepEqual(r.Names, want) {
		t.Errorf("stored are %q, want %q", r.Names, want)
	}
	for name, in := range map[string]bool{"jonas": true, "STRASSE": true, "åsa": true, "ada lovelace": true, "Jonasz": false, "Asa": false, "": false} {
		if r.LetsIn(name) != in {
			t.Errorf("%q may join: %t, want %t", name, !in, in)
		}
	}
	if left := WithoutName(r.Names, "JONAS"); len(left) != 3 || len(r.Names) != 4 {
		t.Errorf("without Jonas the names are %q, before they were %q", left, r.Names)
	}
	if (Rules{NamesOnly: true}).LetsIn("Jonas") || !(Rules{Names: []string{"Ada"}}).LetsIn("Jonas") {
		t.Error("an empty list lets a player in, or an unused list keeps one out")
	}
	r.Names = append(make([]string, MaxNames-3), "a name that is much too long for one")
	if err := r.Validate(Rules{}); err == nil || !strings.HasPrefix(err.Error(), `rules.names "" can't be one`) {
		t.Errorf("invalid names: %v", err)
	}
	r.Names = make([]string, MaxNames+1)
	if err := r.Validate(Rules{}); err == nil || !strings.HasPrefix(err.Error(), "rules.names must be at most 200") {
		t.Errorf("too many names: %v", err)
	}
}
