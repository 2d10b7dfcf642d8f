package api

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"reflect"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"

	"github.com/tandem-game/tandem/lobby"
)

// Polling is the fallback for event streams. A page polls if something on the way buffers
// its stream. It also polls if it has no stream, because browsers open few connections to a
// host: of several pages one has a stream and wakes the others. To the rest of Tandem a
// polling page is like any other: it is open as long as it polls.

const (
	pollTimeout = 20 * time.Second // a page that hasn't polled for so long is closed
	pollWait    = 5 * time.Second  // how long an answer waits for an event
	maxUnheard  = 8                // maximum of unheard events for a page; later ones wait at their source

	maxPollingOfPlayer = 16   // polling pages of one player
	maxPollingOfClient = 1000 // and of one address
)

// Polling is the parameters of a poll.
type Polling struct {
	Ask   string `query:"ask" minLength:"16" maxLength:"64" doc:"Ask for the events instead of opening a stream: the answer comes at once, or within 5 s when there is none. The value is a random name of your page, the same each time." example:"k3f9x27qpd81mzaw"`
	Heard uint64 `query:"heard" doc:"With ask: the *heard* of the last answer that arrived. What came after it is told again." example:"12"`

	AtOnce  bool   `query:"at_once" doc:"With ask: the answer comes at once, also when there is none. For a page that is woken to ask, as another page of its browser has a stream open: ask every 7 s or so."`
	Instead string `query:"instead" minLength:"16" maxLength:"64" doc:"With a stream: the name of your page that has asked until now. It asks no more." example:"k3f9x27qpd81mzaw"`
}

// pollAnswer is the answer to a poll.
type pollAnswer struct {
	Heard  uint64        `json:"heard"`
	Events []polledEvent `json:"events"`
}

type polledEvent struct {
	Event string          `json:"event"`
	Data  json.RawMessage `json:"data"`
}

// eventResponses documents the two ways to receive events: by stream and by polling. event
// is the name of one event's schema.
func (a *API) eventResponses(description, name string, event *huma.Schema) map[string]*huma.Response {
	registry := a.huma.OpenAPI().Components.Schemas
	heard := *registry.Schema(reflect.TypeFor[uint64](), true, "")
	heard.Description, heard.Examples = "The number of the last of these events, to say with the next ask.", []any{17}
	registry.Map()["Asked"+name] = &huma.Schema{
		Type:        huma.TypeObject,
		Description: "The events that a page which asks has not heard yet.",
		Properties: map[string]*huma.Schema{
			"heard":  &heard,
			"events": {Type: huma.TypeArray, Items: event},
		},
		Required: []string{"heard", "events"},
	}
	return map[string]*huma.Response{"200": {
		Description: description,
		Content: map[string]*huma.MediaType{
			"text/event-stream": {Schema: event},
			"application/json":  {Schema: &huma.Schema{Ref: "#/components/schemas/Asked" + name}},
		},
	}}
}

// pollingPage keeps events until the page has fetched them. Safe for concurrent use.
type pollingPage struct {
	client netip.Prefix
	ctx    context.Context
	close  context.CancelFunc // ends ctx
	life   *time.Timer        // closes it

	news chan struct{} // holds a token when there may be an event to fetch
	room chan struct{} // holds a token when there may be space for an event

	mu      sync.Mutex
	heard   uint64 // the number of the last event that the page has fetched
	unheard []polledEvent
	ended   bool // no more events will come
}

func newPollingPage(ctx context.Context, client netip.Prefix) *pollingPage {
	ctx, closePage := context.WithCancel(ctx)
	return &pollingPage{
		client: client,
		ctx:    ctx, close: closePage, life: time.AfterFunc(pollTimeout, closePage),
		news: make(chan struct{}, 1), room: make(chan struct{}, 1),
		heard: uint64(time.Now().UnixMilli()), //nolint:gosec // Above what a page has heard of an earlier one that it asked.
	}
}

// event stores an event. It blocks while there is no space; the source skips events that
// are out of date by then.
func (p *pollingPage) event(name string, data any) error {
	body, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("keep event %s: %w", name, err)
	}
	for !p.keep(polledEvent{name, body}) {
		select {
		case <-p.room:
		case <-p.ctx.Done():
			return p.ctx.Err()
		}
	}
	return nil
}

// eventWithID stores an event. IDs are for streams only: here heard says what the page has.
func (p *pollingPage) eventWithID(_, name string, data any) error { return p.event(name, data) }

// open and beat do nothing: polling itself keeps the page open.
func (p *pollingPage) open() error { return nil }
func (p *pollingPage) beat() error { return nil }

func (p *pollingPage) keep(e polledEvent) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.unheard) == maxUnheard {
		return false
	}
	p.unheard = append(p.unheard, e)
	wake(p.news)
	return true
}

// end says that no more events will come.
func (p *pollingPage) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended = true
	wake(p.news)
}

// answer returns the events that the page hasn't fetched; if there are none, it waits for
// one, up to wait. over reports that the page has fetched all and no more will come.
func (p *pollingPage) answer(ctx context.Context, heard uint64, wait time.Duration) (out pollAnswer, over bool) {
	p.life.Reset(pollTimeout)
	patience := time.NewTimer(wait)
	defer patience.Stop()
	for {
		out, ended := p.after(heard)
		if ended || len(out.Events) > 0 {
			return out, len(out.Events) == 0
		}
		select {
		case <-p.news:
		case <-patience.C:
			return out, false
		case <-ctx.Done():
			return out, false
		}
	}
}

// after drops the events that the page has fetched, and returns the rest.
func (p *pollingPage) after(heard uint64) (out pollAnswer, ended bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := heard - p.heard; heard > p.heard && n <= uint64(len(p.unheard)) {
		p.heard, p.unheard = heard, p.unheard[n:]
		wake(p.room)
	}
	return pollAnswer{
		Heard:  p.heard + uint64(len(p.unheard)),
		Events: append([]polledEvent{}, p.unheard...),
	}, p.ended
}

// wake puts a token into a channel of capacity one, unless it has one.
func wake(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// pollingPages are all open polling pages. Safe for concurrent use.
type pollingPages struct {
	mu        sync.Mutex
	open      map[pollingName]*pollingPage
	ofPlayers map[string]int
	ofClients map[netip.Prefix]int
}

// pollingName identifies a page: its player (see poller), what it follows, and its own name.
type pollingName struct{ player, place, page string }

// poller returns whose polling pages are counted together: a player's, or those of visitors
// from one address.
func (v visit) poller() string { return cmp.Or(v.playerID(), v.client.String()) }

func newPollingPages() *pollingPages {
	return &pollingPages{
		open: map[pollingName]*pollingPage{}, ofPlayers: map[string]int{}, ofClients: map[netip.Prefix]int{},
	}
}

func (s *pollingPages) find(name pollingName) *pollingPage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open[name]
}

// add adds a page, unless it exists or there are too many.
func (s *pollingPages) add(name pollingName, p *pollingPage) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[name] != nil || s.ofPlayers[name.player] >= maxPollingOfPlayer || s.ofClients[p.client] >= maxPollingOfClient {
		return false
	}
	s.open[name] = p
	s.ofPlayers[name.player]++
	s.ofClients[p.client]++
	return true
}

// remove removes a page; repeating it is no error.
func (s *pollingPages) remove(name pollingName, p *pollingPage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[name] != p {
		return
	}
	delete(s.open, name)
	countDown(s.ofPlayers, name.player)
	countDown(s.ofClients, p.client)
}

// end closes the page of that name, if there is one.
func (s *pollingPages) end(name pollingName) {
	if p := s.find(name); p != nil {
		s.remove(name, p)
		p.close()
	}
}

func countDown[K comparable](of map[K]int, key K) {
	if of[key]--; of[key] == 0 {
		delete(of, key)
	}
}

// eventSource is a source of events: open begins to follow them until ctx ends, and write
// writes them. place tells it from the player's other sources.
type eventSource[E any] struct {
	place string
	open  func(ctx context.Context) (<-chan E, error)
	write func(ctx context.Context, to sink, events <-chan E) error
}

// answer answers with a stream of the events, or, to a page that polls, with those that it
// hasn't fetched.
func (k eventSource[E]) answer(ctx context.Context, a *API, in Polling) (*huma.StreamResponse, error) {
	if in.Ask != "" {
		return k.answerPoll(ctx, a, in)
	}
	v := visitOf(ctx)
	a.polling.end(pollingName{v.poller(), k.place, in.Instead})
	ctx, leave := context.WithCancel(ctx)
	events, err := k.open(ctx)
	if err != nil {
		leave()
		return nil, err
	}
	v.takesLonger()
	return &huma.StreamResponse{Body: func(c huma.Context) {
		defer leave()
		_, w := humachi.Unwrap(c)
		if err := k.write(ctx, newStream(w), events); err != nil {
			a.log.DebugContext(ctx, "event stream ended", "request", v.id, "error", err)
		}
	}}, nil
}

// answerPoll answers a poll. It opens the page if there is none, or if the old one is over.
func (k eventSource[E]) answerPoll(ctx context.Context, a *API, in Polling) (*huma.StreamResponse, error) {
	return &huma.StreamResponse{Body: func(c huma.Context) {
		r, w := humachi.Unwrap(c)
		name := pollingName{visitOf(ctx).poller(), k.place, in.Ask}
		wait := pollWait
		if in.AtOnce {
			wait = 0
		}
		out, err := func() (pollAnswer, error) {
			if p := a.polling.find(name); p != nil {
				out, over := p.answer(ctx, in.Heard, wait)
				if !over {
					return out, nil
				}
				a.polling.remove(name, p)
				p.close()
			} else if !in.AtOnce {
				a.warnOfHeldStream(r)
			}
			p, err := k.openPolling(ctx, a, name)
			if err != nil {
				return pollAnswer{}, err
			}
			out, _ := p.answer(ctx, 0, wait)
			return out, nil
		}()
		if err != nil {
			a.base.refuse(w, a.problemOf(ctx, err))
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", cacheNothing)
		_ = json.NewEncoder(w).Encode(out) // the client may be gone already
	}}, nil
}

// openPolling opens a polling page. It outlives the request.
func (k eventSource[E]) openPolling(ctx context.Context, a *API, name pollingName) (*pollingPage, error) {
	p := newPollingPage(context.WithoutCancel(ctx), visitOf(ctx).client)
	if !a.polling.add(name, p) {
		p.close()
		return nil, lobby.ErrTooManyPages
	}
	stays := context.AfterFunc(ctx, p.close) // until the page is open, it ends with the request
	events, err := k.open(p.ctx)
	if !stays() {
		err = errors.Join(err, ctx.Err())
	}
	if err != nil {
		a.polling.remove(name, p)
		p.close()
		return nil, err
	}
	if !a.sockets.enter() {
		a.polling.remove(name, p)
		p.close()
		return nil, lobby.ErrStopping
	}
	go func() {
		defer a.sockets.leave()
		defer p.close()
		defer a.polling.remove(name, p)
		if err := k.write(p.ctx, p, events); err != nil {
			a.log.DebugContext(p.ctx, "polling page closed", "error", err)
		}
		p.end()
		select { // the page may not have fetched the last event yet
		case <-p.ctx.Done():
		case <-a.ctx.Done():
		}
	}()
	return p, nil
}
