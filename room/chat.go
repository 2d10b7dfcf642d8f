package room

import "context"

// ChatChanged has the rooms of a lobby read anew whether its chat is open to them, and tell
// their pages. It doesn't wait for that. Where the store can't be read, pages know it the
// next time that their room is claimed.
func (g *Registry) ChatChanged(lobby string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	opened := make([]*opening, 0, len(g.rooms))
	for _, o := range g.rooms {
		opened = append(opened, o)
	}
	go g.tellChat(lobby, opened)
}

// tellChat tells those of the rooms that are of this lobby whether its chat is open to them.
// Rooms that open later read it when they are claimed.
func (g *Registry) tellChat(lobby string, opened []*opening) {
	var of []*Room
	for _, o := range opened {
		if <-o.ready; o.err == nil && o.room.lobby == lobby {
			of = append(of, o.room)
		}
	}
	if len(of) == 0 {
		return
	}
	// One reading at a time: what is read last is told last.
	g.chats.Lock()
	defer g.chats.Unlock()
	err := within(g.lifetime, claimTime, func(ctx context.Context) error {
		on, err := g.config.Store.ChatOpen(ctx, lobby)
		if err != nil {
			return err
		}
		for _, r := range of {
			_ = r.send(ctx, openChat{on}) // a room that is over needs to know nothing
		}
		return nil
	})
	if err != nil {
		g.config.Logger.WarnContext(g.lifetime, "rooms don't know whether their lobby's chat is open to them", "rooms", len(of), "error", err)
	}
}
