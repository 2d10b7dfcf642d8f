package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/cmd/internal/pictures"
	"github.com/tandem-game/tandem/store"
)

// Game is the stored record of what a room played.
type Game struct {
	ID           string     `json:"id" example:"7C3IXHWN2YVQ5EKRZ4PAJUSOGD"`
	State        string     `json:"state" enum:"live,finished,ended_early,abandoned" doc:"finished: all rounds were played; ended_early: a player ended it; abandoned: both had gone."`
	Lobby        string     `json:"lobby,omitempty" doc:"The code of the lobby it was matched in, for its two players and the operator." example:"plum-kite-otter"`
	Title        string     `json:"title" doc:"The name of its prompt set." example:"The lighthouse picnic"`
	Theme        string     `json:"theme" doc:"What its prompts are about." example:"under the sea"`
	Language     string     `json:"language" doc:"The language of its prompts." example:"en"`
	Difficulty   string     `json:"difficulty" enum:"easy,normal,wild" doc:"How hard they are to draw."`
	Paper        string     `json:"paper" doc:"The colour of its paper." example:"#FFF3CF"`
	Caption      string     `json:"caption" doc:"One line about the drawing the prompts make together; may be empty." example:"An octopus pours tea for a lighthouse."`
	CreatedAt    time.Time  `json:"created_at" doc:"When its players were matched." example:"2026-05-01T18:30:00Z"`
	StartedAt    *time.Time `json:"started_at,omitempty" doc:"When its play began; absent if it never did." example:"2026-05-01T18:30:04Z"`
	EndedAt      *time.Time `json:"ended_at,omitempty" doc:"When it ended; absent while it is live." example:"2026-05-01T18:33:10Z"`
	PlayMS       int64      `json:"play_ms" doc:"How long it was played, pauses left out, in milliseconds." example:"183000"`
	Rounds       int        `json:"rounds" doc:"How many rounds it was to have." example:"6"`
	RoundSeconds int        `json:"round_seconds" doc:"How long each round was to last." example:"30"`
	RoundStarts  []int64    `json:"round_starts" nullable:"false" doc:"When each round began that did, by the game clock in milliseconds: its prompts were dealt then." example:"[3000,33000]"`
	Strokes      int        `json:"strokes" doc:"How many strokes the drawing has." example:"212"`
	Seats        []GameSeat `json:"seats" nullable:"false" minItems:"2" maxItems:"2" doc:"Seat 1 and seat 2."`
	PictureHash  string     `json:"picture_hash,omitempty" doc:"16 hex digits over the pixels of the drawing: two pictures with the same hash are the same. Absent while the game is live, and until its picture was drawn first, some moments later." example:"9f86d081884c7d65"`
	Picture      string     `json:"picture,omitempty" format:"uri-reference" doc:"Where the drawing is, as a PNG. Absent while the game is live." example:"/api/games/7C3IXHWN2YVQ5EKRZ4PAJUSOGD/drawing.png"`
	Open         bool       `json:"open" doc:"Whether others may see it: whoever has its link. It needs both players: friends of a lobby let others see it until one says otherwise, strangers when both have said so."`
	Ghost        *Ghost     `json:"ghost,omitempty" doc:"Whose seat a ghost held; absent: both were players'."`
	You          int        `json:"you" enum:"0,1,2" doc:"Your seat; 0 when you were not in it."`
	Gallery      *Liking    `json:"gallery,omitempty" doc:"How it is liked in the gallery; absent if it isn't there."`
	Rating       string     `json:"rating,omitempty" enum:"good,bad" doc:"What you said of its prompts; absent if nothing."`
}

// GameSeat is who held a seat and what they were asked to draw.
type GameSeat struct {
	Seat    int      `json:"seat" enum:"1,2"`
	Name    string   `json:"name" doc:"Empty once the player has taken it back." example:"Mila"`
	Open    bool     `json:"open" doc:"Whether this player lets others see the game."`
	Prompts []string `json:"prompts" nullable:"false" doc:"The prompts of the rounds that began, in order." example:"[\"a lighthouse with a hat\",\"the tea it drinks\"]"`
}

// GamePath is the game that a path names.
type GamePath struct {
	ID string `path:"id" maxLength:"64" doc:"The game's id." example:"7C3IXHWN2YVQ5EKRZ4PAJUSOGD"`
}

// Width is the width of a PNG, in pixels.
type Width int

// widths are the possible widths, for the page's own uses and a few others. Each one is a
// drawing to make and to keep, so a client may not choose freely.
var widths = []any{int64(132), int64(480), int64(512), int64(1024), int64(1600), int64(2048)}

// Schema describes a width as an enumeration. An enum tag doesn't work: huma compares the
// values as they are, but reads those of a tag as floats.
func (Width) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeInteger, Enum: widths}
}

type (
	gameOutput struct {
		Body Game
	}
	pngInput struct {
		GamePath
		Width       Width  `query:"width" default:"2048" doc:"Pixels across; the height follows (4:3)."`
		IfNoneMatch string `header:"If-None-Match" doc:"The ETag of the picture you have." example:"\"5f1c0b7e\""`
	}
	svgInput struct {
		GamePath
		IfNoneMatch string `header:"If-None-Match" doc:"The ETag of the picture you have." example:"\"5f1c0b7e\""`
	}
	fileOutput struct {
		Status       int
		ETag         string `header:"ETag"`
		CacheControl string `header:"Cache-Control"`
		ContentType  string `header:"Content-Type"`
		Body         []byte
	}
)

func (a *API) registerGames() {
	register(a, huma.Operation{
		OperationID: "getGame",
		Method:      http.MethodGet,
		Path:        "/api/games/{id}",
		Tags:        []string{tagGames},
		Summary:     "A kept game",
		Description: "For its players, and for whoever has its link while both let others see it. Not found until the game is kept.",
		Errors:      []int{http.StatusNotFound, http.StatusTooManyRequests},
	}, a.getGame)
	register(a, huma.Operation{
		OperationID: "getDrawingPNG",
		Method:      http.MethodGet,
		Path:        "/api/games/{id}/drawing.png",
		Tags:        []string{tagGames},
		Summary:     "The drawing as a PNG",
		Description: "It never changes once the game is kept, but may be taken back: caches ask again.",
		Middlewares: huma.Middlewares{anyOrigin}, // embedded replays have another origin
		Responses:   fileResponse("image/png", "The picture."),
		Errors:      []int{http.StatusNotFound, http.StatusTooManyRequests},
	}, a.getDrawingPNG)
	register(a, huma.Operation{
		OperationID: "getDrawingSVG",
		Method:      http.MethodGet,
		Path:        "/api/games/{id}/drawing.svg",
		Tags:        []string{tagGames},
		Summary:     "The drawing as an SVG",
		Description: "It never changes once the game is kept, but may be taken back: caches ask again. It is made of paths; " +
			"a drawing whose paths would take more than 8 MB comes as an SVG with its pixels in it.",
		Responses: fileResponse("image/svg+xml", "The picture."),
		Errors:    []int{http.StatusNotFound, http.StatusTooManyRequests},
	}, a.getDrawingSVG)
	register(a, huma.Operation{
		OperationID: "getCard",
		Method:      http.MethodGet,
		Path:        "/api/games/{id}/card.png",
		Tags:        []string{tagGames},
		Summary:     "The picture a link is shown with elsewhere",
		Description: "1200 x 630 pixels: the drawing, its title and who drew it.",
		Responses:   fileResponse("image/png", "The picture."),
		Errors:      []int{http.StatusNotFound, http.StatusTooManyRequests},
	}, a.getCard)
	register(a, huma.Operation{
		OperationID: "getRecording",
		Method:      http.MethodGet,
		Path:        "/api/games/{id}/recording",
		Tags:        []string{tagGames},
		Summary:     "Everything that was drawn, in time",
		Description: "The game's journal: its entries back to back, in the binary format of `room/entry.go`.",
		Middlewares: huma.Middlewares{anyOrigin}, // embedded replays have another origin
		Responses:   fileResponse("application/octet-stream", "The entries."),
		Errors:      []int{http.StatusNotFound, http.StatusTooManyRequests},
	}, a.getRecording)
}

// fileResponse documents an answer that is a file.
func fileResponse(contentType, description string) map[string]*huma.Response {
	return map[string]*huma.Response{
		"200": {
			Description: description,
			Content: map[string]*huma.MediaType{
				contentType: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
			},
		},
		"304": {Description: "You have it already."},
	}
}

func (a *API) getGame(ctx context.Context, in *GamePath) (*gameOutput, error) {
	v, err := a.visitor(ctx)
	if err != nil {
		return nil, err
	}
	g, err := a.admit(withVisit(ctx, v), in.ID, seeIt)
	if err != nil {
		return nil, err
	}
	out, err := a.gameFor(ctx, g)
	if err != nil {
		return nil, err
	}
	if out.You == 0 {
		out.Lobby = "" // anyone who knows the code can join, and a link to the drawing may travel far
	}
	switch e, _, err := a.exhibit(withVisit(ctx, v), g.ID); {
	case err == nil:
		out.Gallery = likingFor(e)
	case !errors.Is(err, store.ErrNoGame):
		return nil, err
	}
	a.pictures.EnsureHash(requesterOf(ctx), g.Game)
	if out.You != 0 {
		if out.Rating, err = a.ratingOf(ctx, g.ID, out.You); err != nil {
			return nil, err
		}
	}
	return &gameOutput{Body: out}, nil
}

// pictureOf returns the address of a kept game's drawing.
func (b base) pictureOf(id string) string { return b.path("/api/games/" + id + "/drawing.png") }

// gameFor returns a game as a visitor sees it.
func (a *API) gameFor(ctx context.Context, g admission) (Game, error) {
	out := Game{
		ID:           g.ID,
		State:        g.State,
		Lobby:        g.Lobby,
		Theme:        g.Theme,
		Language:     g.Language,
		Difficulty:   string(g.Difficulty),
		Paper:        g.Paper(),
		CreatedAt:    g.CreatedAt,
		StartedAt:    unlessZero(g.StartedAt),
		EndedAt:      unlessZero(g.EndedAt),
		PlayMS:       g.PlayMS,
		Rounds:       g.Rounds,
		RoundSeconds: g.RoundSeconds,
		Strokes:      g.Strokes,
		PictureHash:  g.PictureHash,
		Open:         g.Open(),
		RoundStarts:  []int64{},
		Seats:        make([]GameSeat, len(g.Seats)),
		Ghost:        ghostOf(g.Game),
	}
	for i, s := range g.Seats {
		out.Seats[i] = GameSeat{Seat: i + 1, Name: s.Name, Open: s.Open, Prompts: []string{}}
	}
	out.You = g.seat
	if g.State != store.Live {
		out.Picture = a.base.pictureOf(g.ID)
	}
	if g.Prompts == nil {
		return out, nil
	}
	out.Title, out.Theme, out.Caption = g.Prompts.Title, g.Prompts.Theme, g.Prompts.Caption
	var err error
	if out.RoundStarts, err = a.pictures.RoundStarts(ctx, requesterOf(ctx), g.Game); err != nil {
		return Game{}, err
	}
	begun := len(out.RoundStarts)
	for i, series := range g.Prompts.Series {
		out.Seats[i].Prompts = append(out.Seats[i].Prompts, series[:min(begun, len(series))]...)
	}
	return out, nil
}

func unlessZero(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func (a *API) getDrawingPNG(ctx context.Context, in *pngInput) (*fileOutput, error) {
	out, err := a.file(ctx, in.ID, in.IfNoneMatch, fmt.Sprintf("png-%d", in.Width), func(g admission) ([]byte, error) {
		return a.pictures.PNG(ctx, requesterOf(ctx), g.Game, int(in.Width))
	})
	if err != nil {
		return nil, err
	}
	return out.as("image/png"), nil
}

func (a *API) getDrawingSVG(ctx context.Context, in *svgInput) (*fileOutput, error) {
	out, err := a.file(ctx, in.ID, in.IfNoneMatch, "svg", func(g admission) ([]byte, error) {
		return a.pictures.SVG(ctx, requesterOf(ctx), g.Game)
	})
	if err != nil {
		return nil, err
	}
	return out.as("image/svg+xml"), nil
}

func (a *API) getRecording(ctx context.Context, in *svgInput) (*fileOutput, error) {
	out, err := a.file(ctx, in.ID, in.IfNoneMatch, "recording", func(g admission) ([]byte, error) {
		return a.pictures.Recording(ctx, requesterOf(ctx), g.Game)
	})
	if err != nil {
		return nil, err
	}
	return out.as("application/octet-stream"), nil
}

func (a *API) getCard(ctx context.Context, in *svgInput) (*fileOutput, error) {
	g, err := a.admit(ctx, in.ID, seeIt)
	if err != nil {
		return nil, err
	}
	out, err := a.file(ctx, in.ID, in.IfNoneMatch, pictures.CardName(g.Game), func(admission) ([]byte, error) {
		return a.pictures.Card(ctx, requesterOf(ctx), g.Game)
	})
	if err != nil {
		return nil, err
	}
	return out.as("image/png"), nil
}

// requesterOf returns on whose behalf a request has a picture made.
func requesterOf(ctx context.Context) pictures.Requester {
	v := visitOf(ctx)
	return pictures.Requester{Client: v.client, Unlimited: v.operator.ok()}
}

// file answers with a file of a kept game. Such a file never changes, so its name is its
// ETag, and a client that has it isn't sent it again. But the client asks each time,
// because the game's players may withdraw it.
func (a *API) file(ctx context.Context, id, have, name string, body func(admission) ([]byte, error)) (*fileOutput, error) {
	g, err := a.admit(ctx, id, seeIt)
	if err != nil {
		return nil, err
	}
	out := &fileOutput{Status: http.StatusOK, ETag: `"` + id + "-" + name + `"`, CacheControl: cacheAskMe}
	if !g.Open() {
		out.CacheControl = cachePrivately
	}
	if strings.Contains(have, out.ETag) {
		out.Status = http.StatusNotModified
		return out, nil
	}
	if out.Body, err = body(g); err != nil {
		return nil, err
	}
	return out, a.send(ctx, len(out.Body))
}

// send counts an answer of the given size until it has been sent, or refuses it.
func (a *API) send(ctx context.Context, size int) error {
	v := visitOf(ctx)
	end, err := a.sending.Begin(v.client, size)
	if err == nil {
		v.afterwards(end)
	}
	return err
}

// as sets the content type, but no file name: a page that saves the file knows a better
// one.
func (f *fileOutput) as(contentType string) *fileOutput {
	f.ContentType = contentType
	return f
}
