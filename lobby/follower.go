package lobby

// version is a lobby as it was shown, with an id under which a page can name it. It is
// immutable.
type version struct {
	id    string
	lobby Lobby
}

// pageKind is what a page shows.
type pageKind int

const (
	memberPage pageKind = iota // the lobby, or a drawing: the only kind by which its player is present
	wallPage                   // the lobby's wall
	chatPage                   // the lobby's chat, in a room; only while it is open to rooms
)

// follower is one open page that hears of a lobby.
type follower struct {
	stream[Event]

	player  string
	kind    pageKind
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

	chat    *chat
	heard   chatMark // what the page was sent of the chat
	allowed bool     // a reading since the page opened has its player as a member: the chat may be sent
}

// showsChat reports whether the page shows the lobby's chat.
func (f *follower) showsChat() bool { return f.kind != wallPage && !f.looking }

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
	if f.allowed {
		if news := f.chat.after(&f.heard); news != nil {
			return *news, false
		}
	}
	return nil, false
}
