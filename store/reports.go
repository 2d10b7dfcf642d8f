package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
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
	Reason       string     // drawing, behaviour, spam, other
	Words        string     // the reporter's own words; may be ""
	Said         []SaidLine `db:"-"`
	CreatedAt    time.Time
	State        string // ReportOpen, ReportUpheld, ReportDismissed
	Note         string // the operator's
	DecidedAt    *time.Time
}

// SaidLine is a line that a player of the reported game had said in the chat of its lobby.
type SaidLine struct {
	Seat int
	Text string
}

// The words of a report and what was said are one text in the database, in the column words:
// the reporter's words are its first line, and each further line is a digit, the seat, and
// what its player said. So both go together when one of the two is forgotten.

func joinSaid(words string, said []SaidLine) string {
	var all strings.Builder
	all.WriteString(words)
	for _, l := range said {
		fmt.Fprintf(&all, "\n%d%s", l.Seat, l.Text)
	}
	return all.String()
}

// splitSaid undoes joinSaid.
func splitSaid(all string) (words string, said []SaidLine) {
	words, rest, _ := strings.Cut(all, "\n")
	for line := range strings.Lines(rest) {
		said = append(said, SaidLine{Seat: int(line[0] - '0'), Text: strings.TrimSuffix(line[1:], "\n")})
	}
	return words, said
}

// MakeReport stores a player's report of the other player of a game, or of the one whose ink
// was a ghost there, with what the two have said in a chat. It keeps the two apart in quick
// play from now on. A second report of the same game replaces the first and is open again. The words and
// what was said have no line breaks. ErrNoGame if the player was not in that game.
func (s *Store) MakeReport(ctx context.Context, game, reporter, reason, words string, said []SaidLine) error {
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
			game, reporter, reason, joinSaid(words, said))
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

// rowToReport reads a row of selectReport.
func rowToReport(row pgx.CollectableRow) (Report, error) {
	r, err := pgx.RowToStructByName[Report](row)
	r.Words, r.Said = splitSaid(r.Words)
	return r, err
}

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
	reports, err := pgx.CollectRows(rows, rowToReport)
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
	r, err := pgx.CollectExactlyOneRow(rows, rowToReport)
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
