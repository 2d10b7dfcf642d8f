package pictures

import (
	"context"
	"fmt"
	"net/netip"
	"runtime/debug"
	"sync"
)

const (
	// fileBytes is how much memory the latest files may take.
	fileBytes = 64 << 20
	// maxInProgress is how many files may be in progress, drawn or waiting.
	maxInProgress = 1000
)

// files caches the files of kept games. A missing file is made once, in the background,
// however many wait for it or give up. Safe for concurrent use.
type files struct {
	metrics  *Metrics
	allowNew func(client netip.Prefix) bool
	run      func(func()) bool
	ctx      context.Context // files are made until it ends

	mu         sync.Mutex
	cache      lru[fileKey, []byte]
	inProgress map[fileKey]*fileInProgress
}

// fileKey names one file of one game. A kept game never changes, so neither does its file.
type fileKey struct {
	game  string
	kind  string // "png", "svg", "recording", …
	width int    // of a PNG
	live  string // of a live game: at what moment. It is not cached and doesn't count for AllowNew.
}

// fileInProgress is a file that is being made, for all who wait for it.
type fileInProgress struct {
	done chan struct{} // closed once body or err is set
	body []byte
	err  error
}

type makeFile func(context.Context) ([]byte, error)

func newFiles(ctx context.Context, run func(func()) bool, allowNew func(netip.Prefix) bool, limit int, m *Metrics) *files {
	return &files{
		metrics: m, allowNew: allowNew, run: run, ctx: ctx,
		cache:      newLRU[fileKey, []byte](limit),
		inProgress: map[fileKey]*fileInProgress{},
	}
}

// get returns the cached file, or what create makes. If ctx ends first it returns
// ErrBeingMade; the file is still made, and a later call finds it.
func (f *files) get(ctx context.Context, by Requester, key fileKey, create makeFile) ([]byte, error) {
	body, making, err := f.findOrStart(by, key, create)
	if making == nil {
		return body, err
	}
	select {
	case <-making.done:
		return making.body, making.err
	case <-ctx.Done():
		return nil, ErrBeingMade
	}
}

// start has a missing file made, and doesn't wait for it.
func (f *files) start(by Requester, key fileKey, create makeFile) {
	_, _, _ = f.findOrStart(by, key, create) // if refused, a later request makes it
}

// findOrStart returns the cached file, or the one in progress.
func (f *files) findOrStart(by Requester, key fileKey, create makeFile) ([]byte, *fileInProgress, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if body, ok := f.cache.get(key); ok {
		f.metrics.found.Add(1)
		return body, nil, nil
	}
	if making, ok := f.inProgress[key]; ok {
		f.metrics.found.Add(1)
		return nil, making, nil
	}
	switch {
	case key.live == "" && !by.Unlimited && !f.allowNew(by.Client):
		return nil, nil, ErrTooManyNew
	case len(f.inProgress) >= maxInProgress:
		return nil, nil, ErrBusy
	}
	making := &fileInProgress{done: make(chan struct{})}
	if !f.run(func() { f.make(key, making, create) }) {
		return nil, nil, ErrBusy
	}
	f.inProgress[key] = making
	return nil, making, nil
}

// make makes a file and caches it.
func (f *files) make(key fileKey, making *fileInProgress, create makeFile) {
	defer func() {
		if failure := recover(); failure != nil {
			making.err = fmt.Errorf("panic while drawing: %v\n%s", failure, debug.Stack())
		}
		if making.err != nil {
			f.metrics.failed.Add(1)
		}
		f.mu.Lock()
		delete(f.inProgress, key)
		if making.err == nil && key.live == "" {
			f.keep(key, making.body)
		}
		f.mu.Unlock()
		close(making.done)
	}()
	making.body, making.err = create(f.ctx)
}

// keep caches a file, unless it would push too many others out. The caller holds f.mu.
func (f *files) keep(key fileKey, body []byte) {
	size := len(body) + entryOverhead
	if size > f.cache.limit/4 {
		return
	}
	f.cache.put(key, body, size)
	f.metrics.fileBytes.Store(int64(f.cache.bytes))
}
