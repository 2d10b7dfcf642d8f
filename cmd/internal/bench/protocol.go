//go:build linux

package main

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"github.com/tandem-game/tandem/cmd/internal/robot"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
)

// protocol opens rooms on a server, up to where players may draw. Each of the two players
// reaches it at an address of their own.
type protocol interface {
	openRoom(ctx context.Context, addrs [2]string, n int) ([2]*seat, error)
}

// relayed is the bare relay's: a message is 8 bytes, about what a point takes.
type relayed struct{}

func (relayed) openRoom(ctx context.Context, addrs [2]string, n int) (seats [2]*seat, err error) {
	for i := range seats {
		if seats[i], err = dial(ctx, addrs[i], fmt.Sprintf("/rooms/%d", n), nil, relayed{}); err != nil {
			return seats, err
		}
	}
	return seats, nil
}

func (relayed) encode(dst []byte, n int) []byte { return binary.BigEndian.AppendUint64(dst, uint64(n)) }

func (relayed) count(bool, []byte) (news, error) { return news{arrived: 1}, nil }

// played is Tandem's: a whole game with its lobby, match and count-in. A message is one
// point, or one begin, of a stroke.
type played struct {
	watched bool // somebody watches each room, as their lobby's wall does
}

// longest is the longest possible game, so that it outlasts the measurement.
var longest = robot.Settings{RoundSeconds: 120, Rounds: 10}

func (p played) openRoom(ctx context.Context, addrs [2]string, n int) (seats [2]*seat, err error) {
	var players [2]*robot.Player
	for i := range players {
		from := fmt.Sprintf("10.%d.%d.%d", i+1, n/250, n%250+1) // limits count each for itself
		if players[i], err = robot.Meet(ctx, "http://"+addrs[i], fmt.Sprintf("L%d.%d", n, i), from); err != nil {
			return seats, err
		}
	}
	id, err := robot.Pair(ctx, longest, players[0], players[1])
	if err != nil {
		return seats, err
	}
	for i, player := range players {
		path, header := player.Socket(id, uint32(2*n+i+1))
		if seats[i], err = dial(ctx, addrs[i], path, header, &drawing{}); err != nil {
			return seats, err
		}
	}
	for _, s := range seats {
		if err := awaitRound(s); err != nil {
			return seats, err
		}
	}
	if p.watched {
		_, member := players[0].Socket(id, 0)
		watcher, err := dial(ctx, addrs[0], "/api/rooms/"+id+"/watch", member, nil)
		if err != nil {
			return seats, err
		}
		go watcher.readAll()
	}
	return seats, nil
}

// awaitRound reads until the first round has begun.
func awaitRound(s *seat) error {
	for {
		isBinary, message, err := s.read()
		if err != nil {
			return fmt.Errorf("wait for the first round: %w", err)
		}
		if isBinary {
			if _, err := s.talk.count(true, message); err != nil {
				return err
			}
			continue
		}
		var f struct {
			Type, Phase string
			You         ink.Seat
			Durable     uint64
			State       struct{ Phase string }
		}
		if err := json.Unmarshal(message, &f); err != nil {
			return fmt.Errorf("wait for the first round: %w", err)
		}
		if f.Type == "welcome" {
			d := s.talk.(*drawing)
			d.you, d.durable = f.You, f.Durable
		}
		if f.Phase == "round" || f.State.Phase == "round" {
			return nil
		}
	}
}

// pointsAStroke is how many messages a stroke takes.
const pointsAStroke = 60

// drawing is one seat's side of a game.
type drawing struct {
	you ink.Seat

	// Of the goroutine that reads.
	reader  room.Reader
	own     []uint64 // the seqs of the own messages that aren't durable, in order
	durable uint64   // the seq up to which the server has said that entries are durable

	// Of the goroutine that sends.
	ops  int // sent so far
	last ink.Point
}

func (d *drawing) encode(dst []byte, n int) []byte {
	dst = binary.AppendUvarint(dst, uint64(d.ops+1))
	if n%pointsAStroke == 0 {
		if n > 0 {
			dst = ink.AppendEnd(dst)
			d.ops++
		}
		stroke := int16(n / pointsAStroke)
		d.last = ink.Point{X: 600 + stroke%40*20, Y: 400 + stroke%50*20}
		dst = ink.AppendBegin(dst, ink.Pen, 12, ink.RGB{R: 0x2b, G: 0x3c, B: 0x4d}, d.last)
	} else {
		to := ink.Point{X: d.last.X + 11 + int16(n%17), Y: d.last.Y + int16(n%23) - 8}
		dst = ink.AppendPoints(dst, ink.Pen, 33, d.last, to)
		d.last = to
	}
	d.ops++
	return dst
}

func (d *drawing) count(isBinary bool, message []byte) (n news, err error) {
	for isBinary && len(message) > 0 {
		item, err := d.reader.Next(message)
		if err != nil {
			return n, err
		}
		message = message[item.Size:]
		e := item.Entry
		d.durable += item.By
		switch isMessage := e.Seq != 0 && e.Event == 0 && (e.Op.Kind == ink.Begin || e.Op.Kind == ink.Points); {
		case !isMessage:
		case e.Seat == d.you:
			d.own = append(d.own, e.Seq)
		default:
			n.arrived++
		}
		for len(d.own) > 0 && d.own[0] <= d.durable {
			d.own = d.own[1:]
			n.acked++
		}
	}
	return n, nil
}
