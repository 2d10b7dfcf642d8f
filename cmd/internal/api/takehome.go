package api

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/cmd/internal/pdf"
	"github.com/tandem-game/tandem/cmd/internal/pictures"
	"github.com/tandem-game/tandem/cmd/internal/problem"
	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/room/ink"
	"github.com/tandem-game/tandem/store"
)

const (
	// maxTakingHome is how many files of a lobby's drawings are made at once. Each holds one
	// drawing at a time.
	maxTakingHome = 4
	// drawPause is how long such a file waits for a drawing that can't be made at once.
	drawPause = 500 * time.Millisecond
)

// album is a file of many drawings, which is written as they are drawn.
type album interface {
	// draw makes the picture of a game that add takes.
	draw(ctx context.Context, a *API, g admission) ([]byte, error)
	add(n int, g store.Game, picture []byte) error
	Close() error
}

func (a *API) registerTakeHome() {
	for _, form := range []struct {
		id, ext, kind, what string
		open                func(io.Writer) album
	}{
		{"getDrawingsZIP", "zip", "application/zip", "each as a PNG of 2048 x 1536 pixels", newZIP},
		{"getDrawingsPDF", "pdf", "application/pdf", "ten on an A4 page, with their titles and names", newPDF},
	} {
		register(a, huma.Operation{
			OperationID: form.id,
			Method:      http.MethodGet,
			Path:        "/api/lobbies/{code}/drawings." + form.ext,
			Tags:        []string{tagLobbies},
			Summary:     "All drawings of a lobby as a " + strings.ToUpper(form.ext),
			Description: "For its host and co-hosts: every kept drawing that the wall may show, the oldest first, " + form.what +
				". A stream that can't go on breaks off; one that ends is whole. Four are made at once.",
			Security: needsSession,
			Responses: map[string]*huma.Response{"200": {
				Description: "The drawings.",
				Content:     map[string]*huma.MediaType{form.kind: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}},
			}},
			Errors: []int{http.StatusForbidden, http.StatusNotFound, http.StatusTooManyRequests},
		}, func(ctx context.Context, in *CodePath) (*huma.StreamResponse, error) {
			code, err := a.leadsBy(ctx, in.Code)
			if err != nil {
				return nil, err
			}
			select {
			case a.takingHome <- struct{}{}:
			default:
				return nil, problem.New(problem.TooMany, "Others just take their drawings home. Try again in a minute.")
			}
			games, err := a.Games.WallDrawings(ctx, code)
			if err != nil {
				<-a.takingHome
				return nil, err
			}
			return &huma.StreamResponse{Body: func(c huma.Context) {
				defer func() { <-a.takingHome }()
				visitOf(ctx).takesLonger()
				c.SetHeader("Content-Type", form.kind)
				c.SetHeader("Content-Disposition", `attachment; filename="`+code+"."+form.ext+`"`)
				c.SetHeader("Cache-Control", cacheNothing)
				if err := a.fill(ctx, form.open(c.BodyWriter()), games); err != nil {
					a.log.WarnContext(ctx, "file of drawings ended early", "request", visitOf(ctx).id, "error", err)
					panic(http.ErrAbortHandler) // the client must notice that it is incomplete
				}
			}}, nil
		})
	}
}

// leadsBy returns the code of the lobby that is meant, if the visitor leads it.
func (a *API) leadsBy(ctx context.Context, said string) (code string, err error) {
	err = a.byCode(ctx, said, func() error {
		if code, err = a.Lobbies.Find(ctx, said); err != nil {
			return err
		}
		leads, err := a.Lobbies.Leads(ctx, code, visitOf(ctx).playerID())
		if err != nil || leads {
			return err
		}
		if _, err := a.Lobbies.Lobby(ctx, code); err != nil {
			return err // there is no such lobby
		}
		return lobby.ErrNotHost
	})
	return code, err
}

// fill adds drawings one after the other. A game that was deleted or closed to others
// meanwhile is left out.
func (a *API) fill(ctx context.Context, to album, games []string) error {
	for i, id := range games {
		g, err := a.admit(ctx, id, seeIt)
		if errors.Is(err, store.ErrNoGame) {
			continue
		} else if err != nil {
			return err
		}
		picture, err := a.drawPatiently(ctx, to, g)
		if err != nil {
			return err
		}
		if err := to.add(i+1, g.Game, picture); err != nil {
			return err
		}
	}
	return to.Close()
}

// drawPatiently draws a game, and waits while others are drawn or too many were asked for.
func (a *API) drawPatiently(ctx context.Context, to album, g admission) ([]byte, error) {
	for {
		picture, err := to.draw(ctx, a, g)
		if !errors.Is(err, pictures.ErrBeingMade) && !errors.Is(err, pictures.ErrTooManyNew) && !errors.Is(err, pictures.ErrBusy) {
			return picture, err
		}
		select {
		case <-time.After(drawPause):
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-a.ctx.Done():
			return nil, err
		}
	}
}

type zipAlbum struct{ *zip.Writer }

func newZIP(to io.Writer) album { return zipAlbum{zip.NewWriter(to)} }

func (z zipAlbum) draw(ctx context.Context, a *API, g admission) ([]byte, error) {
	return a.pictures.PNG(ctx, requesterOf(ctx), g.Game, ink.RasterWidth)
}

func (z zipAlbum) add(n int, g store.Game, picture []byte) error {
	// A PNG gets no smaller.
	file, err := z.CreateHeader(&zip.FileHeader{Name: fileName(n, g), Method: zip.Store, Modified: g.EndedAt})
	if err == nil {
		_, err = file.Write(picture)
	}
	if err == nil {
		err = z.Flush()
	}
	if err != nil {
		return fmt.Errorf("write ZIP: %w", err)
	}
	return nil
}

// fileName returns the name of a drawing's file: "007 Mila and Jonas.png".
func fileName(n int, g store.Game) string {
	clean := func(name string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(`/\:*?"<>|`, r) || !unicode.IsPrint(r) {
				return '_'
			}
			return r
		}, name)
	}
	return fmt.Sprintf("%03d %s and %s.png", n, clean(g.Seats[0].Name), clean(g.Seats[1].Name))
}

type pdfAlbum struct{ *pdf.Writer }

func newPDF(to io.Writer) album { return pdfAlbum{pdf.New(to)} }

// draw makes the card of a game: it has the title and the names, in any script.
func (p pdfAlbum) draw(ctx context.Context, a *API, g admission) ([]byte, error) {
	return a.pictures.Card(ctx, requesterOf(ctx), g.Game)
}

func (p pdfAlbum) add(_ int, _ store.Game, picture []byte) error {
	decoded, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		return fmt.Errorf("read a card: %w", err)
	}
	return p.Add(decoded)
}
