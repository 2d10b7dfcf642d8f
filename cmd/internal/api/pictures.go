package api

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"
)

const (
	// quickWork is how much work a drawing may be, in rows (ink.Op), to be made in the
	// lane of the quick ones: half a second of a processor about, more than most games
	// are. What takes longer is made one by one beside them.
	quickWork = 10_000_000
	// drawTime is how long a drawing may take at most; its work is bounded, so this only
	// keeps something broken from taking a lane for ever.
	drawTime = time.Minute
	// maxMaking is how many files may be wanted and not be there yet.
	maxMaking = 1000
)

// pictures makes the files of games, and keeps those of kept games that were asked for
// last. A file is made once, in the background, whoever waits for it or gives up. Safe
// for concurrent use.
type pictures struct {
	quick, long *lane // of drawings
	reads       *lane // of recordings, for what needs no drawing
	metrics     *PictureMetrics
	anew        *limit // files that a client has had made

	// Drawings outlive the requests that asked for them: they end with ctx.
	ctx context.Context
	run func(func()) bool // on a goroutine that is waited for; false: it comes too late

	mu sync.Mutex
	shelf[pictureKey, []byte]
	making map[pictureKey]*making
}

// pictureKey names one file of one game. A kept game never changes, so neither does
// its file.
type pictureKey struct {
	game  string
	kind  string // "png", "svg", "recording", …
	width int    // of a PNG
	look  string // at a live game: when it was. It is not kept, and has a limit of its own
}

// making is a file that is made, for whoever wants it meanwhile.
type making struct {
	done chan struct{} // closed once it is made, or could not be
	body []byte
	err  error
}

// overhead is about what keeping a file takes beside its bytes, so that many small ones
// count, too.
const overhead = 256

// newPictures lets so many quick drawings be made at once and keeps so many bytes.
func newPictures(ctx context.Context, run func(func()) bool, atOnce, limit int) *pictures {
	return &pictures{
		quick: newLane(atOnce), long: newLane(1), reads: newLane(2),
		metrics: new(PictureMetrics),
		anew:    newLimit(500*time.Millisecond, 300), // the walls of a whole school may sit behind one address
		ctx:     ctx, run: run,
		shelf:  newShelf[pictureKey, []byte](limit),
		making: map[pictureKey]*making{},
	}
}

// get gives a file: the kept one, or what draw makes. Who wants a file that is being
// made waits for it. One that isn't made by the time that ctx ends is made all the same,
// and is there for whoever asks again.
func (p *pictures) get(ctx context.Context, key pictureKey, draw func(context.Context) ([]byte, error)) ([]byte, error) {
	body, m, err := p.findOrMake(ctx, key, draw)
	if m == nil {
		return body, err
	}
	select {
	case <-m.done:
		return m.body, m.err
	case <-ctx.Done():
		return nil, problem(codeUnavailable, "This drawing takes a while; it is being made. Ask again in a few seconds.")
	}
}

// want has a file made, if it isn't there, and doesn't wait for it.
func (p *pictures) want(ctx context.Context, key pictureKey, draw func(context.Context) ([]byte, error)) {
	_, _, _ = p.findOrMake(ctx, key, draw) // who is refused asks again some day
}

// findOrMake gives a file that is kept, or how it is being made.
func (p *pictures) findOrMake(ctx context.Context, key pictureKey, draw func(context.Context) ([]byte, error)) ([]byte, *making, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if body, ok := p.find(key); ok {
		p.metrics.found.Add(1)
		return body, nil, nil
	}
	if m, ok := p.making[key]; ok {
		p.metrics.found.Add(1)
		return nil, m, nil
	}
	v := visitOf(ctx)
	switch {
	case key.look == "" && !v.operator.ok() && !p.anew.take(v.client):
		return nil, nil, problem(codeTooMany, "Too many drawings were asked for from your address. Wait a little.")
	case len(p.making) >= maxMaking:
		return nil, nil, problem(codeUnavailable, "")
	}
	m := &making{done: make(chan struct{})}
	if !p.run(func() { p.make(key, m, v, draw) }) {
		return nil, nil, problem(codeUnavailable, "")
	}
	p.making[key] = m
	return nil, m, nil
}

// make makes a file and keeps it. It counts for the client that asked first.
func (p *pictures) make(key pictureKey, m *making, v visit, draw func(context.Context) ([]byte, error)) {
	defer func() {
		if failure := recover(); failure != nil {
			m.err = fmt.Errorf("panic while drawing: %v\n%s", failure, debug.Stack())
		}
		if m.err != nil {
			p.metrics.failed.Add(1)
		}
		p.mu.Lock()
		delete(p.making, key)
		if m.err == nil && key.look == "" {
			p.keep(key, m.body)
		}
		p.mu.Unlock()
		close(m.done)
	}()
	m.body, m.err = draw(withVisit(p.ctx, visit{id: v.id, client: v.client, operator: v.operator}))
}

// errLong says that a drawing is too much work for its lane.
var errLong = errors.New("too much work to be drawn with the quick ones")

// within calls draw as soon as a lane has a turn for the client, with how much work it
// may be there.
func (p *pictures) within(ctx context.Context, draw func(ctx context.Context, most int) error) error {
	err := p.quick.have(ctx, func(ctx context.Context) error { return p.timed(ctx, quickWork, draw) })
	if errors.Is(err, errLong) {
		err = p.long.have(ctx, func(ctx context.Context) error { return p.timed(ctx, anyWork, draw) })
	}
	return err
}

// anyWork is more than any drawing is.
const anyWork = int(^uint(0) >> 1)

func (p *pictures) timed(ctx context.Context, most int, draw func(ctx context.Context, most int) error) error {
	began := time.Now()
	err := draw(ctx, most)
	if err == nil {
		p.metrics.Drawing.Observe(time.Since(began))
	}
	return err
}

// have calls do with a turn of the client.
func (l *lane) have(ctx context.Context, do func(context.Context) error) error {
	if err := l.enter(ctx, visitOf(ctx).client); err != nil {
		return err
	}
	defer l.leave()
	within, cancel := context.WithTimeout(ctx, drawTime)
	defer cancel()
	return do(within)
}

// keep keeps a file, unless it would push too many others out. p.mu is held.
func (p *pictures) keep(key pictureKey, body []byte) {
	size := len(body) + overhead
	if size > p.limit/4 {
		return
	}
	p.put(key, body, size)
	p.metrics.files.Store(int64(p.bytes))
}
