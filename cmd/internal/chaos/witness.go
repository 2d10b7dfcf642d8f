//go:build unix

package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/store"
)

// witnessed makes the database write down what nodes do.
//
//go:embed testdata/witness.sql
var witnessed string

// witness reads what the database wrote down. It connects for each question, since Postgres
// breaks, too.
type witness struct{ database string }

// newWitness makes the schema and the witness's own. links maps the addresses of nodes' inner
// listeners to those of the links that lead there.
func newWitness(ctx context.Context, database string, links map[string]string) (witness, error) {
	db, err := store.Open(ctx, database, store.Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return witness{}, err
	}
	err = db.Migrate(ctx)
	db.Close()
	if err != nil {
		return witness{}, err
	}
	w := witness{database}
	return w, w.with(ctx, func(conn *pgx.Conn) error {
		if _, err := conn.Exec(ctx, witnessed); err != nil {
			return err
		}
		for bound, link := range links {
			if _, err := conn.Exec(ctx, `INSERT INTO witness.links VALUES ($1, $2)`, bound, link); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w witness) with(ctx context.Context, do func(*pgx.Conn) error) error {
	conn, err := pgx.Connect(ctx, w.database)
	if err != nil {
		return fmt.Errorf("ask the witness: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if err := do(conn); err != nil {
		return fmt.Errorf("ask the witness: %w", err)
	}
	return nil
}

// texts answers a question with a column of texts.
func (w witness) texts(ctx context.Context, sql string, args ...any) (answer []string, err error) {
	err = w.with(ctx, func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, sql, args...)
		if err != nil {
			return err
		}
		answer, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	return answer, err
}

// ownedRoom is a room and the id of the node that owns it.
type ownedRoom struct{ Game, Node string }

// rooms lists the rooms of robots that nodes own.
func (w witness) rooms(ctx context.Context) (rooms []ownedRoom, err error) {
	err = w.with(ctx, func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, `
			SELECT game, id
			FROM rooms
			JOIN nodes ON nodes.incarnation = rooms.owner
			WHERE NOT starts_with(game, $1)
			ORDER BY game`, orphan)
		if err != nil {
			return err
		}
		rooms, err = pgx.CollectRows(rows, pgx.RowToStructByPos[ownedRoom])
		return err
	})
	return rooms, err
}

// orphan is how the ids of games begin that have rooms, but no players.
const orphan = "ORPHAN"

// fill gives a node so many rooms more, as if their players had just gone.
func (w witness) fill(ctx context.Context, node string, rooms int) error {
	return w.with(ctx, func(conn *pgx.Conn) error {
		var b pgx.Batch
		b.Queue(`
			INSERT INTO games (id, round_seconds, rounds, theme, language, difficulty)
			SELECT $1 || n, 60, 3, '', 'en', 'easy'
			FROM generate_series(1, $2) n`, orphan, rooms)
		b.Queue(`INSERT INTO seats (game, seat, name) SELECT $1 || n, seat, 'Orphan' FROM generate_series(1, $2) n, generate_series(1, 2) seat`, orphan, rooms)
		b.Queue(`
			INSERT INTO rooms (game, owner, epoch)
			SELECT $1 || n, incarnation, 1
			FROM generate_series(1, $2) n, nodes
			WHERE strpos(nodes.id, ' ' || $3 || ' ') > 0`, orphan, rooms, node)
		return conn.SendBatch(ctx, &b).Close()
	})
}

// clear removes what fill has made.
func (w witness) clear(ctx context.Context) error {
	return w.with(ctx, func(conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, `DELETE FROM games WHERE starts_with(id, $1)`, orphan)
		return err
	})
}

// holdClaims waits until a room of robots has lost its owner, and then lets no room be
// claimed for a while.
func (w witness) holdClaims(ctx context.Context, d time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, ownerless)
	defer cancel()
	return w.with(ctx, func(conn *pgx.Conn) error {
		for free := false; !free; {
			if err := conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM rooms WHERE owner IS NULL)`).Scan(&free); err != nil {
				return err
			}
		}
		return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, `LOCK rooms IN SHARE MODE`); err != nil {
				return err
			}
			return wait(ctx, d)
		})
	})
}

// ownerless is how soon a dead node must have been removed.
const ownerless = 15 * time.Second

// broken lists how the rules of many nodes were broken in these games, and by claims of any
// others since it was called last.
func (w witness) broken(ctx context.Context, games []string) ([]string, error) {
	return w.texts(ctx, `
		WITH robberies AS (DELETE FROM witness.claims WHERE robbed IS NOT NULL RETURNING *)
		SELECT format('game %s: process %s wrote entries %s to %s in epoch %s, after entry %s of process %s in epoch %s',
		              game, process, first_seq, last_seq, epoch, before, before_process, before_epoch)
		FROM (
			SELECT *, lag(last_seq, 1, 0::bigint) OVER earlier AS before, lag(process) OVER earlier AS before_process,
			       lag(epoch) OVER earlier AS before_epoch
			FROM witness.rows
			WHERE game = ANY($1)
			WINDOW earlier AS (PARTITION BY game ORDER BY n)
		) seen
		WHERE first_seq <> before + 1 OR epoch < before_epoch OR epoch = before_epoch AND process <> before_process
		UNION ALL
		SELECT format('game %s: %s claimed epoch %s from %s, which was neither released nor removed', game, owner, epoch, robbed)
		FROM robberies
		UNION ALL
		SELECT format('player %s is in %s live rooms', player, count(*))
		FROM seats
		JOIN games ON games.id = seats.game
		WHERE games.state = 'live' AND seats.left_at IS NULL AND player IS NOT NULL
		GROUP BY player
		HAVING count(*) > 1`, games)
}

// removal is a node's row that another process has removed.
type removal struct {
	ID, Incarnation, Process string
	Expired                  float64
	At                       time.Time
}

// removals lists the nodes that others have removed, and forgets them.
func (w witness) removals(ctx context.Context) (all []removal, err error) {
	err = w.with(ctx, func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, `
			WITH seen AS (DELETE FROM witness.removals RETURNING *)
			SELECT id, incarnation, process, expired, at
			FROM seen
			WHERE split_part(incarnation, '.', 1) <> process
			ORDER BY at`)
		if err != nil {
			return err
		}
		all, err = pgx.CollectRows(rows, pgx.RowToStructByPos[removal])
		return err
	})
	return all, err
}

// afterLapse is how much later than its lapse a node may be removed: its lease is running
// out then, and who removes it waits for its last writes.
const afterLapse = 8 * time.Second

// removedAlive lists the removals of nodes that could renew their lease.
func (w *world) removedAlive(ctx context.Context) (lines []string, err error) {
	removed, err := w.witness.removals(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range removed {
		n := w.nodeOf(r.ID)
		if n == nil {
			return nil, errors.New("a node of nobody's was removed: " + r.ID)
		}
		if !n.lapsed(r.At) {
			lines = append(lines, fmt.Sprintf("process %s removed the living node %s (%s) at %s, %.1f s after its lease",
				r.Process, r.ID, r.Incarnation, r.At.Format("15:04:05.000"), r.Expired))
		}
	}
	return lines, nil
}

// lapsed reports whether the node had a lapse at a time or shortly before.
func (n *node) lapsed(at time.Time) bool {
	for _, s := range n.lapses {
		if at.After(s.from) && (s.to.IsZero() || at.Before(s.to.Add(afterLapse))) {
			return true
		}
	}
	return false
}

// forgetLapses forgets those that ended long before.
func (w *world) forgetLapses(now time.Time) {
	for _, n := range w.nodes {
		n.lapses = slices.DeleteFunc(n.lapses, func(s span) bool { return !s.to.IsZero() && now.After(s.to.Add(afterLapse)) })
	}
}
