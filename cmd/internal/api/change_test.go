package api

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// TestChangeOf_AppliedGivesTheNewLobby makes two random states of a lobby, and applies the change
// from one to the other as a page does.
func TestChangeOf_AppliedGivesTheNewLobby(t *testing.T) {
	ids := []string{"a", "b", "c", "d", "e"}
	rapid.Check(t, func(t *rapid.T) {
		draw := func() Lobby {
			l := Lobby{Code: "plum-kite-otter", Host: rapid.SampledFrom(ids).Draw(t, "host"), Members: []Member{}}
			l.Rules.Locked = rapid.Bool().Draw(t, "locked")
			l.Settings.Rounds = rapid.IntRange(3, 4).Draw(t, "rounds")
			for _, id := range rapid.Permutation(ids).Draw(t, "members")[:rapid.IntRange(0, 5).Draw(t, "how many")] {
				l.Members = append(l.Members, Member{ID: id, State: rapid.SampledFrom([]string{"here", "ready"}).Draw(t, "state")})
			}
			if rapid.Bool().Draw(t, "asked") {
				l.Invitations = []Invitation{{From: "a", To: rapid.SampledFrom(ids).Draw(t, "to")}}
			}
			for _, id := range rapid.SliceOfDistinct(rapid.SampledFrom(ids), rapid.ID).Draw(t, "games") {
				l.Games = append(l.Games, LobbyGame{ID: id, State: rapid.SampledFrom([]string{"live", "finished"}).Draw(t, "game")})
			}
			return l
		}
		from, to := draw(), draw()
		c, ok := changeOf(from, to)
		if !ok {
			return
		}
		got := c.Over(from)
		if diff := cmp.Diff(to, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestChangeOf_ContainsOnlyTheNewMember(t *testing.T) {
	from := Lobby{Members: []Member{{ID: "a"}, {ID: "b"}}}
	to := Lobby{Members: []Member{{ID: "a"}, {ID: "b"}, {ID: "c"}}}
	c, ok := changeOf(from, to)
	if diff := cmp.Diff(LobbyChange{Members: []Member{{ID: "c"}}}, c); !ok || diff != "" {
		t.Error(ok, diff)
	}
	if _, ok := changeOf(Lobby{Games: []LobbyGame{{ID: "b"}, {ID: "a"}}}, Lobby{Games: []LobbyGame{{ID: "b"}}}); ok {
		t.Error("the change omits a game that left the wall")
	}
	if _, ok := changeOf(to, Lobby{Members: []Member{{ID: "b"}, {ID: "a"}}}); ok {
		t.Error("a change can't express another order")
	}
}
