package room

import "context"

const (
	// ghostPen is the pen of every ghost: the journal says how far it got, so that it goes
	// on there after a restart or on another node.
	ghostPen = 1
	// ghostPause is the time between two tries to seat a ghost. It is no shorter than a
	// seat may be attached to.
	ghostPause = taskPause
)

// seatGhost lets the room's ghost play on its seat until ctx ends. A ghost whose socket the
// room closed comes back, as a page would.
func (r *Room) seatGhost(ctx context.Context, open func(context.Context, Ghost) (Conn, error)) {
	for ctx.Err() == nil {
		c, err := open(ctx, *r.ghost)
		if err == nil {
			err = r.Serve(ctx, c, Attach{Seat: r.ghost.Seat, Pen: ghostPen})
		}
		if err != nil && ctx.Err() == nil {
			r.logger.WarnContext(ctx, "the ghost is away; it comes back", "source", r.ghost.Source, "error", err)
		}
		sleep(ctx, ghostPause)
	}
}
