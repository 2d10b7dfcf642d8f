package api

import (
	"context"
	"sync"
	"time"
)

// drawTime is how long one drawing may take: several times what that of the longest
// game takes when nothing else is to be done.
const drawTime = 20 * time.Second

// pictures makes the files of games, and keeps those of kept games that were asked for
// last. Drawing a long game takes a processor for a third of a second, so only so many
// are drawn at once; the others wait. Safe for concurrent use.
type pictures struct {
	slots   chan struct{} // one for each drawing that may be made at once
	metrics *PictureMetrics

	mu sync.Mutex
	shelf[pictureKey, []byte]
	making map[pictureKey]*making
}

// pictureKey names one file of one game. A kept game never changes, so neither does
// its file.
type pictureKey struct {
	game  string
	kind  string // "png", "svg", "hash"
	width int    // of a PNG
}

// making is a file that somebody makes, for whoever wants it meanwhile, too.
type making struct {
	done chan struct{} // closed once it is made, or was given up
	body []byte
	made bool
}

// overhead is about what keeping a file takes beside its bytes, so that many small ones
// count, too.
const overhead = 256

// newPictures lets so many drawings be made at once and keeps so many bytes.
func newPictures(atOnce, limit int) *pictures {
	return &pictures{
		slots:   make(chan struct{}, atOnce),
		metrics: new(PictureMetrics),
		shelf:   newShelf[pictureKey, []byte](limit),
		making:  map[pictureKey]*making{},
	}
}

// get gives a file: the kept one, or what draw makes. Who wants a file that is being
// made waits for it. If that fails, or its caller leaves, the next one tries.
func (p *pictures) get(ctx context.Context, key pictureKey, draw func(context.Context) ([]byte, error)) ([]byte, error) {
	for {
		body, m, ours := p.find(key)
		switch {
		case ours:
			return p.make(ctx, key, m, draw)
		case m == nil:
			p.metrics.found.Add(1)
			return body, nil
		}
		select {
		case <-m.done:
			if m.made {
				p.metrics.found.Add(1)
				return m.body, nil
			}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// find gives a file that is kept, or how it is being made; ours says that it is the
// caller who must.
func (p *pictures) find(key pictureKey) (body []byte, m *making, ours bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if body, ok := p.shelf.find(key); ok {
		return body, nil, false
	}
	if m, ok := p.making[key]; ok {
		return nil, m, false
	}
	m = &making{done: make(chan struct{})}
	p.making[key] = m
	return nil, m, true
}

// make makes a file and keeps it.
func (p *pictures) make(ctx context.Context, key pictureKey, m *making, draw func(context.Context) ([]byte, error)) ([]byte, error) {
	defer func() {
		p.mu.Lock()
		delete(p.making, key)
		p.mu.Unlock()
		close(m.done)
	}()
	err := p.drawing(ctx, func(ctx context.Context) (err error) {
		m.body, err = draw(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	m.made = true
	p.keep(key, m.body)
	return m.body, nil
}

// drawing calls draw as soon as there is a slot, with the time that it may take.
func (p *pictures) drawing(ctx context.Context, draw func(context.Context) error) error {
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return ctx.Err()
	}
	within, cancel := context.WithTimeout(ctx, drawTime)
	defer cancel()
	began := time.Now()
	err := draw(within)
	if err != nil {
		p.metrics.failed.Add(1)
	} else {
		p.metrics.Drawing.Observe(time.Since(began))
	}
	return err
}

// keep keeps a file, unless it would push too many others out.
func (p *pictures) keep(key pictureKey, body []byte) {
	size := len(body) + overhead
	if size > p.limit/4 {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.put(key, body, size)
	p.metrics.files.Store(int64(p.bytes))
}
