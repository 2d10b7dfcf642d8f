package ghost

import (
	"context"
	"errors"
	"log/slog"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
)

// Player plays the ghosts of rooms. Many goroutines may use it at once.
type Player struct {
	// Shipped are the recordings that ship with Tandem, by name; see ReadShipped.
	Shipped map[string]Shipped
	// Recording reads the recording of a finished game. Errors wrap ErrUnreadable if there
	// is none.
	Recording func(ctx context.Context, game string) ([]byte, error)
	Logger    *slog.Logger
}

// Script reads the ink of a ghost. Errors wrap ErrUnreadable if that can't help, else they
// are those of Recording.
func (p Player) Script(ctx context.Context, source string, seat ink.Seat) (Script, error) {
	if s, ok := p.Shipped[source]; ok {
		return s.Script, nil
	}
	recording, err := p.Recording(ctx, source)
	if err != nil {
		return Script{}, err
	}
	return FromRecording(recording, seat)
}

// Open opens a connection that plays a room's ghost. A ghost whose ink is gone, because its
// game was deleted before the room was opened again, stays without drawing any more.
func (p Player) Open(ctx context.Context, g room.Ghost) (room.Conn, error) {
	s, err := p.Script(ctx, g.Source, g.Seat)
	if errors.Is(err, ErrUnreadable) {
		p.Logger.WarnContext(ctx, "a ghost draws no more", "source", g.Source, "seat", g.Seat, "error", err)
		err = nil
	}
	if err != nil {
		return nil, err
	}
	return NewConn(s), nil
}
