package lobby

// version is a lobby as it was shown, with a name for those who have it. It is never
// changed.
type version struct {
	id    string
	lobby Lobby
}

// follower is one open page that hears of a lobby.
type follower struct {
	stream[Event]

	player  string
	beats   bool // the page has promised to
	lapsed  bool // and has not for too long
	looking bool // the page shows a drawing
	from    int  // the first reading of the lobby that began after the page opened

	// What the page has not been sent yet. A newer one takes the place of an
	// older: a player's new match means that the last game is over.
	news    *version
	matched *Matched
	removed bool // the player was sent out; nothing is told after that

	has *version // what the page was sent last, or came with; nil if nothing
}

// take takes what is to be told next, nil if there is nothing. A match goes
// first: it is what the page waits for.
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
