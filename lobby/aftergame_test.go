package lobby

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
)

// channels are an Again and a lobby that return channels filled by the test.
type channels struct {
	again  chan AgainEvent
	lobby  chan Event
	member error // why the lobby can't be followed
	page   Page  // that followed the lobby
}

type (
	againChannel struct{ *channels }
	lobbyChannel struct{ *channels }
)

func (c againChannel) Follow(context.Context, AgainPage) (<-chan AgainEvent, error) {
	return c.again, nil
}

func (c lobbyChannel) Follow(_ context.Context, _, _ string, page Page) (<-chan Event, error) {
	c.page = page
	return c.lobby, c.member
}

func TestFollowAfterGame_HearsOfTheLobbyToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &channels{again: make(chan AgainEvent), lobby: make(chan Event)}
		events, err := FollowAfterGame(t.Context(), againChannel{c}, lobbyChannel{c}, AgainPage{Game: "G", Lobby: "plum-kite-otter", Player: "mila", Beats: true})
		if err != nil || c.page != (Page{Beats: true, Looking: true}) {
			t.Fatalf("%v; the lobby was followed as %+v", err, c.page)
		}
		c.lobby <- Removed{}
		if e := <-events; e != (GameLobbyEvent{Removed{}}) {
			t.Errorf("got %#v of the lobby", e)
		}
		close(c.lobby) // and then it continues without the lobby
		c.again <- Wishes{Partner: true}
		if e := <-events; e != (Wishes{Partner: true}) {
			t.Errorf("got %#v", e)
		}
		close(c.again)
		if e, open := <-events; open {
			t.Errorf("got %#v at the end", e)
		}
	})
}

func TestFollowAfterGame_NeedsNoLobby(t *testing.T) {
	broken := errors.New("broken")
	for _, test := range []struct{ err, want error }{{ErrClosed, nil}, {ErrNotMember, nil}, {ErrTooManyPages, nil}, {broken, broken}} {
		c := &channels{again: make(chan AgainEvent), member: test.err}
		events, err := FollowAfterGame(t.Context(), againChannel{c}, lobbyChannel{c}, AgainPage{Lobby: "plum-kite-otter"})
		if !errors.Is(err, test.want) || test.want == nil && events != (<-chan AgainEvent)(c.again) {
			t.Errorf("%v: got %v, %v", test.err, events, err)
		}
	}
}
