package lobby

import (
	"context"
	"errors"
)

// GameLobbyEvent is an event of the lobby in which a game was played, as a page that is
// open after that game hears it.
type GameLobbyEvent struct{ Event }

func (GameLobbyEvent) isAgainEvent() {}

// AgainPage is a page that a player has open after a game.
type AgainPage struct {
	Game   string
	Lobby  string // the code of the lobby that the game was played in; "" for none
	Player string
	Beats  bool // as in Page
}

type (
	againFollower interface {
		Follow(ctx context.Context, page AgainPage) (<-chan AgainEvent, error)
	}
	lobbyFollower interface {
		Follow(ctx context.Context, code, player string, page Page) (<-chan Event, error)
	}
)

// FollowAfterGame follows what happens after a game, as Again.Follow does, and the game's
// lobby, as Service.Follow does, if the player is still a member of it: there the page
// counts as looking at the drawing. The channel is closed when that of Again is.
func FollowAfterGame(ctx context.Context, again againFollower, lobbies lobbyFollower, p AgainPage) (<-chan AgainEvent, error) {
	events, err := again.Follow(ctx, p)
	if err != nil || p.Lobby == "" {
		return events, err
	}
	around, err := lobbies.Follow(ctx, p.Lobby, p.Player, Page{Beats: p.Beats, Looking: true})
	for _, gone := range []error{ErrNotFound, ErrClosed, ErrNotMember, ErrTooManyPages} {
		if errors.Is(err, gone) {
			return events, nil
		}
	}
	if err != nil {
		return nil, err
	}
	return mergeLobby(ctx, events, around), nil
}

// mergeLobby adds the events of a lobby to events, until these or ctx end.
func mergeLobby(ctx context.Context, events <-chan AgainEvent, around <-chan Event) <-chan AgainEvent {
	out := make(chan AgainEvent)
	go func() {
		defer close(out)
		for {
			var next AgainEvent
			select {
			case e, ok := <-events:
				if !ok {
					return
				}
				next = e
			case e, ok := <-around:
				if !ok {
					around = nil // around has ended; receiving from a nil channel blocks forever
					continue
				}
				next = GameLobbyEvent{e}
			}
			select {
			case out <- next:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}
