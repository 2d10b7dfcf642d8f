package lobby

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
)

// followWall opens a page of the wall.
func (h *lobbyFixture) followWall(player string) (*page, error) {
	ctx, cancel := context.WithCancel(h.t.Context())
	events, err := h.FollowWall(ctx, h.code, player, Page{})
	if err != nil {
		cancel()
		return nil, err
	}
	p := &page{close: cancel}
	go p.hears(events)
	synctest.Wait()
	return p, nil
}

func (h *lobbyFixture) wall(player string) *page {
	h.t.Helper()
	p, err := h.followWall(player)
	if err != nil {
		h.t.Fatalf("the wall of %q: %v", player, err)
	}
	return p
}

func (h *lobbyFixture) setPublic(public bool) {
	h.t.Helper()
	_, err := h.ChangeRules(h.t.Context(), h.code, "mila", func(r Rules) Rules {
		r.Public = public
		return r
	})
	if err != nil {
		h.t.Fatal(err)
	}
	synctest.Wait()
}

func TestFollowWall_ShowsTheLobbyAndTellsOfNoMatch(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		h.follow("mila")
		h.come("jonas")
		wall := h.wall("mila")
		h.ready("mila")
		h.ready("jonas")
		h.want("both play", wall.states(), "mila playing, jonas playing")
		if games := wall.games(); games != nil {
			t.Errorf("the wall heard %+v", games)
		}
	})
}

func TestFollowWall_MakesNobodyPresent(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila, jonas := h.follow("mila"), h.come("jonas")
		wall := h.wall("jonas")
		jonas.close()
		pass(2 * presenceTimeout)
		h.want("with a wall alone", wall.states(), "mila here, jonas away")
		mila.close()
		pass(emptyFor + 2*sweepEvery)
		if !wall.closed() {
			t.Error("a wall keeps a lobby open that nobody is in")
		}
	})
}

func TestFollowWall_IsForMembersUnlessTheLobbyIsPublic(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		h.follow("mila")
		for _, player := range []string{"eve", ""} {
			if _, err := h.followWall(player); !errors.Is(err, ErrNotMember) {
				t.Errorf("%q: %v", player, err)
			}
		}
		h.setPublic(true)
		members, eve, nobody := h.wall("mila"), h.wall("eve"), h.wall("")
		h.setPublic(false)
		if members.closed() || !eve.closed() || !nobody.closed() {
			t.Error("who sees the wall of a lobby that is public no more?")
		}
	})
}

func TestFollowWall_IsBounded(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		h.follow("mila")
		var last *page
		for range maxWallsOfLobby {
			last = h.wall("mila")
		}
		if _, err := h.followWall("mila"); !errors.Is(err, ErrTooManyPages) {
			t.Errorf("one more: %v", err)
		}
		h.come("jonas") // members come all the same
		last.close()
		synctest.Wait()
		h.wall("mila")
	})
}
