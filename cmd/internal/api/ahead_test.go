package api

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
)

// longRooms is a registry with these rooms, each of so many bytes, whose games are in a
// store, with nothing drawn.
type longRooms struct {
	Rooms
	Games
	bytes map[string]int
	looks []string // at a game's stream, in order
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
	l.looks = append(l.looks, id)
	return room.SealRecording(nil), nil
}

func TestDrawAhead_KeepsTheLongestReady(t *testing.T) {
	id := func(i int) string { return fmt.Sprintf("7C3IXHWN2YVQ5EKRZ4PAJUSO%02d", i+22) }
	l := &longRooms{bytes: map[string]int{}}
	for i := range aheadGames + 1 {
		l.bytes[id(i)] = longStream + i
	}
	l.bytes[id(20)] = longStream - 1
	a, err := New(Config{}, Services{Rooms: l, Games: l})
	if err != nil {
		t.Fatal(err)
	}
	drawn := map[string]int{}
	after := func(what string, want ...string) {
		t.Helper()
		l.looks = nil
		a.drawAhead(t.Context(), drawn)
		if !slices.Equal(l.looks, want) {
			t.Errorf("%s: drew %v, want %v", what, l.looks, want)
		}
	}
	var longest []string
	for i := aheadGames; i > 0; i-- {
		longest = append(longest, id(i))
	}
	after("at first", longest...)
	after("nothing is new")
	l.bytes[id(2)] += aheadStep - 1
	after("little is new")
	l.bytes[id(2)]++
	after("one has grown", id(2))
	delete(l.bytes, id(2))
	after("one has ended, the next has its place", id(0))
	if a.pictures.metrics.anew.Load() != aheadGames+1 || a.pictures.metrics.again.Load() != 1 {
		t.Errorf("%d drawings anew, %d went on", a.pictures.metrics.anew.Load(), a.pictures.metrics.again.Load())
	}
}
