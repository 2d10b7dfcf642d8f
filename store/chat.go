package store

import (
	"context"
	"fmt"
)

// chatOpen is lobby.Rules.OpenChatToRooms of a lobby l.
const chatOpen = `l.chat_in_rooms AND NOT l.public`

// ChatOpen reports whether a lobby's chat is open to its rooms; false if there is no such
// lobby.
func (n *Node) ChatOpen(ctx context.Context, lobby string) (open bool, err error) {
	err = n.store.pool.QueryRow(ctx, `SELECT COALESCE((SELECT `+chatOpen+` FROM lobbies l WHERE l.code = $1), false)`, lobby).Scan(&open)
	if err != nil {
		return false, fmt.Errorf("read whether a lobby's chat is open to its rooms: %w", err)
	}
	return open, nil
}
