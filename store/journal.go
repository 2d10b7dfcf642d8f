package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
)

// The fence. Every write below is one batch, which Postgres runs as one transaction, and
// begins by locking this node's row. A process that takes over first removes that row, so
// it waits for writes in progress, and later writes find no row. A batch is sent as a
// whole, so a process that is stopped in the middle of its own code never holds the lock
// for long.
//
// The statements after the lock look for the row again, each with a snapshot newer than the
// lock: without the row they do nothing.

// fence adds the lock on this node's row to a batch. Claim takes it exclusively, so that it
// reads everything that this node has written.
func (n *Node) fence(b *pgx.Batch, sql string, passed *bool) {
	b.Queue(sql, nodeID, n.store.incarnation).Exec(func(tag pgconn.CommandTag) error {
		*passed = tag.RowsAffected() == 1
		return nil
	})
}

const (
	fenceShared    = `SELECT FROM nodes WHERE id = $1 AND incarnation = $2 FOR KEY SHARE`
	fenceExclusive = `SELECT FROM nodes WHERE id = $1 AND incarnation = $2 FOR UPDATE`
)

// send runs a batch that begins with the fence.
func (n *Node) send(ctx context.Context, b *pgx.Batch, passed *bool) error {
	if err := n.store.commit(ctx, b); err != nil {
		return classify(err)
	}
	if !*passed {
		n.lose()
		return room.ErrFenced
	}
	return nil
}

// classify separates data that Postgres refused from a Postgres that could not be asked.
// Only the latter is worth retrying: any other error is about the data, and must not block
// the rest.
func classify(err error) error {
	var answer *pgconn.PgError
	if noConnection(err) || !errors.As(err, &answer) || unavailable(answer.Code) || contended(answer.Code) {
		return err
	}
	return fmt.Errorf("%w: %w", room.ErrRejected, err)
}

// selectJournal reads a game's rows in the order of their entries.
const selectJournal = `
	SELECT game, epoch, first_seq AS first, last_seq AS last, body
	FROM journal
	WHERE game = $1
	ORDER BY epoch, first_seq`

// A room's owner is the incarnation of a node; NULL before the first. A node claims only
// what nobody owns, what it owns itself, and what a removed node has left. Since removing a
// node waits for its writes and prevents later ones, no claim can overtake a write of the
// room's last owner.

// Claim makes this node the owner of the room and reads its game and journal.
// room.ErrNoRoom, room.ErrFenced; room.ErrOwned if a node that isn't removed owns the room.
func (n *Node) Claim(ctx context.Context, id string) (room.Game, error) {
	var (
		b       pgx.Batch
		passed  bool
		claimed bool
		game    Game
		rows    []room.Row
	)
	n.fence(&b, fenceExclusive, &passed)
	b.Queue(`
		UPDATE rooms
		SET owner = $2, epoch = epoch + 1
		WHERE game = $3
		  AND (owner IS NULL OR owner = $2 OR NOT EXISTS (SELECT FROM nodes WHERE incarnation = owner))
		  AND EXISTS (SELECT FROM nodes WHERE id = $1 AND incarnation = $2)`,
		nodeID, n.store.incarnation, id,
	).Exec(func(tag pgconn.CommandTag) error {
		claimed = tag.RowsAffected() == 1
		return nil
	})
	b.Queue(selectGame+`WHERE g.id = $1 AND g.state = 'live'`, id).Query(func(r pgx.Rows) error {
		row, err := pgx.CollectExactlyOneRow(r, pgx.RowToStructByName[gameRow])
		if errors.Is(err, pgx.ErrNoRows) {
			return nil // nothing was claimed either
		}
		game = row.game()
		return err
	})
	b.Queue(selectJournal, id).Query(func(r pgx.Rows) (err error) {
		rows, err = pgx.CollectRows(r, pgx.RowToStructByName[room.Row])
		return err
	})
	if err := n.send(ctx, &b, &passed); err != nil {
		return room.Game{}, fmt.Errorf("claim room %s: %w", id, err)
	}
	switch {
	case game.ID == "":
		return room.Game{}, room.ErrNoRoom
	case !claimed:
		return room.Game{}, room.ErrOwned
	}
	journal, entries, err := join(rows)
	if err != nil {
		return room.Game{}, fmt.Errorf("read journal of %s: %w", id, err)
	}
	return room.Game{
		ID:           game.ID,
		Epoch:        game.Epoch,
		Lobby:        game.Lobby,
		RoundSeconds: game.RoundSeconds,
		Rounds:       game.Rounds,
		Theme:        game.Theme,
		Language:     game.Language,
		Difficulty:   game.Difficulty,
		OwnSet:       game.OwnSet,
		Seats:        [2]room.SeatPlayer{game.Seats[0].seatPlayer(), game.Seats[1].seatPlayer()},
		Prompts:      game.Prompts,
		Journal:      journal,
		Entries:      entries,
		StartedAt:    game.StartedAt,
	}, nil
}

// seatPlayer returns the seat as its room knows it.
func (s Seat) seatPlayer() room.SeatPlayer {
	return room.SeatPlayer{Player: s.Player, Name: s.Name, Left: s.Left}
}

const selectLiveGames = `SELECT game FROM rooms WHERE game > $1 ORDER BY game LIMIT $2`

// LiveGames lists the ids of games that aren't stored yet and follow after, in order, at
// most limit: exactly those have a row in rooms.
func (n *Node) LiveGames(ctx context.Context, after string, limit int) ([]string, error) {
	rows, err := n.store.pool.Query(ctx, selectLiveGames, after, limit)
	if err != nil {
		return nil, fmt.Errorf("list live games: %w", err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("list live games: %w", err)
	}
	return ids, nil
}

// join concatenates a journal's rows, in order, to its stream. The rows have every seq
// exactly once, because each owner goes on where it stopped reading.
func join(rows []room.Row) (stream []byte, entries int, err error) {
	var end uint64
	size := 0
	for _, row := range rows {
		if row.First != end+1 || row.Last < row.First {
			return nil, 0, fmt.Errorf("the row of entries %d to %d (epoch %d) follows entry %d", row.First, row.Last, row.Epoch, end)
		}
		end = row.Last
		size += len(row.Body)
	}
	stream = make([]byte, 0, size)
	for _, row := range rows {
		stream = append(stream, row.Body...)
	}
	return stream, int(end), nil
}

// Journal reads the durable stream of a live game, for readers only; empty for a game that
// is stored or has none. A node that plays the game must Claim it.
func (s *Store) Journal(ctx context.Context, id string) ([]byte, error) {
	rows, err := s.pool.Query(ctx, selectJournal, id)
	if err != nil {
		return nil, fmt.Errorf("read journal of %s: %w", id, err)
	}
	parts, err := pgx.CollectRows(rows, pgx.RowToStructByName[room.Row])
	if err != nil {
		return nil, fmt.Errorf("read journal of %s: %w", id, err)
	}
	stream, _, err := join(parts)
	if err != nil {
		return nil, fmt.Errorf("read journal of %s: %w", id, err)
	}
	return stream, nil
}

// SetPrompts stores which set the game was dealt. room.ErrFenced; room.ErrRejected if the
// room isn't at that epoch or the set doesn't exist.
func (n *Node) SetPrompts(ctx context.Context, id string, epoch uint32, set prompts.Set) error {
	var (
		b      pgx.Batch
		passed bool
		kept   bool
	)
	n.fence(&b, fenceShared, &passed)
	b.Queue(`
		UPDATE games
		SET prompt_set = $5
		FROM rooms
		WHERE games.id = $3 AND rooms.game = games.id AND rooms.owner = $2 AND rooms.epoch = $4
		  AND EXISTS (SELECT FROM nodes WHERE id = $1 AND incarnation = $2)`,
		nodeID, n.store.incarnation, id, epoch, set.ID,
	).Exec(func(tag pgconn.CommandTag) error {
		kept = tag.RowsAffected() == 1
		return nil
	})
	if err := n.send(ctx, &b, &passed); err != nil {
		return fmt.Errorf("store the prompts of %s: %w", id, err)
	}
	if !kept {
		return fmt.Errorf("store the prompts of %s: %w: it has no room at epoch %d", id, room.ErrRejected, epoch)
	}
	return nil
}

// FreeSeat stores that the player of a seat left for good. room.ErrFenced.
func (n *Node) FreeSeat(ctx context.Context, id string, seat ink.Seat) error {
	var (
		b      pgx.Batch
		passed bool
	)
	n.fence(&b, fenceShared, &passed)
	b.Queue(`
		UPDATE seats
		SET left_at = now()
		WHERE game = $3 AND seat = $4 AND left_at IS NULL
		  AND EXISTS (SELECT FROM nodes WHERE id = $1 AND incarnation = $2)`,
		nodeID, n.store.incarnation, id, int16(seat))
	if err := n.send(ctx, &b, &passed); err != nil {
		return fmt.Errorf("free seat %d of %s: %w", seat, id, err)
	}
	return nil
}

// Flush inserts rows of the journal. A row that already exists counts as inserted.
// room.ErrFenced. room.ErrRejected if Postgres refused a row; then no row is inserted. Also
// room.ErrRejected if a row's room has another epoch by now, or a different row has its
// place; then the other rows are inserted, and flushing them again is harmless.
func (n *Node) Flush(ctx context.Context, rows []room.Row) error {
	if len(rows) == 0 {
		return nil
	}
	var (
		games  = make([]string, len(rows))
		epochs = make([]int32, len(rows))
		firsts = make([]int64, len(rows))
		lasts  = make([]int64, len(rows))
		bodies = make([][]byte, len(rows))

		began []string // games whose first entry is in rows
	)
	for i, row := range rows {
		games[i], epochs[i], bodies[i] = row.Game, int32(row.Epoch), row.Body
		firsts[i], lasts[i] = int64(row.First), int64(row.Last)
		if row.First == 1 {
			began = append(began, row.Game)
		}
	}
	var (
		b      pgx.Batch
		passed bool
		taken  int64
	)
	n.fence(&b, fenceShared, &passed)
	// Updating the row with itself makes an identical row count.
	b.Queue(`
		INSERT INTO journal AS kept (game, epoch, first_seq, last_seq, body)
		SELECT fresh.*
		FROM unnest($3::text[], $4::integer[], $5::bigint[], $6::bigint[], $7::bytea[])
		     AS fresh (game, epoch, first_seq, last_seq, body)
		JOIN rooms ON rooms.game = fresh.game AND rooms.owner = $2 AND rooms.epoch = fresh.epoch
		WHERE EXISTS (SELECT FROM nodes WHERE id = $1 AND incarnation = $2)
		ON CONFLICT (game, epoch, first_seq) DO UPDATE SET last_seq = kept.last_seq
		WHERE kept.last_seq = EXCLUDED.last_seq AND kept.body = EXCLUDED.body`,
		nodeID, n.store.incarnation, games, epochs, firsts, lasts, bodies,
	).Exec(func(tag pgconn.CommandTag) error {
		taken = tag.RowsAffected()
		return nil
	})
	if began != nil {
		b.Queue(`
			UPDATE games
			SET started_at = now()
			WHERE id = ANY($3) AND started_at IS NULL
			  AND EXISTS (SELECT FROM nodes WHERE id = $1 AND incarnation = $2)`,
			nodeID, n.store.incarnation, began)
	}
	if err := n.send(ctx, &b, &passed); err != nil {
		return fmt.Errorf("flush %d rows: %w", len(rows), err)
	}
	if taken != int64(len(rows)) {
		return fmt.Errorf("flush: %w: %d of %d rows are of another epoch or contradict stored entries", room.ErrRejected, int64(len(rows))-taken, len(rows))
	}
	return nil
}

// stateOf returns the stored state of a game that ended this way.
func stateOf(how room.How) string {
	switch how {
	case room.AllRounds:
		return Finished
	case room.EndedEarly:
		return EndedEarly
	default:
		return Abandoned
	}
}

// Finish stores a finished game: its recording replaces its journal and its room. Repeating
// it is harmless. room.ErrFenced; room.ErrRejected if the room has another epoch by now.
func (n *Node) Finish(ctx context.Context, f room.Finished) error {
	var (
		b      pgx.Batch
		passed bool
		kept   bool
	)
	n.fence(&b, fenceShared, &passed)
	b.Queue(`
		UPDATE games
		SET state = $5, recording = $6, play_ms = $7, strokes = $8, started_at = $9, ended_at = $10, round_starts = $11
		FROM rooms
		WHERE games.id = $3 AND rooms.game = games.id AND rooms.owner = $2 AND rooms.epoch = $4
		  AND EXISTS (SELECT FROM nodes WHERE id = $1 AND incarnation = $2)`,
		nodeID, n.store.incarnation, f.Game, f.Epoch,
		stateOf(f.How), f.Recording, f.PlayMS, f.Strokes, nullTime(f.StartedAt), f.EndedAt, f.RoundStarts)
	b.Queue(`
		UPDATE seats
		SET drew = ($5::boolean[])[seat]
		FROM rooms
		WHERE seats.game = $3 AND rooms.game = seats.game AND rooms.owner = $2 AND rooms.epoch = $4
		  AND EXISTS (SELECT FROM nodes WHERE id = $1 AND incarnation = $2)`,
		nodeID, n.store.incarnation, f.Game, f.Epoch, f.Drew[:])
	// A game that isn't live needs neither journal nor room.
	b.Queue(`DELETE FROM journal USING games WHERE journal.game = $1 AND games.id = $1 AND games.state <> 'live'`, f.Game)
	b.Queue(`DELETE FROM rooms USING games WHERE rooms.game = $1 AND games.id = $1 AND games.state <> 'live'`, f.Game)
	b.Queue(`SELECT EXISTS (SELECT FROM games WHERE id = $1 AND state <> 'live')`, f.Game).QueryRow(func(row pgx.Row) error {
		return row.Scan(&kept)
	})
	if err := n.send(ctx, &b, &passed); err != nil {
		return fmt.Errorf("finish game %s: %w", f.Game, err)
	}
	if !kept {
		return fmt.Errorf("finish game %s: %w: it has no room at epoch %d", f.Game, room.ErrRejected, f.Epoch)
	}
	return nil
}

// nullTime returns NULL for a zero time.
func nullTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
