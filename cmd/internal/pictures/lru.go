package pictures

import "container/list"

// entryOverhead is roughly what an entry of a cache takes besides its value, so that many
// small ones count, too.
const entryOverhead = 256

// lru keeps the most recently used entries within a number of bytes. Its owner guards it.
type lru[K comparable, V any] struct {
	limit, bytes int
	entries      map[K]*list.Element
	order        *list.List // of *lruEntry[K, V], the most recently used first
}

type lruEntry[K comparable, V any] struct {
	key   K
	value V
	size  int
}

func newLRU[K comparable, V any](limit int) lru[K, V] {
	return lru[K, V]{limit: limit, entries: map[K]*list.Element{}, order: list.New()}
}

// get returns an entry and marks it as used.
func (c *lru[K, V]) get(key K) (value V, ok bool) {
	e, ok := c.entries[key]
	if !ok {
		return value, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*lruEntry[K, V]).value, true
}

// put adds or replaces an entry of size bytes, and drops the least recently used ones. It
// doesn't keep an entry larger than the limit.
func (c *lru[K, V]) put(key K, value V, size int) {
	if c.drop(key); size > c.limit {
		return
	}
	c.entries[key] = c.order.PushFront(&lruEntry[K, V]{key, value, size})
	c.bytes += size
	for c.bytes > c.limit {
		c.drop(c.order.Back().Value.(*lruEntry[K, V]).key)
	}
}

// drop removes an entry, if there is one.
func (c *lru[K, V]) drop(key K) {
	if e, ok := c.entries[key]; ok {
		c.bytes -= c.order.Remove(e).(*lruEntry[K, V]).size
		delete(c.entries, key)
	}
}
