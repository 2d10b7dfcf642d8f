package api

import "container/list"

// shelf keeps what was used last within so many bytes. Whoever has one guards it.
type shelf[K comparable, V any] struct {
	limit, bytes int
	kept         map[K]*list.Element
	order        *list.List // of *shelved[K, V], the latest used first
}

type shelved[K comparable, V any] struct {
	key   K
	value V
	size  int
}

func newShelf[K comparable, V any](limit int) shelf[K, V] {
	return shelf[K, V]{limit: limit, kept: map[K]*list.Element{}, order: list.New()}
}

// find looks something up and marks it as used.
func (s *shelf[K, V]) find(key K) (value V, ok bool) {
	e, ok := s.kept[key]
	if !ok {
		return value, false
	}
	s.order.MoveToFront(e)
	return e.Value.(*shelved[K, V]).value, true
}

// put keeps something that takes size bytes, in place of what had the key, and lets
// go of those unused for longest. What takes more than the limit is not kept.
func (s *shelf[K, V]) put(key K, value V, size int) {
	if s.drop(key); size > s.limit {
		return
	}
	s.kept[key] = s.order.PushFront(&shelved[K, V]{key, value, size})
	s.bytes += size
	for s.bytes > s.limit {
		s.drop(s.order.Back().Value.(*shelved[K, V]).key)
	}
}

// drop lets go of something, if it is kept.
func (s *shelf[K, V]) drop(key K) {
	if e, ok := s.kept[key]; ok {
		s.bytes -= s.order.Remove(e).(*shelved[K, V]).size
		delete(s.kept, key)
	}
}
