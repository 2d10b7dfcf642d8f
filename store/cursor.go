package store

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// ErrCursor means that the cursor doesn't come from this list in this order.
var ErrCursor = errors.New("not a cursor of this list")

// cursor is the position of a game in a list. It is opaque to clients.
type cursor struct {
	order Order
	at    int64 // the value that the order sorts by; a time in microseconds
	id    string
}

// cursorOf returns the position of a game.
func cursorOf(o Order, g ListedGame) cursor {
	c := cursor{order: o, id: g.ID}
	switch orders[o].column {
	case "play_ms":
		c.at = g.PlayMS
	case "strokes":
		c.at = int64(g.Strokes)
	default:
		c.at = g.CreatedAt.UnixMicro()
	}
	return c
}

// value returns what Postgres compares with; nil at the beginning.
func (c cursor) value() any {
	switch {
	case c.order == "":
		return nil
	case c.order.byTime():
		return time.UnixMicro(c.at)
	default:
		return c.at
	}
}

func (c cursor) String() string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%s %d %s", c.order, c.at, c.id))
}

// parseCursor reads a cursor of a list in this order; "" is the beginning.
func parseCursor(o Order, text string) (cursor, error) {
	if text == "" {
		return cursor{}, nil
	}
	plain, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return cursor{}, ErrCursor
	}
	parts := strings.SplitN(string(plain), " ", 3)
	if len(parts) != 3 || parts[0] != string(o) {
		return cursor{}, ErrCursor
	}
	at, err := strconv.ParseInt(parts[1], 10, 64)
	id := parts[2]
	if err != nil || at < 0 || !utf8.ValidString(id) || strings.ContainsRune(id, 0) { // Postgres accepts neither
		return cursor{}, ErrCursor
	}
	return cursor{order: o, at: at, id: id}, nil
}
