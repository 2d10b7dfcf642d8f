package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/tandem-game/tandem/room"
)

// ErrOtherNode means that another living process serves this database.
var ErrOtherNode = errors.New("another tandem is serving this database")

// nodeID is the id of the only node. Until there can be several, every process uses this
// id, so that the table itself admits no second one.
const nodeID = "sole"

// A node is alive while its lease runs, by the clock of the database, and it holds a
// session lock on its incarnation.
const (
	lease      = 5 * time.Second
	renewEvery = 1500 * time.Millisecond
)

// watchEvery is how often BecomeNode checks whether a node is alive, and flushPatience how
// long it waits for the last writes of a dead one.
const (
	watchEvery    = 200 * time.Millisecond
	flushPatience = 2 * time.Second
)

// Node is this process's share in the database: only a node may play rooms. Many goroutines
// may call its methods at once.
//
// A goroutine renews the lease on its own connection, so that a busy pool can't make the
// node look dead. If that connection breaks, because Postgres restarts or a network fails,
// the node opens another, and loses nothing unless another process took over meanwhile.
type Node struct {
	store  *Store
	logger *slog.Logger

	lost     chan struct{}
	loseOnce sync.Once

	stop context.CancelFunc // ends run
	done chan struct{}      // closed when run has ended

	// Owned by run until done is closed.
	conn   *pgx.Conn // nil while broken
	locked bool      // conn holds the lock
}

// BecomeNode makes this process the node. It takes over from a dead node by first removing
// its row, which waits for the dead node's writes in progress and prevents later ones. It
// watches a node that may be dead for as long as a lease: one whose lease has run out, or
// that holds its lock but doesn't renew its lease. ErrOtherNode if that node lives.
func (s *Store) BecomeNode(ctx context.Context, logger *slog.Logger) (*Node, error) {
	n := &Node{
		store:  s,
		logger: logger,
		lost:   make(chan struct{}),
		done:   make(chan struct{}),
	}
	err := n.connect(ctx)
	if err == nil {
		err = n.lock(ctx) // before others can see its row
	}
	if err == nil {
		err = n.enter(ctx)
	}
	if err != nil {
		n.disconnect(ctx)
		return nil, fmt.Errorf("become a node: %w", err)
	}
	ctx, n.stop = context.WithCancel(context.WithoutCancel(ctx))
	go n.run(ctx)
	return n, nil
}

// Lost is closed when another process has taken over. The database then refuses everything
// that this node writes.
func (n *Node) Lost() <-chan struct{} { return n.lost }

func (n *Node) lose() { n.loseOnce.Do(func() { close(n.lost) }) }

// Leave gives up the node, so that the next process may join at once. The caller must have
// written everything before.
func (n *Node) Leave(ctx context.Context) error {
	n.stop()
	<-n.done
	defer n.disconnect(ctx)
	_, err := n.store.pool.Exec(ctx, `DELETE FROM nodes WHERE id = $1 AND incarnation = $2`, nodeID, n.store.incarnation)
	if err != nil {
		return fmt.Errorf("leave as a node: %w", err)
	}
	return nil
}

// connect opens the node's own connection.
func (n *Node) connect(ctx context.Context) (err error) {
	n.conn, err = n.store.connect(ctx)
	n.locked = false
	return err
}

// lock takes the lock that says that this node lives. Only an earlier connection of this
// process can hold it, until the server notices that it is broken.
func (n *Node) lock(ctx context.Context) error {
	return n.conn.QueryRow(ctx, `SELECT pg_try_advisory_lock(`+lockKey("$1")+`)`, n.store.incarnation).Scan(&n.locked)
}

func (n *Node) disconnect(ctx context.Context) {
	if n.conn != nil {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = n.conn.Close(ctx) // closing releases its lock even if it fails
		n.conn = nil
	}
}

// lockKey returns the SQL of the session lock's key for an incarnation.
func lockKey(incarnation string) string {
	return `hashtextextended('tandem node ' || ` + incarnation + `, 0)`
}

// applicationName is the name of an incarnation's connections.
func applicationName(incarnation string) string { return "tandem " + incarnation }

// rival is another node's row.
type rival struct {
	ID          string
	Incarnation string
	StartedAt   time.Time
	LeaseUntil  time.Time
	Dead        bool // its lease has run out or its lock is free
}

// enter inserts this node's row as soon as no living node has one.
func (n *Node) enter(ctx context.Context) error {
	var seen *rival
	for {
		alive, err := n.tryEnter(ctx)
		switch {
		case err != nil:
			return err
		case alive == nil:
			return nil
		case seen != nil && seen.Incarnation == alive.Incarnation && !seen.LeaseUntil.Equal(alive.LeaseUntil):
			return fmt.Errorf("%w (since %s)", ErrOtherNode, alive.StartedAt.Format(time.DateTime+" MST"))
		}
		if seen == nil {
			n.logger.InfoContext(ctx, "another tandem may be serving this database; watching whether it is alive")
		}
		seen = alive
		select {
		case <-time.After(watchEvery):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// tryEnter takes over from dead nodes and inserts this node's row, or returns a node that
// may be alive.
func (n *Node) tryEnter(ctx context.Context) (alive *rival, err error) {
	err = pgx.BeginFunc(ctx, n.conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('tandem join', 0))`); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `
			SELECT id, incarnation, started_at, lease_until,
			       lease_until < clock_timestamp() OR pg_try_advisory_xact_lock(`+lockKey("incarnation")+`) AS dead
			FROM nodes`)
		if err != nil {
			return err
		}
		rivals, err := pgx.CollectRows(rows, pgx.RowToAddrOfStructByName[rival])
		if err != nil {
			return err
		}
		for _, r := range rivals {
			if !r.Dead {
				alive = r
				return nil
			}
		}
		for _, r := range rivals {
			if err := n.removeDeadNode(ctx, tx, r); err != nil {
				return err
			}
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO nodes (id, incarnation, lease_until)
			VALUES ($1, $2, clock_timestamp() + $3)`, nodeID, n.store.incarnation, lease)
		return err
	})
	return alive, err
}

// removeDeadNode removes the row of a dead node. It waits for that node's write in
// progress. If the write doesn't end, its process was stopped in the middle of sending it,
// and removeDeadNode ends its connection.
func (n *Node) removeDeadNode(ctx context.Context, tx pgx.Tx, r *rival) error {
	remove := func() error {
		return pgx.BeginFunc(ctx, tx, func(sub pgx.Tx) error {
			_, err := sub.Exec(ctx, `DELETE FROM nodes WHERE id = $1 AND incarnation = $2`, r.ID, r.Incarnation)
			return err
		})
	}
	if _, err := tx.Exec(ctx, `SELECT set_config('lock_timeout', $1, true)`, fmt.Sprint(flushPatience.Milliseconds())); err != nil {
		return err
	}
	n.logger.WarnContext(ctx, "taking over from a dead tandem", "started", r.StartedAt)
	err := remove()
	var answer *pgconn.PgError
	if !errors.As(err, &answer) || answer.Code != "55P03" { // lock_not_available
		return err
	}
	n.logger.WarnContext(ctx, "closing the connections of the other tandem: one still has a transaction open")
	if _, err := tx.Exec(ctx, `
		SELECT pg_terminate_backend(pid)
		FROM pg_stat_activity
		WHERE application_name = $1`, applicationName(r.Incarnation)); err != nil {
		return err
	}
	return remove()
}

// run renews the lease until the node leaves or is lost.
func (n *Node) run(ctx context.Context) {
	defer close(n.done)
	tick := time.NewTicker(renewEvery)
	defer tick.Stop()
	cutOff := false
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		err := n.renew(ctx)
		switch {
		case errors.Is(err, room.ErrFenced):
			n.logger.ErrorContext(ctx, "another tandem has taken over this database; this one has stopped writing")
			n.lose()
			return
		case ctx.Err() != nil:
			return
		case err != nil:
			n.disconnect(ctx)
			if !cutOff {
				n.logger.WarnContext(ctx, "can't renew the node's lease; trying again", "error", err)
			}
		case cutOff:
			n.logger.InfoContext(ctx, "the node's lease is renewed again")
		}
		cutOff = err != nil
	}
}

// renew extends the lease. An expired lease can be renewed too if no other process has
// taken over. room.ErrFenced if one has.
func (n *Node) renew(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, renewEvery)
	defer cancel()
	if n.conn == nil {
		if err := n.connect(ctx); err != nil {
			return err
		}
	}
	if !n.locked {
		if err := n.lock(ctx); err != nil {
			return err
		}
	}
	tag, err := n.conn.Exec(ctx, `
		UPDATE nodes
		SET lease_until = clock_timestamp() + $3
		WHERE id = $1 AND incarnation = $2`, nodeID, n.store.incarnation, lease)
	if err != nil {
		return err
	}
	if tag.RowsAffected() == 0 {
		return room.ErrFenced
	}
	return nil
}
