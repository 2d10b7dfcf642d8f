package lobby

// Event is what a member hears of its lobby: a Lobby or a Matched.
type Event interface{ isEvent() }

func (Lobby) isEvent()   {}
func (Matched) isEvent() {}

// Matched tells a member where its game is.
type Matched struct {
	Room    string
	Seat    int    // 1 or 2
	Partner string // the other's name
}
