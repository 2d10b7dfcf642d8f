package room

// Close says why the room closed a socket, as the code of its close frame. The page's table
// is ui/src/room/line/close.ts; a test holds the two equal.
//
//	4000..4099  the page comes back by itself, with what it has (epoch and after)
//	4100..4199  it does not: a person decides, or nothing is left to come back to
//
// What isn't in the table (1001, 1006, 1011, 1012) is a network or server failure: the page
// comes back.
type Close uint16

// The table.
const (
	CloseResume     Close = 4000 // come back and go on
	CloseRestarting Close = 4001 // this node stops serving the room
	CloseSlow       Close = 4002 // too much was queued for this page: it reads too slowly
	CloseGap        Close = 4003 // an op is missing before those that came
	CloseTooOften   Close = 4004 // the seat was attached to too often; the page may come back a little later

	CloseReplaced    Close = 4100 // a newer page took the seat
	CloseKept        Close = 4101 // the game is over and kept
	CloseMalformed   Close = 4102 // the page breaks the protocol
	CloseTooFast     Close = 4103 // it sends more than any hand can draw
	CloseNotYourSeat Close = 4104 // the seat is another player's
	CloseLeft        Close = 4105 // the player left for good
)

var closeReasons = map[Close]string{
	CloseResume:      "resume",
	CloseRestarting:  "restarting",
	CloseSlow:        "slow",
	CloseGap:         "gap",
	CloseTooOften:    "too_often",
	CloseReplaced:    "replaced",
	CloseKept:        "kept",
	CloseMalformed:   "malformed",
	CloseTooFast:     "too_fast",
	CloseNotYourSeat: "not_your_seat",
	CloseLeft:        "left",
}

// Reason is the one word that stands in the close frame.
func (c Close) Reason() string { return closeReasons[c] }

// Returns reports whether the page comes back by itself.
func (c Close) Returns() bool { return c < 4100 }
