package lobby

// Event is what a member hears of its lobby: a Lobby, a Matched, or a Removed.
type Event interface{ isEvent() }

func (Lobby) isEvent()   {}
func (Matched) isEvent() {}
func (Removed) isEvent() {}

// Removed tells a player that it was sent out. It is the last it hears.
type Removed struct{}

// Matched tells a member where its game is.
type Matched struct {
	Room    string
	Seat    int    // 1 or 2
	Partner string // the other's name
}
