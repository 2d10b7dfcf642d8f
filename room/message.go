package room

import (
	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/room/ink"
)

// message is everything that can reach a game. Sealed: only this package makes
// one.
//
//sumtype:decl
type message interface{ isMessage() }

type (
	// begin is the first message, before any other.
	begin struct{}
	// attach: a seat's socket opened.
	attach struct{ peer *peer }
	// detach: it closed, or was closed.
	detach struct{ peer *peer }
	// slow: too much waits for it to read.
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
	// hashed: a page tells the hash of its picture at an entry.
	hashed struct {
		peer      *peer
		seq, hash uint64
	}
	// judged: the server has drawn what the pages tell differently.
	judged struct {
		seq  uint64
		said [2]hash
		hash uint64
	}
	// dealt: the prompts are there, and Postgres knows which.
	dealt struct{ set prompts.Set }
	// tick: the moment that game.wake named has come.
	tick struct{}
	// flushed: the entries up to seq are durable.
	flushed struct{ seq uint64 }
	// stuck: the node holds more than it may of what isn't durable, or does no
	// longer.
	stuck struct{ on bool }
	// stored: the finished game is kept.
	stored struct{}
	// readStream: somebody wants the stream, as far as it goes.
	readStream struct{ answer chan<- []byte }
	// cutShort: the operator ends the game, or it can't have any prompts.
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
func (cutShort) isMessage()   {}
func (halt) isMessage()       {}

// request is what a page may ask for besides ink.
type request uint8

const (
	requestNextRound request = iota // early, if the others agree
	requestLeave                    // for good
	requestEnd                      // of the game now; while the other seat is empty, and not only for a moment
	requestAlone                    // to play on without the other, whose seat is held no longer
	requestReact
)

// effect is what is to be done about a message. It carries all that is told and to whom,
// so that nothing is read from the game when it is done. Sealed like message.
//
//sumtype:decl
type effect interface{ isEffect() }

// audience are the peers on seat 1 and seat 2 that something is told; nil for none.
type audience [2]*peer

type (
	// show sends the entries of the stream after from to its audience, and gives the
	// stream to the journal.
	show struct {
		to     audience
		stream []byte   // as far as it goes
		from   int      // in bytes
		seq    uint64   // of the last entry
		ops    uint64   // taken by this owner, these included
		of     ink.Seat // whose ops all of the entries are; 0 where they are not
		stuck  bool     // the game is, already
	}
	// tell sends each of its audience the state as its seat sees it.
	tell struct {
		to     audience
		states [2]stateFrame
	}
	// welcome sends a new peer its first frame, and then the past: entries, cut into
	// frames.
	welcome struct {
		peer  *peer
		frame welcomeFrame
		past  [][]byte
	}
	// refuse tells a peer that op n of the pen in its hand was not taken.
	refuse struct {
		peer   *peer
		pen, n uint32
		reason refusal
		met    Bound // of refusedFull: which bound the seat's ink has met
	}
	// notNow tells a peer that it isn't the time for what it asked for.
	notNow struct {
		peer   *peer
		what   request
		reason delay
	}
	// dismiss closes a peer's socket, after what waits for it.
	dismiss struct {
		peer *peer
		code Close
	}
	// durableNow tells its audience that by so many more entries are durable.
	durableNow struct {
		to audience
		by [2]uint64
	}
	// check asks its audience for the hash of the picture as it is now, at seq.
	check struct {
		to  audience
		seq uint64
	}
	// judge draws the picture that the stream makes at seq, of which the pages tell
	// different hashes.
	judge struct {
		seq    uint64
		said   [2]hash
		stream []byte
		paper  string
	}
	// startOver has a page start over from the stream.
	startOver struct{ peer *peer }
	// countDifference: at seq the page of one seat, or of both, had another picture than the
	// server.
	countDifference struct {
		seq   uint64
		wrong [2]bool
	}
	// deal asks for the game's prompts.
	deal struct{ want prompts.Want }
	// releaseSeat makes known that the player of a seat left for good.
	releaseSeat struct{ seat ink.Seat }
	// compact hands the finished game over to be kept.
	compact struct {
		game   Finished // without its recording
		stream []byte
	}
	// sendStream hands out the stream.
	sendStream struct {
		to     chan<- []byte
		stream []byte
	}
	// announce: the phase is another one.
	announce struct{}
	// countBound: something met a bound.
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
	refusedTimeUp     refusal = "finished"    // the game's time is up
	refusedFull       refusal = "full"        // the game holds all the ink it may
)

// delay says why a request has to wait.
type delay string

// delayComingBack: the room itself sent the partner's page away, to come back.
const delayComingBack delay = "coming_back"
