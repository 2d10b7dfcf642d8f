package room

import (
	"maps"
	"os"
	"regexp"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The page mirrors the table. A code that only one side knows sends players away for good,
// or lets two tabs fight for a seat.
func TestClose_ThePageHasTheSameTable(t *testing.T) {
	const file = "../ui/src/room/line/close.ts"
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		Reason  string
		Returns bool
	}
	page := make(map[Close]row)
	for _, m := range regexp.MustCompile(`(\w+): \{ code: (\d+), return: "(\w+)" \}`).FindAllStringSubmatch(string(source), -1) {
		code, err := strconv.ParseUint(m[2], 10, 16)
		if err != nil {
			t.Fatal(err)
		}
		page[Close(code)] = row{m[1], m[3] == "returns"}
	}
	room := make(map[Close]row)
	for code := range maps.Keys(closeReasons) {
		room[code] = row{code.Reason(), code.Returns()}
	}
	if diff := cmp.Diff(room, page); diff != "" {
		t.Errorf("the room and %s differ (-room +page):\n%s", file, diff)
	}
}

// Websocket reserves 4000..4999 for applications, and a close frame holds 123 bytes of
// reason.
func TestClose_CodesAreWithinTheirRanges(t *testing.T) {
	for code, reason := range closeReasons {
		if code < 4000 || code >= 4200 || len(reason) == 0 || len(reason) > 123 {
			t.Errorf("%d %q", code, reason)
		}
	}
}
