package lobby

import (
	"context"
	"errors"
	"sync"
)

// ErrStopping means that this node is stopping and takes no more pages.
var ErrStopping = errors.New("this node is stopping")

// waitingPlace is where players with open pages wait to be matched: the lobbies, quick
// play, or the games after which they may play again. It starts and ends its goroutines.
type waitingPlace struct {
	lifetime context.Context // ends when the place stops
	end      context.CancelFunc
	running  sync.WaitGroup

	// mu guards the place and its pages. It is held for short steps only, never during I/O.
	mu      sync.Mutex
	stopped bool
}

func newWaitingPlace() *waitingPlace {
	p := new(waitingPlace)
	p.lifetime, p.end = context.WithCancel(context.Background())
	return p
}

// run starts a goroutine that runs until the place stops. It reports false, and starts
// nothing, if the place has stopped. The caller holds mu.
func (p *waitingPlace) run(do func(ctx context.Context)) bool {
	if p.stopped {
		return false
	}
	p.running.Go(func() { do(p.lifetime) })
	return true
}

// Stop ends the streams of all pages, and waits until all goroutines have ended.
func (p *waitingPlace) Stop() {
	p.mu.Lock()
	p.stopped = true
	p.mu.Unlock()
	p.end()
	p.running.Wait()
}

// stream sends one open page its events, in order, from a goroutine of its own. The type
// that embeds it knows what to send.
type stream[E comparable] struct {
	wake chan struct{} // holds a token when there may be something to send
	out  chan E
	end  context.CancelFunc
}

// openStream opens the stream of a page. It sends what take returns, until ctx ends, the
// place stops, or take says that an event was the last; then it closes the channel and
// calls closed. The zero event means nothing to send: the stream sleeps until nudge wakes
// it. take and closed are called with mu held. The caller holds mu, too. ErrStopping.
func openStream[E comparable](ctx context.Context, place *waitingPlace, take func() (event E, last bool), closed func()) (stream[E], error) {
	ctx, end := context.WithCancel(ctx)
	s := stream[E]{wake: make(chan struct{}, 1), out: make(chan E), end: end}
	started := place.run(func(lifetime context.Context) {
		defer end()
		defer context.AfterFunc(lifetime, end)()
		s.send(ctx, func() (E, bool) {
			place.mu.Lock()
			defer place.mu.Unlock()
			return take()
		})
		place.mu.Lock()
		defer place.mu.Unlock()
		closed()
	})
	if !started {
		end()
		return stream[E]{}, ErrStopping
	}
	return s, nil
}

// nudge wakes the stream, so that it calls take.
func (s stream[E]) nudge() { nudge(s.wake) }

// send sends what take returns until ctx ends or an event was the last.
func (s stream[E]) send(ctx context.Context, take func() (event E, last bool)) {
	defer close(s.out)
	var nothing E
	for {
		event, last := take()
		if event == nothing {
			select {
			case <-s.wake:
				continue
			case <-ctx.Done():
				return
			}
		}
		select {
		case s.out <- event:
			if last {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}

// nudge puts a token into a channel of capacity one, unless it has one.
func nudge(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// told returns the match as the player on a seat, 0 or 1, is told of it.
func (m Match) told(seat int) *Matched {
	return &Matched{Room: m.Game, Seat: seat + 1, Partner: m.Names[1-seat]}
}
