package api

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/store"
)

// csvHeader names the columns of a CSV export.
var csvHeader = []string{
	"id", "state", "lobby", "title", "theme", "language", "source", "model", "created_at", "started_at", "ended_at",
	"play_ms", "strokes", "player_1", "name_1", "player_2", "name_2", "deleted_at",
}

func (a *API) registerExports() {
	for _, form := range []struct {
		id, ext, kind, what string
		write               func(io.Writer) rowWriter
	}{
		{"exportAdminGamesNDJSON", "ndjson", "application/x-ndjson", "one JSON object a line, as in the list", newNDJSON},
		{"exportAdminGamesCSV", "csv", "text/csv", "a table in UTF-8, with a byte-order mark for Excel; where a spreadsheet would take a text for a formula, an apostrophe stands before it", newCSV},
	} {
		register(a, huma.Operation{
			OperationID: form.id,
			Method:      http.MethodGet,
			Path:        "/api/admin/games." + form.ext,
			Tags:        []string{tagAdmin},
			Summary:     "All games as " + strings.ToUpper(form.ext),
			Description: "Every game of a filter, however many, as a stream: " + form.what + ". A stream that can't go on breaks off; one that ends is whole.",
			Security:    needsAdmin,
			Responses: map[string]*huma.Response{"200": {
				Description: "The games.",
				Content:     map[string]*huma.MediaType{form.kind: {Schema: &huma.Schema{Type: huma.TypeString}}},
			}},
			Errors: []int{http.StatusUnprocessableEntity, http.StatusTooManyRequests},
		}, func(ctx context.Context, in *GameQuery) (*huma.StreamResponse, error) {
			if err := in.check(); err != nil {
				return nil, err
			}
			return &huma.StreamResponse{Body: func(c huma.Context) {
				c.SetHeader("Content-Type", form.kind)
				c.SetHeader("Content-Disposition", `attachment; filename="tandem-games.`+form.ext+`"`)
				a.export(ctx, *in, form.write(c.BodyWriter()))
			}}, nil
		})
	}
}

// rowWriter writes games in one format.
type rowWriter interface {
	write(AdminGame) error
	end() error
}

// export streams games. If a game can't be read or written, it breaks off the connection:
// once the answer has begun, there is no other way to tell a client that it is incomplete.
func (a *API) export(ctx context.Context, in GameQuery, to rowWriter) {
	visitOf(ctx).takesLonger()
	err := func() error {
		for g, err := range a.Games.EveryGame(ctx, in.filter(), store.Order(in.Sort)) {
			if err != nil {
				return err
			}
			if err := to.write(a.base.adminGameOf(g)); err != nil {
				return err
			}
		}
		return to.end()
	}()
	if err != nil {
		a.log.WarnContext(ctx, "export ended early", "request", visitOf(ctx).id, "error", err)
		panic(http.ErrAbortHandler)
	}
}

type ndjson struct{ *json.Encoder }

func newNDJSON(to io.Writer) rowWriter { return ndjson{json.NewEncoder(to)} }

func (n ndjson) write(g AdminGame) error { return n.Encode(g) }

func (n ndjson) end() error { return nil }

type csvTable struct {
	*csv.Writer
	to    io.Writer
	begun bool
}

func newCSV(to io.Writer) rowWriter { return &csvTable{Writer: csv.NewWriter(to), to: to} }

// byteOrderMark tells Excel that a table is in UTF-8.
const byteOrderMark = "\uFEFF"

// begin writes what precedes the first row.
func (t *csvTable) begin() error {
	if t.begun {
		return nil
	}
	t.begun = true
	if _, err := io.WriteString(t.to, byteOrderMark); err != nil {
		return err
	}
	return t.Write(csvHeader)
}

func (t *csvTable) write(g AdminGame) error {
	if err := t.begin(); err != nil {
		return err
	}
	return t.Write(cells(
		g.ID, g.State, g.Lobby, g.Title, g.Theme, g.Language, g.Source, g.Model,
		formatTime(&g.CreatedAt), formatTime(g.StartedAt), formatTime(g.EndedAt),
		strconv.FormatInt(g.PlayMS, 10), strconv.Itoa(g.Strokes),
		g.Seats[0].Player, g.Seats[0].Name, g.Seats[1].Player, g.Seats[1].Name, formatTime(g.DeletedAt),
	))
}

func (t *csvTable) end() error {
	if err := t.begin(); err != nil {
		return err
	}
	t.Flush()
	return t.Error()
}

// The beginnings of a text that a spreadsheet would run as a formula. Some spreadsheets
// accept full-width signs, and some start a new cell after a semicolon, a tab or a new
// line.
const formula = `[ \p{Z}\p{Cf}"]*[=+\-@|＝＋－＠｜﹦﹢﹣﹫−]`

var (
	runsAsCell   = regexp.MustCompile(`^(` + formula + `|[\t\r\n])`)
	runsInsideOf = regexp.MustCompile(`([;\t\r\n])(` + formula + `)`)
)

// cells makes texts safe for spreadsheets: a player may be called =HYPERLINK(…).
func cells(texts ...string) []string {
	for i, text := range texts {
		texts[i] = runsAsCell.ReplaceAllString(runsInsideOf.ReplaceAllString(text, "$1'$2"), "'$1")
	}
	return texts
}

func formatTime(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
