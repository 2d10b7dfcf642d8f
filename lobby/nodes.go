package lobby

// News is what pages on another node may have to hear of. One field is set.
type News struct {
	Lobby  string `json:"lobby,omitempty"`  // the code of a lobby that has changed
	Player string `json:"player,omitempty"` // a player who has another name, or waits or plays somewhere else
	Gone   string `json:"gone,omitempty"`   // a player who was banned or deleted
	Chat   string `json:"chat,omitempty"`   // the code of a lobby whose chat was opened to its rooms, or closed
}

// Nodes are the other nodes. News to them can get lost: each lobby is read again now and
// then while there are others.
type Nodes interface {
	// Many reports whether there are other nodes.
	Many() bool
	// Tell tells the others. It doesn't block.
	Tell(n News)
}

// alone is Nodes where there are no others.
type alone struct{}

func (alone) Many() bool { return false }
func (alone) Tell(News)  {}
