package prompts

import "testing"

func TestQueue_ServesBothSeatsRoundByRound(t *testing.T) {
	set, _ := good()
	q := NewQueue(set)
	for round := range 3 {
		pair, ok := q.Next()
		if !ok || pair != [2]string{set.Series[0][round], set.Series[1][round]} {
			t.Fatalf("round %d: %q, %v", round+1, pair, ok)
		}
	}
	if pair, ok := q.Next(); ok {
		t.Errorf("an empty queue served %q", pair)
	}
}

func TestQueue_ContinuesForARestoredGame(t *testing.T) {
	set, _ := good()
	q := NewQueue(set)
	q.Drop(2)
	if pair, ok := q.Next(); !ok || pair[1] != "A mouse with a plan" {
		t.Fatalf("after two rounds: %q, %v", pair, ok)
	}
	q = NewQueue(set)
	q.Drop(7)
	if q.Left() != 0 {
		t.Errorf("%d left after dropping too many", q.Left())
	}
	if set.Series[0][0] != "A ladder" {
		t.Error("the queue has changed its set")
	}
}
