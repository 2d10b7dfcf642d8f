package lobby

import "context"

// version is a lobby as it was shown, with a name for those who have it. It is never
// changed.
type version struct {
	id    string
	lobby Lobby
}

// follower is one open page that hears of a lobby. Its fields are guarded by
// the hub's mutex, but for the channels.
type follower struct {
	player string
	beats  bool // the page has promised to
	lapsed bool // and has not for too long
	from   int  // the first reading of the lobby that began after the page opened

	// What the page has not been sent yet. A newer one takes the place of an
	// older: a player's new match means that the last game is over.
	news    *version
	matched *Matched
	removed bool // the player was sent out; nothing is told after that

	has *version // what the page was sent last, or came with; nil if nothing

	wake chan struct{} // holds a token when there may be something to send
	out  chan Event
	end  context.CancelFunc
}

// take takes what is to be sent next, nil if there is nothing. A match goes
// first: it is what the page waits for.
func (f *follower) take() Event {
	switch {
	case f.removed:
		return Removed{}
	case f.matched != nil:
		m := *f.matched
		f.matched = nil
		return m
	case f.news != nil:
		u := Update{Lobby: &f.news.lobby, ID: f.news.id}
		if f.has != nil {
			u.Before = &f.has.lobby
		}
		f.has, f.news = f.news, nil
		return u
	}
	return nil
}

// nudge leaves a token in a channel that holds one.
func nudge(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// send sends the page what there is until ctx ends, and then closes out.
func (h *Hub) send(ctx context.Context, f *follower) {
	post(ctx, f.wake, f.out, func() (Event, bool) {
		h.mu.Lock()
		defer h.mu.Unlock()
		event := f.take()
		return event, event == (Removed{})
	})
}

// post sends what take gives, and sleeps when that is nothing, until ctx ends or an event
// was the last. Then it closes out.
func post[E comparable](ctx context.Context, wake <-chan struct{}, out chan<- E, take func() (event E, last bool)) {
	defer close(out)
	var nothing E
	for {
		event, last := take()
		if event == nothing {
			select {
			case <-wake:
				continue
			case <-ctx.Done():
				return
			}
		}
		select {
		case out <- event:
			if last {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}
