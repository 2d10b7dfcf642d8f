package lobby

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestHub_AWaveStartsWhenAllAreReady(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		h.rule(func(r *Rules) { r.Pairing = Everyone })
		mila := h.follow("mila")
		for _, p := range []string{"jonas", "ada", "ben", "cleo"} {
			h.come(p)
		}
		for _, p := range []string{"jonas", "ada", "ben", "cleo"} {
			h.ready(p)
		}
		if len(h.matches()) > 0 {
			t.Fatalf("not all are ready: %+v", h.matches())
		}
		h.ready("mila")
		if len(h.matches()) != 2 {
			t.Fatalf("of five, matches %+v", h.matches())
		}
		out := sitsOut(mila.last())
		met := map[[2]string]bool{}
		for _, m := range h.matches() {
			met[m.Players] = true
			h.store.endGame(m.Players[0])
		}
		h.Changed(h.code)
		synctest.Wait()
		for _, p := range []string{"mila", "jonas", "ada", "ben", "cleo"} {
			if p != out {
				h.ready(p)
			}
		}
		for _, m := range h.matches()[2:] {
			if met[m.Players] || met[[2]string{m.Players[1], m.Players[0]}] {
				t.Errorf("again: %v", m.Players)
			}
		}
		if len(h.matches()) != 4 || sitsOut(mila.last()) == out {
			t.Errorf("the second wave: %+v, %s sits out after %s", h.matches(), sitsOut(mila.last()), out)
		}
	})
}

// sitsOut returns the member who is still ready after a wave.
func sitsOut(l Lobby) string {
	for _, m := range l.Members {
		if m.State == Ready {
			return m.Player
		}
	}
	return ""
}

func TestHub_TheHostStartsAWaveOfAllPresentMembers(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		h.rule(func(r *Rules) { r.Pairing = Everyone })
		mila := h.follow("mila")
		if err := h.StartWave(t.Context(), h.code, "mila"); !errors.Is(err, ErrNoPartner) {
			t.Errorf("alone: error %v, want %v", err, ErrNoPartner)
		}
		for _, p := range []string{"jonas", "ada", "ben", "cleo", "dan"} {
			h.come(p)
		}
		h.come("eva").close()
		drawing := h.followAs("eva", Page{Looking: true})
		h.ready("jonas")
		if _, err := h.SetWatching(t.Context(), h.code, "mila", true); err != nil {
			t.Fatal(err)
		}
		h.Beat(h.code, "ben", Beat{Idle: true})
		other, err := h.Open(t.Context(), "dan", DefaultSettings())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.SetReady(t.Context(), other.Code, "dan", true); err != nil {
			t.Fatal(err)
		}
		if err := h.StartWave(t.Context(), h.code, "jonas"); !errors.Is(err, ErrNotHost) {
			t.Errorf("a guest: error %v, want %v", err, ErrNotHost)
		}
		if err := h.StartWave(t.Context(), h.code, "mila"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		h.want("the wave", mila.states(),
			"mila watching, jonas playing, ada playing, ben idle, cleo playing, dan here, eva playing")
		if len(drawing.games()) != 1 {
			t.Errorf("the page with the drawing heard %+v", drawing.games())
		}
	})
}

func TestHub_AWaveSurvivesAStoreFailure(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		h.rule(func(r *Rules) { r.Pairing = Everyone })
		mila := h.follow("mila")
		h.come("jonas")
		h.come("ada")
		h.store.playElsewhere("ada")
		h.ready("mila")
		h.ready("jonas")
		h.store.failMatching(errors.New("gave up"))
		if err := h.StartWave(t.Context(), h.code, "mila"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		h.want("while it fails", mila.states(), "mila ready, jonas ready, ada playing")
		h.store.failMatching(nil)
		pass(2 * retryAfter)
		h.want("the wave", mila.states(), "mila playing, jonas playing, ada playing")
	})
}

func TestHub_AWaveWithoutReadyMembersIsOver(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		h.rule(func(r *Rules) { r.Pairing = Everyone })
		mila := h.follow("mila")
		h.come("jonas")
		h.come("ada")
		h.ready("mila")
		h.ready("jonas")
		if _, err := h.store.SetReady(t.Context(), h.code, "jonas", false); err != nil { // just before
			t.Fatal(err)
		}
		h.hub.StartWave(h.code)
		synctest.Wait()
		h.ready("jonas") // much later
		pass(time.Minute)
		h.want("nobody has started another", mila.states(), "mila ready, jonas ready, ada here")
	})
}

func TestHub_AWaveContinuesWithoutTheHost(t *testing.T) {
	withLobby(t, func(_ *testing.T, h *lobbyFixture) {
		h.rule(func(r *Rules) { r.Pairing = Everyone })
		mila, jonas := h.follow("mila"), h.come("jonas")
		h.come("ada")
		h.ready("jonas")
		h.ready("ada")
		mila.close()
		pass(presenceTimeout)
		h.want("without the host", jonas.states(), "mila away, jonas playing, ada playing")
	})
}

func TestHub_AWaveDoesNotWaitForWatchers(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		h.rule(func(r *Rules) { r.Pairing = Everyone })
		mila := h.follow("mila")
		watch := func() {
			if _, err := h.SetWatching(t.Context(), h.code, "mila", true); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
		}
		h.come("jonas")
		h.come("ada")
		watch()
		h.ready("jonas")
		h.ready("ada")
		h.want("the host watches", mila.states(), "mila watching, jonas playing, ada playing")
		h.ready("mila")
		h.want("and wants to play", mila.states(), "mila ready, jonas playing, ada playing")
		watch()
		h.want("and watches again", mila.states(), "mila watching, jonas playing, ada playing")
	})
}

func TestHub_AWaveWaitsForMembersWhoLookAtTheirDrawing(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		h.rule(func(r *Rules) { r.Pairing = Everyone })
		h.follow("mila")
		h.come("jonas")
		h.come("ada").close()
		drawing := h.followAs("ada", Page{Looking: true})
		h.ready("mila")
		h.ready("jonas")
		if len(h.matches()) > 0 {
			t.Fatalf("while a member looks at a drawing: %+v", h.matches())
		}
		drawing.close()
		pass(presenceTimeout)
		if len(h.matches()) != 1 {
			t.Errorf("after that member has gone: %+v", h.matches())
		}
	})
}

func TestService_PickingAPartner(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila, jonas := h.follow("mila"), h.come("jonas")
		h.come("ada")
		invite := func(player, partner string) error {
			_, err := h.Invite(t.Context(), h.code, player, partner)
			synctest.Wait()
			return err
		}
		if err := invite("mila", "jonas"); !errors.Is(err, ErrNotPick) {
			t.Errorf("as they come: error %v, want %v", err, ErrNotPick)
		}
		h.rule(func(r *Rules) { r.Pairing = Pick })
		for _, partner := range []string{"mila", "nobody"} {
			if err := invite("mila", partner); !errors.Is(err, ErrNoPartner) {
				t.Errorf("%s: error %v, want %v", partner, err, ErrNoPartner)
			}
		}

		if err := invite("mila", "jonas"); err != nil {
			t.Fatal(err)
		}
		if got := jonas.last().Invited; len(got) != 1 || got[0] != (Invitation{"mila", "jonas"}) {
			t.Errorf("he is shown %v", got)
		}
		pass(InvitationLasts + lapseEvery)
		if got := jonas.last().Invited; len(got) != 0 {
			t.Errorf("after the time is over he is shown %v", got)
		}

		if err := invite("mila", "jonas"); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Uninvite(t.Context(), h.code, "jonas", "mila"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if got := mila.last().Invited; len(got) != 0 {
			t.Errorf("after he declined, she is shown %v", got)
		}

		if err := errors.Join(invite("ada", "mila"), invite("mila", "jonas"), invite("jonas", "mila")); err != nil {
			t.Fatal(err)
		}
		h.want("both have asked", mila.states(), "mila playing, jonas playing, ada here")
		if g := mila.games(); len(g) != 1 || g[0].Partner != "jonas" || len(jonas.games()) != 1 {
			t.Errorf("they heard %+v and %+v", mila.games(), jonas.games())
		}
		if got := mila.last().Invited; len(got) != 0 {
			t.Errorf("players in a game still have invitations: %v", got)
		}
		if err := invite("ada", "mila"); !errors.Is(err, ErrNoPartner) {
			t.Errorf("a player in a game: error %v, want %v", err, ErrNoPartner)
		}
	})
}

func TestService_RefusesInvitationsToMembersWhoHaveGone(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		h.rule(func(r *Rules) { r.Pairing = Pick })
		h.follow("mila")
		jonas := h.come("jonas")
		jonas.close()
		pass(presenceTimeout + time.Second)
		if _, err := h.Invite(t.Context(), h.code, "mila", "jonas"); !errors.Is(err, ErrNoPartner) {
			t.Errorf("error %v, want %v", err, ErrNoPartner)
		}
	})
}
