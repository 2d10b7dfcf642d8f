package prompts

// Queue has the rest of a set's series for each seat. One room owns it; it is not safe
// for concurrent use.
type Queue struct {
	left [2][]string
}

// NewQueue returns the queue of a whole set.
func NewQueue(s Set) *Queue {
	return &Queue{left: s.Series}
}

// Next takes the prompts of the next round, seat 1's first. ok is false if none are left.
func (q *Queue) Next() (pair [2]string, ok bool) {
	if q.Left() == 0 {
		return [2]string{}, false
	}
	for i := range q.left {
		pair[i], q.left[i] = q.left[i][0], q.left[i][1:]
	}
	return pair, true
}

// Drop discards the prompts of k rounds: a restored room skips those that it dealt before.
// Dropping more than are left empties the queue.
func (q *Queue) Drop(k int) {
	for i := range q.left {
		q.left[i] = q.left[i][min(k, len(q.left[i])):]
	}
}

// Left returns the number of rounds that the queue can still serve.
func (q *Queue) Left() int {
	return min(len(q.left[0]), len(q.left[1]))
}
