package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// ReportExhibit records that somebody who saw a game in a gallery finds that it shouldn't be
// there. A game without the operator's yes leaves the gallery, until the operator has looked.
// ErrNoGame if it isn't there.
func (s *Store) ReportExhibit(ctx context.Context, game string, gallery Gallery) error {
	tag, err := s.pool.Exec(ctx, `
		UPDATE exhibits e
		SET reported_at = COALESCE(e.reported_at, now())
		WHERE e.game = @game AND `+inView, pgx.NamedArgs{"game": game, "open": gallery == OpenGallery})
	if err != nil {
		return fmt.Errorf("report game %s of the gallery: %w", game, err)
	}
	if tag.RowsAffected() == 0 {
		return ErrNoGame
	}
	return nil
}

// The operator's lists of exhibits.
const (
	NewExhibits      = "new"      // without a verdict
	ReportedExhibits = "reported" // since the last verdict
	AgreedExhibits   = "agreed"
	RefusedExhibits  = "refused"
)

// exhibitLists are the conditions of the operator's lists.
var exhibitLists = map[string]string{
	NewExhibits:      `e.verdict = 'none' AND e.reported_at IS NULL`,
	ReportedExhibits: `e.reported_at IS NOT NULL`,
	AgreedExhibits:   `e.verdict = 'yes'`,
	RefusedExhibits:  `e.verdict = 'no'`,
}

const selectExhibitList = `
	SELECT e.game, e.likes, e.shown_at
	FROM exhibits e
	WHERE {list} AND (@at::timestamptz IS NULL OR (e.shown_at, e.game) < (@at, @id))
	  AND EXISTS (SELECT FROM games WHERE games.id = e.game AND games.deleted_at IS NULL)
	  AND NOT EXISTS (SELECT FROM seats s WHERE s.game = e.game AND NOT s.shown)
	ORDER BY e.shown_at DESC, e.game DESC
	LIMIT @limit`

// ExhibitList returns a page of one of the operator's lists of what both players want in the
// gallery, newest first, and the cursor of the next page, "" on the last one. ErrCursor.
func (s *Store) ExhibitList(ctx context.Context, list, after string, limit int) (exhibits []Exhibit, next string, err error) {
	from, err := parseCursor(Newest, after)
	if err != nil {
		return nil, "", err
	}
	page := strings.Replace(selectExhibitList, "{list}", exhibitLists[list], 1)
	sql := strings.Replace(selectExhibits, "{page}", page, 1) + `ORDER BY page.shown_at DESC, page.game DESC`
	args := pgx.NamedArgs{"at": from.value(), "id": from.id, "limit": limit + 1, "viewer": ""}
	exhibits, err = queryList(ctx, s, listQuery{sql, args, gallerySettings}, pgx.RowToStructByName[Exhibit])
	if err != nil {
		return nil, "", err
	}
	if len(exhibits) > limit {
		exhibits = exhibits[:limit]
		next = exhibits[limit-1].cursor(Newest).String()
	}
	return exhibits, next, nil
}

// DecideExhibit stores the operator's verdict on a game in the gallery. In a moderated gallery
// a game is new from the operator's yes on. ErrNoGame.
func (s *Store) DecideExhibit(ctx context.Context, game string, show bool, gallery Gallery, d AuditNote) error {
	action, verdict := "hide_exhibit", verdictNo
	if show {
		action, verdict = "show_exhibit", verdictYes
	}
	return s.audited(ctx, action, game, d, func(tx pgx.Tx) (bool, error) {
		tag, err := tx.Exec(ctx, `
			UPDATE exhibits
			SET verdict = $2, reported_at = NULL,
			    shown_at = CASE WHEN $3 AND $2 = 'yes' AND verdict <> 'yes' THEN now() ELSE shown_at END
			WHERE game = $1`, game, verdict, gallery != OpenGallery)
		if err == nil && tag.RowsAffected() == 0 {
			err = ErrNoGame
		}
		return true, err
	})
}
