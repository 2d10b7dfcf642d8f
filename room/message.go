package room

import (
	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/room/ink"
)

// message is any input of a game. Sealed: only this package makes one.
//
//sumtype:decl
type message interface{ isMessage() }

type (
	// begin is the first message, before any other.
	begin struct{}
	// attach: a seat's socket opened.
	attach struct{ peer *peer }
	// detach: a peer's socket was closed, by either side.
	detach struct{ peer *peer }
	// slow: too much waits for the peer to read it.
	slow struct{ peer *peer }
	// switchPen: the ink that a page sends from now on is of another of its pens.
	switchPen struct {
		peer *peer
		pen  uint32
	}
	// draw is a binary frame of a page: the n of its first op, then ops.
	draw struct {
		peer  *peer
		frame []byte
	}
	// ask is a text frame of a page.
	ask struct {
		peer     *peer
		what     request
		reaction Reaction // of react
	}
	// hashed: a page reports the hash of its picture at an entry.
	hashed struct {
		peer      *peer
		seq, hash uint64
	}
	// judged: the server has drawn the picture that the pages disagreed about.
	judged struct {
		seq  uint64
		said [2]hash
		hash uint64
	}
	// dealt: the prompts are here, and Postgres has stored which.
	dealt struct{ set prompts.Set }
	// tick: the time that game.wake returned has come.
	tick struct{}
	// flushed: the entries up to seq are durable.
	flushed struct{ seq uint64 }
	// stuck: the node holds too much that isn't durable, or no longer does.
	stuck struct{ on bool }
	// stored: the finished game is stored.
	stored struct{}
	// readStream: a caller wants the whole stream so far.
	readStream struct{ answer chan<- past }
	// hold: the host stops the clock, or lets it go on.
	hold struct{ on bool }
	// extend: the host makes the round longer.
	extend struct{}
	// openChat: the lobby's chat was opened to its rooms, or closed.
	openChat struct{ on bool }
	// cutShort: the operator or the host ends the game, or no prompts can be had for it.
	cutShort struct{}
	// halt: this node stops serving the room.
	halt struct{}
)

func (begin) isMessage()      {}
func (attach) isMessage()     {}
func (detach) isMessage()     {}
func (slow) isMessage()       {}
func (switchPen) isMessage()  {}
func (draw) isMessage()       {}
func (ask) isMessage()        {}
func (hashed) isMessage()     {}
func (judged) isMessage()     {}
func (dealt) isMessage()      {}
func (tick) isMessage()       {}
func (flushed) isMessage()    {}
func (stuck) isMessage()      {}
func (stored) isMessage()     {}
func (readStream) isMessage() {}
func (hold) isMessage()       {}
func (extend) isMessage()     {}
func (openChat) isMessage()   {}
func (cutShort) isMessage()   {}
func (halt) isMessage()       {}

// request is what a page may ask for besides ink.
type request uint8

const (
	requestNextRound request = iota // early, if the others agree
	requestLeave                    // for good
	requestEnd                      // end the game now; allowed while the other seat is empty, unless its player is about to come back
	requestAlone                    // play on alone; the other seat is no longer held
	requestReact
)

// effect is an action that a message leads to. It carries its data and its audience, so
// that executing it reads nothing from the game. Sealed like message.
//
//sumtype:decl
type effect interface{ isEffect() }

// audience are the peers on seat 1 and seat 2 that are told something; nil for none.
type audience [2]*peer

type (
	// show sends the entries of the stream from offset from on to its audience, and gives
	// the stream to the journal.
	show struct {
		to     audience
		stream []byte   // the whole stream so far
		from   int      // an offset in bytes
		seq    uint64   // of the last entry
		ops    uint64   // taken by this owner so far, these included
		of     ink.Seat // the seat whose ops all of the entries are; 0 if they are mixed
		stuck  bool     // the game was already stuck
	}
	// tell sends each peer of its audience the state as its seat sees it.
	tell struct {
		to     audience
		states [2]stateFrame
	}
	// welcome sends a new peer its first frame, and then the past entries, cut into frames.
	welcome struct {
		peer  *peer
		frame welcomeFrame
		past  [][]byte
	}
	// refuse tells a peer that op n of its current pen was not taken.
	refuse struct {
		peer   *peer
		pen, n uint32
		reason refusal
		met    Bound // for refusedFull: which limit the seat's ink has met
	}
	// notNow tells a peer that its request is not possible now.
	notNow struct {
		peer   *peer
		what   request
		reason delay
	}
	// dismiss closes a peer's socket, after the frames that wait for it.
	dismiss struct {
		peer *peer
		code Close
	}
	// durableNow tells its audience how many more entries are durable.
	durableNow struct {
		to audience
		by [2]uint64
	}
	// check asks its audience for the hash of the picture as it is now, at seq.
	check struct {
		to  audience
		seq uint64
	}
	// judge draws the picture that the stream makes at seq, where the pages' hashes differ.
	judge struct {
		seq    uint64
		said   [2]hash
		stream []byte
		paper  string
	}
	// startOver makes a page start over from the stream.
	startOver struct{ peer *peer }
	// countDifference counts that the page of one seat, or of both, had another picture
	// than the server at seq.
	countDifference struct {
		seq   uint64
		wrong [2]bool
	}
	// deal asks for the game's prompts.
	deal struct{ want prompts.Want }
	// keepLonger stores by how many ms each round is longer, for the room's next owner.
	keepLonger struct{ longer []int64 }
	// releaseSeat makes known that the player of a seat left for good.
	releaseSeat struct{ seat ink.Seat }
	// compact hands the finished game over to be stored.
	compact struct {
		game   Finished // without its recording
		stream []byte
	}
	// sendStream answers readStream.
	sendStream struct {
		to   chan<- past
		past past
	}
	// announce says that the phase has changed.
	announce struct{}
	// countBound counts that something met a limit.
	countBound struct{ bound Bound }
	// evict ends the room.
	evict struct{}
)

func (*show) isEffect()           {}
func (tell) isEffect()            {}
func (welcome) isEffect()         {}
func (refuse) isEffect()          {}
func (notNow) isEffect()          {}
func (dismiss) isEffect()         {}
func (durableNow) isEffect()      {}
func (check) isEffect()           {}
func (judge) isEffect()           {}
func (startOver) isEffect()       {}
func (countDifference) isEffect() {}
func (deal) isEffect()            {}
func (keepLonger) isEffect()      {}
func (releaseSeat) isEffect()     {}
func (compact) isEffect()         {}
func (sendStream) isEffect()      {}
func (announce) isEffect()        {}
func (countBound) isEffect()      {}
func (evict) isEffect()           {}

// refusal says why an op was not taken.
type refusal string

const (
	refusedNotStarted refusal = "not_started" // no round has begun
	refusedLifted     refusal = "lifted"      // the room has ended the stroke it belongs to
	refusedTimeUp     refusal = "finished"    // the time is up
	refusedFull       refusal = "full"        // the player's ink has met a limit
)

// delay says why a request has to wait.
type delay string

// delayComingBack: the room itself sent the partner's page away to reconnect.
const delayComingBack delay = "coming_back"
