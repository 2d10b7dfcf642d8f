package lobby

// Event is what a member hears of its lobby: an Update, a Matched, or a Removed.
type Event interface{ isEvent() }

func (Update) isEvent()  {}
func (Matched) isEvent() {}
func (Removed) isEvent() {}

// Removed tells a player that it was sent out. It is the last it hears.
type Removed struct{}

// Update is how a lobby is now.
type Update struct {
	Lobby  *Lobby
	Before *Lobby // as the page has it already; nil if it has nothing
	ID     string // names Lobby for a page that comes back; see Hub.Follow
}

// Matched tells a member where its game is.
type Matched struct {
	Room    string
	Seat    int    // 1 or 2
	Partner string // the other's name
}
