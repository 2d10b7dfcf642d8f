package store_test

import (
	"testing"

	"github.com/tandem-game/tandem/lobby"
)

func TestChatOpen(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	game := b.game(t)
	g, err := n.Claim(t.Context(), game)
	if err != nil {
		t.Fatal(err)
	}
	host := b.read(t, g.Lobby).Host
	for _, is := range []struct{ chat, public, open bool }{
		{false, false, false},
		{true, false, true},
		{true, true, false}, // strangers come there
	} {
		err := b.UpdateRules(t.Context(), g.Lobby, host, func(r lobby.Rules) (lobby.Rules, error) {
			r.ChatInRooms, r.Public = is.chat, is.public
			return r, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		open, err := n.ChatOpen(t.Context(), g.Lobby)
		if err != nil || open != is.open {
			t.Errorf("%+v: open: %t, %v", is, open, err)
		}
		if open != b.read(t, g.Lobby).Rules.OpenChatToRooms() {
			t.Errorf("%+v: the rules say something else", is)
		}
		if again, err := n.Claim(t.Context(), game); err != nil || again.Chat != is.open {
			t.Errorf("%+v: its room: %t, %v", is, again.Chat, err)
		}
	}
	if open, err := n.ChatOpen(t.Context(), "no-such-lobby"); err != nil || open {
		t.Errorf("of no lobby: %t, %v", open, err)
	}
}
