package room

import (
	"os"
	"regexp"
	"strconv"
	"testing"
)

// A page that waits for less than a beat would reconnect again and again; one that brings
// more pens than the room accepts could never attach.
func TestBounds_ThePageHasTheSame(t *testing.T) {
	const file = "../ui/src/room/line/connection.ts"
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int64{"BEAT": beatEvery.Milliseconds(), "MOST_EARLIER": MaxEarlier} {
		m := regexp.MustCompile(`const ` + name + ` = (\d+);`).FindSubmatch(source)
		if m == nil {
			t.Fatalf("%s has no %s", file, name)
		}
		if got, err := strconv.ParseInt(string(m[1]), 10, 64); err != nil || got != want {
			t.Errorf("%s has %s = %s, the room %d", file, name, m[1], want)
		}
	}
}
