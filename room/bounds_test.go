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
	for _, c := range []struct {
		file, name string
		want       int64
	}{
		{"patience.ts", "BEAT", beatEvery.Milliseconds()},
		{"connection.ts", "MOST_EARLIER", MaxEarlier},
	} {
		source, err := os.ReadFile("../ui/src/room/line/" + c.file)
		if err != nil {
			t.Fatal(err)
		}
		m := regexp.MustCompile(`const ` + c.name + ` = (\d+);`).FindSubmatch(source)
		if m == nil {
			t.Fatalf("%s has no %s", c.file, c.name)
		}
		if got, err := strconv.ParseInt(string(m[1]), 10, 64); err != nil || got != c.want {
			t.Errorf("%s has %s = %s, the room %d", c.file, c.name, m[1], c.want)
		}
	}
}
