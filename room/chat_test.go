package room

import (
	"context"
	"testing"
	"testing/synctest"
)

func TestRoom_HearsWhetherItsLobbysChatIsOpenToIt(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		changed := func(lobby string, open bool) {
			n.memory.mu.Lock()
			n.memory.chatOpen = open
			n.memory.mu.Unlock()
			n.ChatChanged(lobby)
			synctest.Wait()
			mila.hear()
			jonas.hear()
		}
		r, err := n.Open(context.Background(), "game")
		if err != nil {
			t.Fatal(err)
		}
		for _, is := range []struct {
			lobby     string
			open, now bool
		}{{"another lobby", true, false}, {r.lobby, true, true}, {r.lobby, false, false}} {
			if changed(is.lobby, is.open); mila.state.Chat != is.now || jonas.state.Chat != is.now {
				t.Errorf("%+v: the pages hear %t and %t", is, mila.state.Chat, jonas.state.Chat)
			}
		}
	})
}

func TestRoom_KnowsFromTheStartWhetherItsLobbysChatIsOpenToIt(t *testing.T) {
	made := anyGame()
	made.Chat = true
	if s := newStage(t, made); !s.g.state(1).Chat {
		t.Error("it doesn't")
	}
}
