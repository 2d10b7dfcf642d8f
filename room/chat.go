package room

// ChatChanged has the rooms of a lobby read anew whether its chat is open to them, and tell
// their pages. It doesn't wait for that. Where the store can't be read, pages know it the
// next time that their room is claimed.
func (g *Registry) ChatChanged(lobby string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, o := range g.rooms {
		go g.readChat(o, lobby)
	}
}

// readChat tells a room whether its lobby's chat is open to it, if it is of this lobby.
func (g *Registry) readChat(o *opening, lobby string) {
	<-o.ready
	if o.err != nil || o.room.lobby != lobby {
		return
	}
	// One reading at a time: what is read last is told last.
	g.chats.Lock()
	defer g.chats.Unlock()
	on, err := g.config.Store.ChatOpen(g.lifetime, lobby)
	if err != nil {
		o.room.logger.WarnContext(g.lifetime, "the room doesn't know whether its lobby's chat is open to it", "error", err)
		return
	}
	_ = o.room.send(g.lifetime, openChat{on}) // a room that is over needs to know nothing
}
