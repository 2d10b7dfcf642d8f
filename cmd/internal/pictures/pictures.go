package pictures

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/netip"
	"runtime"
	"sync/atomic"

	"github.com/tandem-game/tandem/cmd/internal/card"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
	"github.com/tandem-game/tandem/store"
)

// Errors of requests for a file.
var (
	// ErrBeingMade means that the file was not ready in time. It is still being made.
	ErrBeingMade = errors.New("the drawing is still being made")
	// ErrTooManyNew means that the client has had too many files made.
	ErrTooManyNew = errors.New("too many drawings were asked for")
	// ErrBusy means that too many files are being made, or that the process is stopping.
	ErrBusy = errors.New("no drawing can be made now")
)

// Games reads games and stores facts learned from them. store.Store implements it.
type Games interface {
	Game(ctx context.Context, id string) (store.Game, error)
	Recording(ctx context.Context, id string) ([]byte, error)
	Journal(ctx context.Context, id string) ([]byte, error)
	SetPictureHash(ctx context.Context, id, hash string) error
	SetRoundStarts(ctx context.Context, id string, starts []int64) error
}

// Rooms finds live games. room.Registry implements it.
type Rooms interface {
	Open(ctx context.Context, id string) (*room.Room, error)
	Long(least int) (bytes map[string]int)
}

// Requester is on whose behalf a file is made.
type Requester struct {
	Client    netip.Prefix // clients that wait for a slot take turns
	Unlimited bool         // the operator, or Tandem itself: AllowNew doesn't apply
}

// Config is what a Service needs.
type Config struct {
	Games  Games
	Rooms  Rooms
	Logger *slog.Logger
	// AllowNew counts one more file made for a client, or refuses it.
	AllowNew func(client netip.Prefix) bool
	// Go runs work that outlives a request on a goroutine that the process waits for;
	// false: the process is stopping.
	Go func(func()) bool
	// QuickSlots is how many quick drawings are made at once; 0: half of the processors.
	QuickSlots int
}

// Service makes pictures. Safe for concurrent use.
type Service struct {
	games    Games
	rooms    Rooms
	log      *slog.Logger
	run      func(func()) bool
	ctx      context.Context // of work that outlives a request
	metrics  *Metrics
	files    *files
	drawings *drawings
	slots    *drawingSlots
	waiting  atomic.Int64 // bytes of the streams that have been read and wait to be drawn
}

// New returns a Service. Its background work ends with ctx.
func New(ctx context.Context, c Config) *Service {
	if c.QuickSlots == 0 {
		c.QuickSlots = max(1, runtime.GOMAXPROCS(0)/2)
	}
	m := new(Metrics)
	return &Service{
		games: c.Games, rooms: c.Rooms, log: c.Logger, run: c.Go, ctx: ctx, metrics: m,
		files:    newFiles(ctx, c.Go, c.AllowNew, fileBytes, m),
		drawings: newDrawings(drawingBytes, m),
		slots:    newDrawingSlots(c.QuickSlots, m),
	}
}

// Metrics returns the metrics of the pictures.
func (s *Service) Metrics() *Metrics { return s.metrics }

// PNG is the drawing of a kept game.
func (s *Service) PNG(ctx context.Context, by Requester, g store.Game, width int) ([]byte, error) {
	return s.files.get(ctx, by, fileKey{game: g.ID, kind: "png", width: width}, func(ctx context.Context) ([]byte, error) {
		var b bytes.Buffer
		err := s.drawPixels(ctx, by, g, func(ctx context.Context, c *ink.Canvas) error { return c.PNG(ctx, &b, width) })
		return b.Bytes(), err
	})
}

// SVG is the drawing of a kept game as paths.
func (s *Service) SVG(ctx context.Context, by Requester, g store.Game) ([]byte, error) {
	return s.files.get(ctx, by, fileKey{game: g.ID, kind: "svg"}, func(ctx context.Context) ([]byte, error) {
		var b bytes.Buffer
		err := s.drawPaths(ctx, by, g, func(ctx context.Context, c *ink.Canvas) error { return c.SVG(ctx, &b) })
		return b.Bytes(), err
	})
}

// CardName names the card of a game with the names that it shows: when a player withdraws a
// name, the card is another one.
func CardName(g store.Game) string {
	sum := sha256.Sum256([]byte(g.Seats[0].Name + "\n" + g.Seats[1].Name))
	return "card-" + hex.EncodeToString(sum[:8])
}

// Card is the picture that other sites show for a link to a kept game.
func (s *Service) Card(ctx context.Context, by Requester, g store.Game) ([]byte, error) {
	return s.files.get(ctx, by, fileKey{game: g.ID, kind: CardName(g)}, func(ctx context.Context) ([]byte, error) {
		var b bytes.Buffer
		err := s.drawPixels(ctx, by, g, func(ctx context.Context, c *ink.Canvas) error {
			return card.Card{Drawing: c, Title: g.Title(), Names: [2]string{g.Seats[0].Name, g.Seats[1].Name}}.PNG(ctx, &b)
		})
		return b.Bytes(), err
	})
}

// Recording is the whole stream of a kept game, which a replay plays.
func (s *Service) Recording(ctx context.Context, by Requester, g store.Game) ([]byte, error) {
	return s.files.get(ctx, by, fileKey{game: g.ID, kind: "recording"}, func(ctx context.Context) ([]byte, error) {
		return s.slots.read(ctx, by.Client, func(ctx context.Context) ([]byte, error) { return s.recording(ctx, g.ID) })
	})
}

// EnsureHash computes the hash of a kept game's picture in the background and stores it with
// the game, unless it is known.
func (s *Service) EnsureHash(by Requester, g store.Game) {
	if g.PictureHash != "" {
		return
	}
	s.files.start(by, fileKey{game: g.ID, kind: "hash"}, func(ctx context.Context) ([]byte, error) {
		err := s.drawPixels(ctx, by, g, func(context.Context, *ink.Canvas) error { return nil })
		if err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "can't compute the hash of a picture; the next reader of the game tries again", "game", g.ID, "error", err)
		}
		return nil, err
	})
}

// DrawKept draws the picture of a game that has just been kept, in the background.
func (s *Service) DrawKept(id string) {
	s.run(func() {
		if g, err := s.games.Game(s.ctx, id); err == nil {
			s.EnsureHash(Requester{Unlimited: true}, g)
		}
	})
}
