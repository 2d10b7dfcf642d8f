package pictures

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
)

// longRooms is a registry with rooms of the given numbers of bytes. Their games are in a
// store, and nothing is drawn.
type longRooms struct {
	Rooms
	Games
	bytes map[string]int
	reads []string // games whose stream was read, in order
}

func (l *longRooms) Long(least int) map[string]int {
	long := maps.Clone(l.bytes)
	maps.DeleteFunc(long, func(_ string, bytes int) bool { return bytes < least })
	return long
}

func (l *longRooms) Game(_ context.Context, id string) (store.Game, error) {
	return store.Game{ID: id, State: store.Finished}, nil
}

func (l *longRooms) Recording(_ context.Context, id string) ([]byte, error) {
	l.reads = append(l.reads, id)
	return room.SealRecording(nil), nil
}

func TestDrawLongGames_DrawsTheLongest(t *testing.T) {
	id := func(i int) string { return fmt.Sprintf("7C3IXHWN2YVQ5EKRZ4PAJUSO%02d", i+22) }
	l := &longRooms{bytes: map[string]int{}}
	for i := range maxLongGames + 1 {
		l.bytes[id(i)] = LongStream + i
	}
	l.bytes[id(20)] = LongStream - 1
	s := New(t.Context(), Config{Rooms: l, Games: l})
	drawn := map[string]int{}
	after := func(what string, want ...string) {
		t.Helper()
		l.reads = nil
		s.drawLongGames(t.Context(), drawn)
		if !slices.Equal(l.reads, want) {
			t.Errorf("%s: drew %v, want %v", what, l.reads, want)
		}
	}
	var longest []string
	for i := maxLongGames; i > 0; i-- {
		longest = append(longest, id(i))
	}
	after("at first", longest...)
	after("nothing is new")
	l.bytes[id(2)] += longGameStep - 1
	after("little is new")
	l.bytes[id(2)]++
	after("one has grown", id(2))
	delete(l.bytes, id(2))
	after("one has ended, the next has its place", id(0))
	if s.metrics.fromBlank.Load() != maxLongGames+1 || s.metrics.continued.Load() != 1 {
		t.Errorf("%d drawings from blank paper, %d continued", s.metrics.fromBlank.Load(), s.metrics.continued.Load())
	}
}
