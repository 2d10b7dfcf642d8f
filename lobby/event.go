package lobby

import "time"

// Event is what a member hears of its lobby: an Update, a Matched, a Removed, or ChatNews.
type Event interface{ isEvent() }

func (Update) isEvent()   {}
func (Matched) isEvent()  {}
func (Removed) isEvent()  {}
func (ChatNews) isEvent() {}

// Removed tells a player that a host removed it. It is the last event.
type Removed struct{}

// Update is a new reading of a lobby.
type Update struct {
	Lobby  *Lobby
	Before *Lobby // what the page already has; nil if nothing
	ID     string // names Lobby when a page reconnects; see Hub.Follow
}

// Matched tells a member where its game is.
type Matched struct {
	Room    string
	Seat    int       // 1 or 2
	Partner string    // the other's name
	Ghost   time.Time // the partner is a ghost: when its ink was drawn; zero: it is a player
}

// ChatNews is what is new in a lobby's chat.
type ChatNews struct {
	All   bool   // Lines are all that there are; else those after what the page has
	Lines []Line // oldest first
}
