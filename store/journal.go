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
// begins by locking this node's row. Who takes over from a dead node first removes that
// row, so it waits for writes in progress, and later writes find no row. A batch is sent as a
// whole, so a process that is stopped in the middle of its own code never holds the lock
// for long.
//
// The statements after the lock look for the row again, each with a snapshot newer than the
// lock: without the row they do nothing.

// fence is the first statement of a batch: it locks the row of the node's incarnation.
type fence struct {
	incarnation string
	passed      bool // the row is there
}

const (
	fenceShared = `SELECT FROM nodes WHERE incarnation = $1 FOR KEY SHARE`
	// fenceExclusive waits for all writes of this node that are in progress.
	fenceExclusive = `SELECT FROM nodes WHERE incarnation = $1 FOR UPDATE`
)

// fence begins a batch with a fence.
func (n *Node) fence(b *pgx.Batch, sql string) *fence {
	f := &fence{incarnation: n.Incarnation()}
	b.Queue(sql, f.incarnation).Exec(func(tag pgconn.CommandTag) error {
		f.passed = tag.RowsAffected() == 1
		return nil
	})
	return f
}

// send runs a batch that begins with a fence.
func (n *Node) send(ctx context.Context, b *pgx.Batch, f *fence) error {
	if err := n.store.commit(ctx, b); err != nil {
		return classify(err)
	}
	if !f.passed {
		n.fenced(f.incarnation)
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

// A room's owner is the incarnation of a node that has a row; NULL if nobody owns the room.
// A node claims only what nobody owns, and what it owns itself. Since removing a node waits
// for its writes and prevents later ones, and a node releases a room only after its last
// write, no claim can overtake a write of the room's last owner.

// Claim makes this node the owner of the room and reads its game and journal.
// room.ErrNoRoom, room.ErrFenced; a room.OwnedError if another node owns the room.
func (n *Node) Claim(ctx context.Context, id string) (room.Game, error) {
	game, err := n.claim(ctx, id, fenceShared, `owner IS NULL`)
	if owned, ok := errors.AsType[room.OwnedError](err); ok && owned.Owner == n.Incarnation() {
		// An earlier room of this process may still be writing.
		game, err = n.claim(ctx, id, fenceExclusive, `owner = $1`)
	}
	if err != nil {
		return room.Game{}, fmt.Errorf("claim room %s: %w", id, err)
	}
	return game, nil
}

// claim is Claim of a room whose owner meets a condition.
func (n *Node) claim(ctx context.Context, id, fence, condition string) (room.Game, error) {
	var (
		b       pgx.Batch
		claimed bool
		owner   string
		longer  []int64
		chat    bool
		game    Game
		rows    []room.Row
	)
	f := n.fence(&b, fence)
	b.Queue(`
		UPDATE rooms
		SET owner = $1, epoch = epoch + 1, wanted_by = NULL
		WHERE game = $2 AND `+condition+`
		  AND EXISTS (SELECT FROM nodes WHERE incarnation = $1)`,
		f.incarnation, id,
	).Exec(func(tag pgconn.CommandTag) error {
		claimed = tag.RowsAffected() == 1
		return nil
	})
	b.Queue(`
		SELECT COALESCE(r.owner, ''), NULLIF(r.longer_ms, '{}'), COALESCE(`+chatOpen+`, false)
		FROM rooms r
		JOIN games g ON g.id = r.game
		LEFT JOIN lobbies l ON l.code = g.lobby
		WHERE r.game = $1`, id).QueryRow(func(row pgx.Row) error {
		if err := row.Scan(&owner, &longer, &chat); !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
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
	if err := n.send(ctx, &b, f); err != nil {
		return room.Game{}, err
	}
	switch {
	case game.ID == "":
		return room.Game{}, room.ErrNoRoom
	case !claimed:
		return room.Game{}, room.OwnedError{Owner: owner}
	}
	journal, entries, err := join(rows)
	if err != nil {
		return room.Game{}, fmt.Errorf("read journal: %w", err)
	}
	var ghost *room.Ghost
	if game.Ghost != nil {
		ghost = &room.Ghost{Seat: ink.Seat(game.Ghost.Seat), Source: game.Ghost.Source}
	}
	return room.Game{
		ID:           game.ID,
		Epoch:        game.Epoch,
		Lobby:        game.Lobby,
		Chat:         chat,
		RoundSeconds: game.RoundSeconds,
		Rounds:       game.Rounds,
		Longer:       longer,
		Theme:        game.Theme,
		Language:     game.Language,
		Difficulty:   game.Difficulty,
		OwnSet:       game.OwnSet,
		Seats:        [2]room.SeatPlayer{game.Seats[0].seatPlayer(), game.Seats[1].seatPlayer()},
		Prompts:      game.Prompts,
		Journal:      journal,
		Entries:      entries,
		StartedAt:    game.StartedAt,
		Ghost:        ghost,
	}, nil
}

// seatPlayer returns the seat as its room knows it.
func (s Seat) seatPlayer() room.SeatPlayer {
	return room.SeatPlayer{Player: s.Player, Name: s.Name, Left: s.Left}
}

// Release gives up a room of this node, all of which is durable, so that another node may
// claim it at once. Repeating it is harmless.
func (n *Node) Release(ctx context.Context, id string, epoch uint32) error {
	_, err := n.store.pool.Exec(ctx, `
		UPDATE rooms
		SET owner = NULL
		WHERE game = $1 AND owner = $2 AND epoch = $3`, id, n.Incarnation(), epoch)
	if err != nil {
		return fmt.Errorf("release room %s: %w", id, err)
	}
	return nil
}

// OwnerOfRoom returns the incarnation that owns a room; "" if nobody does. room.ErrNoRoom.
func (n *Node) OwnerOfRoom(ctx context.Context, id string) (owner string, err error) {
	err = n.store.pool.QueryRow(ctx, `SELECT COALESCE(owner, '') FROM rooms WHERE game = $1`, id).Scan(&owner)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return "", room.ErrNoRoom
	case err != nil:
		return "", fmt.Errorf("find the owner of room %s: %w", id, err)
	}
	return owner, nil
}

// ReleaseRooms gives up rooms of this node that it doesn't play. An earlier room of this
// process may still be writing, so it waits for writes in progress: whoever claims the rooms
// reads them, and later ones find another owner.
func (n *Node) ReleaseRooms(ctx context.Context, ids []string) error {
	var b pgx.Batch
	f := n.fence(&b, fenceExclusive)
	b.Queue(`UPDATE rooms SET owner = NULL WHERE game = ANY($2) AND owner = $1`, f.incarnation, ids)
	if err := n.send(ctx, &b, f); err != nil {
		return fmt.Errorf("release %d rooms: %w", len(ids), err)
	}
	return nil
}

// WantRoom asks the owner of a room to hand it over.
func (n *Node) WantRoom(ctx context.Context, id, owner string) error {
	_, err := n.store.pool.Exec(ctx, `UPDATE rooms SET wanted_by = $3 WHERE game = $1 AND owner = $2`, id, owner, n.Incarnation())
	if err != nil {
		return fmt.Errorf("want room %s: %w", id, err)
	}
	return nil
}

const selectClaimable = `
	SELECT game
	FROM rooms
	WHERE game > $1 AND (owner IS NULL OR owner = $3)
	ORDER BY game
	LIMIT $2`

// Claimable lists the ids of games that aren't stored yet, that no other living node owns, and
// that follow after, in order, at most limit.
func (n *Node) Claimable(ctx context.Context, after string, limit int) ([]string, error) {
	rows, err := n.store.pool.Query(ctx, selectClaimable, after, limit, n.Incarnation())
	if err != nil {
		return nil, fmt.Errorf("list claimable games: %w", err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("list claimable games: %w", err)
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

// SetLonger stores by how many ms each round of a live game is longer, unless more than that
// is stored already, or the room has another owner.
func (n *Node) SetLonger(ctx context.Context, id string, epoch uint32, longer []int64) error {
	var b pgx.Batch
	f := n.fence(&b, fenceShared)
	b.Queue(`
		UPDATE rooms
		SET longer_ms = $4
		WHERE game = $2 AND owner = $1 AND epoch = $3 AND longer_ms < $4
		  AND EXISTS (SELECT FROM nodes WHERE incarnation = $1)`,
		f.incarnation, id, epoch, longer)
	if err := n.send(ctx, &b, f); err != nil {
		return fmt.Errorf("store the longer rounds of %s: %w", id, err)
	}
	return nil
}

// SetPrompts stores which set the game was dealt. room.ErrFenced; room.ErrRejected if the
// room isn't at that epoch or the set doesn't exist.
func (n *Node) SetPrompts(ctx context.Context, id string, epoch uint32, set prompts.Set) error {
	var (
		b    pgx.Batch
		kept bool
	)
	f := n.fence(&b, fenceShared)
	b.Queue(`
		UPDATE games
		SET prompt_set = $4
		FROM rooms
		WHERE games.id = $2 AND rooms.game = games.id AND rooms.owner = $1 AND rooms.epoch = $3
		  AND EXISTS (SELECT FROM nodes WHERE incarnation = $1)`,
		f.incarnation, id, epoch, set.ID,
	).Exec(func(tag pgconn.CommandTag) error {
		kept = tag.RowsAffected() == 1
		return nil
	})
	if err := n.send(ctx, &b, f); err != nil {
		return fmt.Errorf("store the prompts of %s: %w", id, err)
	}
	if !kept {
		return fmt.Errorf("store the prompts of %s: %w: it has no room at epoch %d", id, room.ErrRejected, epoch)
	}
	return nil
}

// FreeSeat stores that the player of a seat left for good. room.ErrFenced.
func (n *Node) FreeSeat(ctx context.Context, id string, seat ink.Seat) error {
	var b pgx.Batch
	f := n.fence(&b, fenceShared)
	b.Queue(`
		UPDATE seats
		SET left_at = now()
		WHERE game = $2 AND seat = $3 AND left_at IS NULL
		  AND EXISTS (SELECT FROM nodes WHERE incarnation = $1)`,
		f.incarnation, id, int16(seat))
	if err := n.send(ctx, &b, f); err != nil {
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
		b     pgx.Batch
		taken int64
	)
	f := n.fence(&b, fenceShared)
	// Updating the row with itself makes an identical row count.
	b.Queue(`
		INSERT INTO journal AS kept (game, epoch, first_seq, last_seq, body)
		SELECT fresh.*
		FROM unnest($2::text[], $3::integer[], $4::bigint[], $5::bigint[], $6::bytea[])
		     AS fresh (game, epoch, first_seq, last_seq, body)
		JOIN rooms ON rooms.game = fresh.game AND rooms.owner = $1 AND rooms.epoch = fresh.epoch
		WHERE EXISTS (SELECT FROM nodes WHERE incarnation = $1)
		ON CONFLICT (game, epoch, first_seq) DO UPDATE SET last_seq = kept.last_seq
		WHERE kept.last_seq = EXCLUDED.last_seq AND kept.body = EXCLUDED.body`,
		f.incarnation, games, epochs, firsts, lasts, bodies,
	).Exec(func(tag pgconn.CommandTag) error {
		taken = tag.RowsAffected()
		return nil
	})
	if began != nil {
		b.Queue(`
			UPDATE games
			SET started_at = now()
			WHERE id = ANY($2) AND started_at IS NULL
			  AND EXISTS (SELECT FROM nodes WHERE incarnation = $1)`,
			f.incarnation, began)
	}
	if err := n.send(ctx, &b, f); err != nil {
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
		b    pgx.Batch
		kept bool
	)
	fence := n.fence(&b, fenceShared)
	b.Queue(`
		UPDATE games
		SET state = $4, recording = $5, play_ms = $6, strokes = $7, started_at = $8, ended_at = $9, round_starts = $10
		FROM rooms
		WHERE games.id = $2 AND rooms.game = games.id AND rooms.owner = $1 AND rooms.epoch = $3
		  AND EXISTS (SELECT FROM nodes WHERE incarnation = $1)`,
		fence.incarnation, f.Game, f.Epoch,
		stateOf(f.How), f.Recording, f.PlayMS, f.Strokes, nullTime(f.StartedAt), f.EndedAt, f.RoundStarts)
	b.Queue(`
		UPDATE seats
		SET drew = ($4::boolean[])[seat]
		FROM rooms
		WHERE seats.game = $2 AND rooms.game = seats.game AND rooms.owner = $1 AND rooms.epoch = $3
		  AND EXISTS (SELECT FROM nodes WHERE incarnation = $1)`,
		fence.incarnation, f.Game, f.Epoch, f.Drew[:])
	// A game that isn't live needs neither journal nor room.
	b.Queue(`DELETE FROM journal USING games WHERE journal.game = $1 AND games.id = $1 AND games.state <> 'live'`, f.Game)
	b.Queue(`DELETE FROM rooms USING games WHERE rooms.game = $1 AND games.id = $1 AND games.state <> 'live'`, f.Game)
	b.Queue(`SELECT EXISTS (SELECT FROM games WHERE id = $1 AND state <> 'live')`, f.Game).QueryRow(func(row pgx.Row) error {
		return row.Scan(&kept)
	})
	if err := n.send(ctx, &b, fence); err != nil {
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
