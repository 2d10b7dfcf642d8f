package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/prompts"
)

// Gallery is which games a gallery shows, of those that both players want there.
type Gallery string

// The galleries.
const (
	NoGallery        Gallery = "off"
	ModeratedGallery Gallery = "moderated" // those that the operator agreed to
	OpenGallery      Gallery = "open"      // all but those that the operator refused, and those reported since
)

// The orders of the gallery, besides Newest: by likes, and the same of the last week. They
// have no type, as the operator's list doesn't have them.
const (
	MostLiked = "most_liked"
	ThisWeek  = "week"
)

// galleryWeek is how far back ThisWeek goes.
const galleryWeek = 7 * 24 * time.Hour

// GalleryPage asks for one page of the gallery. A zero field doesn't restrict it.
type GalleryPage struct {
	Gallery  Gallery
	Order    Order // Newest, MostLiked or ThisWeek
	Theme    string
	Language string
	Viewer   string // a player's id; "" for nobody's
	After    string // the cursor from the page before; "" for the first page
	Limit    int    // at least 1
}

// Exhibit is a game in the gallery.
type Exhibit struct {
	Game     string    `db:"game"`
	Title    string    `db:"title"`
	Theme    string    `db:"theme"` // as its prompts have it, in their language
	Language string    `db:"language"`
	Paper    string    `db:"paper"`
	Caption  string    `db:"caption"`
	Names    [2]string `db:"names"`
	Strokes  int       `db:"strokes"`
	EndedAt  time.Time `db:"ended_at"`
	ShownAt  time.Time `db:"shown_at"`
	Likes    int       `db:"likes"`
	Liked    bool      `db:"liked"` // by the viewer
}

// The operator's verdicts.
const (
	verdictNone = "none"
	verdictYes  = "yes"
	verdictNo   = "no"
)

// admitted is the part of inView that the indexes of exhibits have.
const admitted = `
	e.verdict <> 'no' AND (e.verdict = 'yes' OR @open AND e.reported_at IS NULL)`

// inView is the one rule of which exhibits e a gallery shows. It looks at what makes a game
// private, reported, forgotten or deleted as it is now, whichever version of Tandem changed
// that.
const inView = admitted + `
	AND EXISTS (SELECT FROM games WHERE games.id = e.game AND games.deleted_at IS NULL)
	AND NOT EXISTS (
	    SELECT FROM seats s
	    LEFT JOIN players p ON p.id = s.player
	    WHERE s.game = e.game AND (NOT s.shown OR s.open IS NOT TRUE OR s.forgotten_at IS NOT NULL OR p.banned_at IS NOT NULL))
	AND NOT EXISTS (SELECT FROM reports r WHERE r.game = e.game AND r.state <> 'dismissed')`

// selectExhibits reads Exhibits of {page}, which has their games and likes, and when they
// were shown.
const selectExhibits = `
	SELECT page.game, page.likes, page.shown_at, p.title, p.theme, p.language, p.paper, p.caption, g.strokes, g.ended_at,
	       ARRAY[one.name, two.name] AS names,
	       EXISTS (SELECT FROM likes l WHERE l.game = page.game AND l.player = @viewer) AS liked
	FROM ({page}) page
	JOIN games g ON g.id = page.game
	JOIN seats one ON one.game = g.id AND one.seat = 1
	JOIN seats two ON two.game = g.id AND two.seat = 2
	JOIN prompt_sets p ON p.id = g.prompt_set
	`

// selectGalleryPage walks the index of an order and of at most one filter.
const selectGalleryPage = `
	SELECT e.game, e.likes, e.shown_at
	FROM exhibits e
	WHERE (@at::{kind} IS NULL OR (e.{column}, e.game) < (@at, @id))
	  AND (@since::timestamptz IS NULL OR e.shown_at > @since)
	  AND (@theme::text IS NULL OR e.theme = @theme)
	  AND (@language::text IS NULL OR e.language = @language)
	  AND ` + inView + `
	ORDER BY e.{column} DESC, e.game DESC
	LIMIT @limit`

// gallerySettings make Postgres walk an index and look each game up: the other ways start by
// reading all of a table.
var gallerySettings = append(slices.Clip(listSettings), "enable_bitmapscan = off", "enable_hashjoin = off", "enable_mergejoin = off")

// Gallery returns a page of a gallery, and the cursor of the next page, "" on the last one.
// ErrCursor.
func (s *Store) Gallery(ctx context.Context, p GalleryPage) (exhibits []Exhibit, next string, err error) {
	after, err := parseCursor(p.Order, p.After)
	if err != nil {
		return nil, "", err
	}
	exhibits, err = queryList(ctx, s, galleryQuery(p, after), pgx.RowToStructByName[Exhibit])
	if err != nil {
		return nil, "", err
	}
	if len(exhibits) > p.Limit {
		exhibits = exhibits[:p.Limit]
		next = exhibits[p.Limit-1].cursor(p.Order).String()
	}
	return exhibits, next, nil
}

func galleryQuery(p GalleryPage, after cursor) listQuery {
	by := strings.NewReplacer("{column}", "likes", "{kind}", "bigint")
	if p.Order.byTime() {
		by = strings.NewReplacer("{column}", "shown_at", "{kind}", "timestamptz")
	}
	var since *time.Time
	if p.Order == ThisWeek {
		since = new(time.Now().Add(-galleryWeek))
	}
	sql := strings.Replace(selectExhibits, "{page}", selectGalleryPage, 1) + `ORDER BY page.{column} DESC, page.game DESC`
	return listQuery{by.Replace(sql), pgx.NamedArgs{
		"at": after.value(), "id": after.id, "since": since, "theme": nullText(prompts.EnglishTheme(p.Theme)), "language": nullText(p.Language),
		"open": p.Gallery == OpenGallery, "viewer": p.Viewer, "limit": p.Limit + 1, // the last one shows whether there is a next page
	}, gallerySettings}
}

// cursor returns the exhibit's position in an order of the gallery.
func (e Exhibit) cursor(o Order) cursor {
	if o.byTime() {
		return cursor{o, e.ShownAt.UnixMicro(), e.Game}
	}
	return cursor{o, int64(e.Likes), e.Game}
}

// Exhibit returns a game of a gallery, as a viewer sees it. ErrNoGame if it isn't there.
func (s *Store) Exhibit(ctx context.Context, game, viewer string, gallery Gallery) (Exhibit, error) {
	const one = `SELECT e.game, e.likes, e.shown_at FROM exhibits e WHERE e.game = @game AND ` + inView
	rows, _ := s.pool.Query(ctx, strings.Replace(selectExhibits, "{page}", one, 1),
		pgx.NamedArgs{"game": game, "viewer": viewer, "open": gallery == OpenGallery})
	e, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[Exhibit])
	if errors.Is(err, pgx.ErrNoRows) {
		return Exhibit{}, ErrNoGame
	}
	if err != nil {
		return Exhibit{}, fmt.Errorf("read game %s of the gallery: %w", game, err)
	}
	return e, nil
}
