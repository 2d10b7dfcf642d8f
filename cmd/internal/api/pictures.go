package api

import (
	"container/list"
	"context"
	"sync"
	"time"
)

// drawTime is how long one drawing may take: several times what that of the longest
// game takes when nothing else is to be done.
const drawTime = 20 * time.Second

// pictures makes the files of kept games out of their recordings, and keeps those
// asked for last. Drawing a long game takes a processor for half a second, so only
// so many are drawn at once; the others wait. Safe for concurrent use.
type pictures struct {
	slots chan struct{} // one for each drawing that may be made at once
	limit int           // bytes kept at most, each file with its overhead

	mu    sync.Mutex
	kept  map[pictureKey]*list.Element
	order *list.List // of *picture, the latest used first
	bytes int
}

// pictureKey names one file of one game. A kept game never changes, so neither does
// its file.
type pictureKey struct {
	game  string
	kind  string // "png", "svg", "hash"
	width int    // of a PNG
}

// picture is one file that is kept.
type picture struct {
	key  pictureKey
	body []byte
}

// overhead is about what keeping a file takes beside its bytes, so that many small ones
// count, too.
const overhead = 256

// size is what keeping the file takes.
func (p *picture) size() int { return len(p.body) + overhead }

// newPictures lets so many drawings be made at once and keeps so many bytes.
func newPictures(atOnce, limit int) *pictures {
	return &pictures{
		slots: make(chan struct{}, atOnce),
		limit: limit,
		kept:  map[pictureKey]*list.Element{},
		order: list.New(),
	}
}

// get gives a file: the kept one, or what draw makes. Callers who want the same file
// at the same time wait for a slot, and find it kept when they get one.
func (p *pictures) get(ctx context.Context, key pictureKey, draw func(context.Context) ([]byte, error)) ([]byte, error) {
	if body, ok := p.find(key); ok {
		return body, nil
	}
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if body, ok := p.find(key); ok {
		return body, nil
	}
	within, cancel := context.WithTimeout(ctx, drawTime)
	defer cancel()
	body, err := draw(within)
	if err != nil {
		return nil, err
	}
	p.keep(key, body)
	return body, nil
}

// find looks a file up and marks it as used.
func (p *pictures) find(key pictureKey) ([]byte, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	e, ok := p.kept[key]
	if !ok {
		return nil, false
	}
	p.order.MoveToFront(e)
	return e.Value.(*picture).body, true
}

// keep keeps a file, and lets go of those unused for longest.
func (p *pictures) keep(key pictureKey, body []byte) {
	file := &picture{key, body}
	if file.size() > p.limit/4 {
		return // one file must not push all others out
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, ok := p.kept[key]; ok {
		return
	}
	p.kept[key] = p.order.PushFront(file)
	p.bytes += file.size()
	for p.bytes > p.limit {
		oldest := p.order.Remove(p.order.Back()).(*picture)
		delete(p.kept, oldest.key)
		p.bytes -= oldest.size()
	}
}
