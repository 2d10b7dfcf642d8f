package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrNoReport means that there is no such report.
var ErrNoReport = errors.New("no such report")

// The states of a report.
const (
	ReportOpen      = "open"
	ReportUpheld    = "upheld"
	ReportDismissed = "dismissed"
)

// Report is a player's complaint about the other player of a game.
type Report struct {
	ID           int64
	Game         string
	Seat         int    // of the reported player
	Reported     string // the reported player; "" once deleted
	ReportedName string // as written on the seat
	ReporterName string
	Reason       string // drawing, behaviour, spam, other
	Words        string // the reporter's own words; may be ""
	CreatedAt    time.Time
	State        string // ReportOpen, ReportUpheld, ReportDismissed
	Note         string // the operator's
	DecidedAt    *time.Time
}

// MakeReport stores a player's report of the other player of a game, or of the one whose ink
// was a ghost there, and from now on keeps the two apart in quick play. A second report of the same game replaces the first and is
// open again. ErrNoGame if the player was not in that game.
func (s *Store) MakeReport(ctx context.Context, game, reporter, reason, words string) error {
	err := s.inTx(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			INSERT INTO reports (game, reporter, reported, seat, reason, words)
			SELECT mine.game, mine.player, COALESCE(other.player, drawn.player), other.seat, $3, $4
			FROM seats mine
			JOIN seats other ON other.game = mine.game AND other.seat <> mine.seat
			JOIN games g ON g.id = mine.game
			LEFT JOIN seats drawn ON drawn.game = g.ghost_source AND drawn.seat = g.ghost_seat
			WHERE mine.game = $1 AND mine.player = $2
			ON CONFLICT (game, seat) DO UPDATE
			SET reason = EXCLUDED.reason, words = EXCLUDED.words, state = 'open', decided_at = NULL`,
			game, reporter, reason, words)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return ErrNoGame
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO blocks (blocker, blocked)
			SELECT reporter, reported
			FROM reports
			WHERE game = $1 AND reporter = $2 AND reported IS NOT NULL
			ON CONFLICT DO NOTHING`, game, reporter)
		return err
	})
	if err != nil {
		return fmt.Errorf("report game %s: %w", game, err)
	}
	return nil
}

const selectReport = `
	SELECT r.id, r.game, r.seat, COALESCE(r.reported, '') AS reported, other.name AS reported_name,
	       mine.name AS reporter_name, r.reason, r.words, r.created_at, r.state, r.note, r.decided_at
	FROM reports r
	JOIN seats other ON other.game = r.game AND other.seat = r.seat
	JOIN seats mine ON mine.game = r.game AND mine.seat <> r.seat
	`

// Reports lists reports in a state, newest first, with ids below the given one; 0 for the
// newest.
func (s *Store) Reports(ctx context.Context, state string, below int64, limit int) ([]Report, error) {
	rows, err := s.pool.Query(ctx, selectReport+`
		WHERE r.state = $1 AND (r.id < $2 OR $2 = 0)
		ORDER BY r.id DESC
		LIMIT $3`, state, below, limit)
	if err != nil {
		return nil, fmt.Errorf("list reports: %w", err)
	}
	reports, err := pgx.CollectRows(rows, pgx.RowToStructByName[Report])
	if err != nil {
		return nil, fmt.Errorf("list reports: %w", err)
	}
	return reports, nil
}

// DecideReport sets the state of a report, with the operator's note. ErrNoReport.
func (s *Store) DecideReport(ctx context.Context, id int64, state string, d AuditNote) (Report, error) {
	err := s.audited(ctx, "decide_report", strconv.FormatInt(id, 10), d, func(tx pgx.Tx) (bool, error) {
		tag, err := tx.Exec(ctx, `
			UPDATE reports
			SET state = $2, note = $3, decided_at = CASE WHEN $2 = 'open' THEN NULL ELSE now() END
			WHERE id = $1`, id, state, d.Note)
		return tag.RowsAffected() == 1, err
	})
	if err != nil {
		return Report{}, err
	}
	rows, err := s.pool.Query(ctx, selectReport+`WHERE r.id = $1`, id)
	if err != nil {
		return Report{}, fmt.Errorf("decide report %d: %w", id, err)
	}
	r, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[Report])
	if errors.Is(err, pgx.ErrNoRows) {
		return Report{}, ErrNoReport
	}
	if err != nil {
		return Report{}, fmt.Errorf("decide report %d: %w", id, err)
	}
	return r, nil
}

// SetOpen says whether a player lets others see a game. What others may not see isn't wanted
// in the gallery any more. ErrNoGame if the player was not in the game.
func (s *Store) SetOpen(ctx context.Context, game, player string, open bool) error {
	tag, err := s.pool.Exec(ctx, `UPDATE seats SET open = $3, shown = shown AND $3 WHERE game = $1 AND player = $2`, game, player, open)
	if err != nil {
		return fmt.Errorf("open game %s: %w", game, err)
	}
	if tag.RowsAffected() == 0 {
		return ErrNoGame
	}
	return nil
}
