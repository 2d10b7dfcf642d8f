package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/tandem-game/tandem/room"
)

// Place is what one node at a time serves, besides rooms, because its state is in that
// node's memory. Its id is a row's in the table places.
type Place string

// QuickPlace is quick play.
const QuickPlace Place = "quick"

// LobbyPlace is a lobby, with the games that were played there: what their players do
// after a game shows in the lobby.
func LobbyPlace(code string) Place { return Place("lobby/" + code) }

// GamePlace is where the players of a game without a lobby may play again.
func GamePlace(id string) Place { return Place("game/" + id) }

// Lobby returns the code of the lobby that the place is; "" if it is none.
func (p Place) Lobby() string { return p.of("lobby/") }

// Game returns the game whose players the place is for; "" if it is none.
func (p Place) Game() string { return p.of("game/") }

func (p Place) of(kind string) string {
	id, ok := strings.CutPrefix(string(p), kind)
	if !ok {
		return ""
	}
	return id
}

// TakePlace makes this node the owner of a place, unless another node owns it. It returns
// the owner's incarnation. room.ErrFenced.
func (n *Node) TakePlace(ctx context.Context, p Place) (owner string, err error) {
	me := n.Incarnation()
	for {
		_, err := n.store.pool.Exec(ctx, `INSERT INTO places (id, owner) VALUES ($1, $2) ON CONFLICT DO NOTHING`, p, me)
		var answer *pgconn.PgError
		if errors.As(err, &answer) && answer.Code == "23503" { // this node has no row
			n.fenced(me)
			return "", room.ErrFenced
		}
		if err == nil {
			err = n.store.pool.QueryRow(ctx, `SELECT owner FROM places WHERE id = $1`, p).Scan(&owner)
		}
		switch {
		case err == nil:
			return owner, nil
		case !errors.Is(err, pgx.ErrNoRows): // else its owner has just released it
			return "", fmt.Errorf("take place %s: %w", p, err)
		}
	}
}

// ReleasePlaces gives up places of this node.
func (n *Node) ReleasePlaces(ctx context.Context, places []Place) error {
	_, err := n.store.pool.Exec(ctx, `DELETE FROM places WHERE id = ANY($1) AND owner = $2`, places, n.Incarnation())
	if err != nil {
		return fmt.Errorf("release %d places: %w", len(places), err)
	}
	return nil
}

// WantPlace asks the owner of a place to hand it over.
func (n *Node) WantPlace(ctx context.Context, p Place, owner string) error {
	_, err := n.store.pool.Exec(ctx, `UPDATE places SET wanted_by = $3 WHERE id = $1 AND owner = $2`, p, owner, n.Incarnation())
	if err != nil {
		return fmt.Errorf("want place %s: %w", p, err)
	}
	return nil
}

// OwnerOfPlace returns the incarnation that owns a place; "" if nobody does.
func (n *Node) OwnerOfPlace(ctx context.Context, p Place) (owner string, err error) {
	err = n.store.pool.QueryRow(ctx, `SELECT owner FROM places WHERE id = $1`, p).Scan(&owner)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return "", fmt.Errorf("find the owner of %s: %w", p, err)
	}
	return owner, nil
}
