package api

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/cmd/internal/pictures"
	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/room/ink"
	"github.com/tandem-game/tandem/store"
)

const (
	// maxZips is how many ZIPs are made at once. Each holds one drawing at a time.
	maxZips = 4
	// zipPause is how long a ZIP waits for a drawing that can't be made at once.
	zipPause = 500 * time.Millisecond
)

func (a *API) registerDrawingsZIP() {
	register(a, huma.Operation{
		OperationID: "getDrawingsZIP",
		Method:      http.MethodGet,
		Path:        "/api/lobbies/{code}/drawings.zip",
		Tags:        []string{tagLobbies},
		Summary:     "All drawings of a lobby as a ZIP",
		Description: "For its host and co-hosts: every kept drawing that the wall may show, the oldest first, as a PNG of 2048 x 1536 " +
			"pixels. A stream that can't go on breaks off; one that ends is whole. Four are made at once.",
		Security: needsSession,
		Responses: map[string]*huma.Response{"200": {
			Description: "The drawings.",
			Content:     map[string]*huma.MediaType{"application/zip": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}},
		}},
		Errors: []int{http.StatusForbidden, http.StatusNotFound, http.StatusTooManyRequests},
	}, a.getDrawingsZIP)
}

func (a *API) getDrawingsZIP(ctx context.Context, in *CodePath) (*huma.StreamResponse, error) {
	var code string
	err := a.byCode(ctx, in.Code, func() (err error) {
		if code, err = a.Lobbies.Find(ctx, in.Code); err != nil {
			return err
		}
		leads, err := a.Lobbies.Leads(ctx, code, visitOf(ctx).playerID())
		if err == nil && !leads {
			_, err = a.Lobbies.Lobby(ctx, code) // to say that there is none
			if err == nil {
				err = lobby.ErrNotHost
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	select {
	case a.zips <- struct{}{}:
	default:
		return nil, problem(codeTooMany, "Others just take their drawings home. Try again in a minute.")
	}
	games, err := a.Games.WallDrawings(ctx, code)
	if err != nil {
		<-a.zips
		return nil, err
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		defer func() { <-a.zips }()
		visitOf(ctx).takesLonger()
		c.SetHeader("Content-Type", "application/zip")
		c.SetHeader("Content-Disposition", `attachment; filename="`+code+`.zip"`)
		c.SetHeader("Cache-Control", cacheNothing)
		if err := a.zipDrawings(ctx, c.BodyWriter(), games); err != nil {
			a.log.WarnContext(ctx, "ZIP of drawings ended early", "request", visitOf(ctx).id, "error", err)
			panic(http.ErrAbortHandler) // the client must notice that it is incomplete
		}
	}}, nil
}

// zipDrawings writes drawings one after the other. A game that was deleted or closed
// meanwhile is left out.
func (a *API) zipDrawings(ctx context.Context, to io.Writer, games []string) error {
	z := zip.NewWriter(to)
	for i, id := range games {
		g, err := a.admit(ctx, id, seeIt)
		if errors.Is(err, store.ErrNoGame) {
			continue
		} else if err != nil {
			return err
		}
		picture, err := a.drawPatiently(ctx, g)
		if err != nil {
			return err
		}
		// A PNG gets no smaller.
		file, err := z.CreateHeader(&zip.FileHeader{Name: zipName(i+1, g.Game), Method: zip.Store, Modified: g.EndedAt})
		if err == nil {
			_, err = file.Write(picture)
		}
		if err == nil {
			err = z.Flush()
		}
		if err != nil {
			return fmt.Errorf("write ZIP: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("write ZIP: %w", err)
	}
	return nil
}

// drawPatiently draws a game, and waits while others are drawn or too many were asked for.
func (a *API) drawPatiently(ctx context.Context, g admission) ([]byte, error) {
	for {
		picture, err := a.pictures.PNG(ctx, requesterOf(ctx), g.Game, ink.RasterWidth)
		if !errors.Is(err, pictures.ErrBeingMade) && !errors.Is(err, pictures.ErrTooManyNew) && !errors.Is(err, pictures.ErrBusy) {
			return picture, err
		}
		select {
		case <-time.After(zipPause):
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-a.ctx.Done():
			return nil, err
		}
	}
}

// zipName returns the name of a drawing's file: "007 Mila and Jonas.png".
func zipName(n int, g store.Game) string {
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
