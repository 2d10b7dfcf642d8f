package lobby

// version is a lobby as it was shown, with an id under which a page can name it. It is
// immutable.
type version struct {
	id    string
	lobby Lobby
}

// follower is one open page that hears of a lobby.
type follower struct {
	stream[Event]

	player  string
	wall    bool // the page shows the lobby's wall: it says nothing of its player's presence
	beats   bool // the page has promised to beat
	lapsed  bool // the page has broken that promise
	looking bool // the page shows a drawing
	from    int  // the first reading of the lobby that began after the page opened

	// What the page has not been sent yet. A newer item replaces an older one: a new match
	// of a player means that its last game is over.
	news    *version
	matched *Matched
	removed bool // a host removed the player; nothing is sent after that

	has *version // what the page was sent last, or had when it opened; nil if nothing
}

// take returns the next event, nil if there is none. A match goes first, because the page
// waits for it.
func (f *follower) take() (event Event, last bool) {
	switch {
	case f.removed:
		return Removed{}, true
	case f.matched != nil:
		m := *f.matched
		f.matched = nil
		return m, false
	case f.news != nil:
		u := Update{Lobby: &f.news.lobby, ID: f.news.id}
		if f.has != nil {
			u.Before = &f.has.lobby
		}
		f.has, f.news = f.news, nil
		return u, false
	}
	return nil, false
}
