package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
)

// The states of a node.
const (
	NodeActive   = "active"
	NodeDraining = "draining" // it is leaving: it takes nothing on any more, and hands over what it has
	NodeSilent   = "silent"   // its lease has run out; never stored
)

// joinEvery is how often a node that has to wait tries to join.
const joinEvery = 200 * time.Millisecond

// NodeInfo is a node as the database knows it.
type NodeInfo struct {
	ID          string
	Incarnation string
	Address     string // host:port where other nodes reach it; "": it can only be alone
	Version     string // of the program
	State       string
	StartedAt   time.Time
	LeaseUntil  time.Time // by the clock of the database
	Expired     bool      // its lease has run out
}

// Shown returns the state of a node as the operator sees it.
func (n NodeInfo) Shown() string {
	if n.Expired {
		return NodeSilent
	}
	return n.State
}

// ListedNode is a node with how many rooms it owns.
type ListedNode struct {
	NodeInfo
	Rooms int
}

// NodeConfig says what a process is as a node.
type NodeConfig struct {
	// ID names the place where the process runs, such as a machine and a port that it
	// listens on: no two living processes have the same ID.
	ID      string
	Address string // as in NodeInfo
	Version string
	Logger  *slog.Logger

	// OnFenced is called when the node has lost all that it owned, before it joins again.
	// It drops what this process still has of it.
	OnFenced func()
	// OnWanted is called, with ids of rooms and places, when other nodes ask for them.
	OnWanted func(rooms, places []string)
}

// Node is this process's share in the database: only a node may play rooms and serve
// places. Many goroutines may call its methods at once.
//
// A node is alive while its lease runs, by the clock of the database. One goroutine renews
// it on a connection of its own, so that a busy pool can't make the node look dead. A lease
// that has run out can still be renewed, unless another node has removed this one
// meanwhile. Then the node has lost all that it owned, and joins again as a new
// incarnation.
type Node struct {
	store  *Store
	config NodeConfig

	incarnation atomic.Pointer[string]
	trusted     atomic.Pointer[time.Time]  // until when the lease surely runs, by this machine's monotonic clock
	others      atomic.Pointer[[]NodeInfo] // as the last renewal saw them
	renews      atomic.Bool                // the last attempt to renew succeeded
	lost        chan string                // holds the incarnation that a write found removed

	stop context.CancelFunc // ends run
	done chan struct{}      // closed when run has ended

	// Owned by run until done is closed.
	conn     *pgx.Conn // nil while broken
	joins    int
	unbroken int // renewals in a row that have succeeded

	removing atomic.Bool    // a dead node is being removed
	removals sync.WaitGroup // which run waits for
}

// BecomeNode makes this process a node. It waits while it can't be one: a node without an address
// can't be reached by others, so it is alone or not at all.
func (s *Store) BecomeNode(ctx context.Context, c NodeConfig) (*Node, error) {
	n := &Node{store: s, config: c, lost: make(chan string, 1), done: make(chan struct{})}
	n.others.Store(&[]NodeInfo{})
	n.trusted.Store(new(time.Time))
	if err := n.join(ctx); err != nil {
		n.disconnect(ctx)
		return nil, fmt.Errorf("become a node: %w", err)
	}
	ctx, n.stop = context.WithCancel(context.WithoutCancel(ctx))
	go n.run(ctx)
	return n, nil
}

// Incarnation names the node since it joined last.
func (n *Node) Incarnation() string { return *n.incarnation.Load() }

// Others returns the other nodes, as they were at the last renewal.
func (n *Node) Others() []NodeInfo { return *n.others.Load() }

// Renews reports whether the last attempt to renew the lease succeeded.
func (n *Node) Renews() bool { return n.renews.Load() }

// Trusts reports whether the node's lease surely runs, so that no other node can have taken
// over what it owns.
func (n *Node) Trusts() bool { return time.Now().Before(*n.trusted.Load()) }

// Nodes lists all nodes, in the order in which they joined.
func (s *Store) Nodes(ctx context.Context) ([]ListedNode, error) {
	rows, err := s.pool.Query(ctx, `
		SELECT n.*, (SELECT count(*) FROM rooms WHERE owner = n.incarnation) AS rooms
		FROM (`+selectNodes+`) n
		ORDER BY started_at, id`)
	if err != nil {
		return nil, fmt.Errorf("list nodes: %w", err)
	}
	nodes, err := pgx.CollectRows(rows, pgx.RowToStructByName[ListedNode])
	if err != nil {
		return nil, fmt.Errorf("list nodes: %w", err)
	}
	return nodes, nil
}

const selectNodes = `
	SELECT id, incarnation, COALESCE(address, '') AS address, version, state, started_at, lease_until,
	       lease_until < clock_timestamp() AS expired
	FROM nodes
	ORDER BY started_at, id`

// Drain says that this node is leaving.
func (n *Node) Drain(ctx context.Context) error {
	_, err := n.store.pool.Exec(ctx, `UPDATE nodes SET state = $2 WHERE incarnation = $1`, n.Incarnation(), NodeDraining)
	if err != nil {
		return fmt.Errorf("drain the node: %w", err)
	}
	return nil
}

// Leave gives up the node and all that it owns. The caller must have written everything
// before.
func (n *Node) Leave(ctx context.Context) error {
	n.stop()
	<-n.done
	defer n.disconnect(ctx)
	_, err := n.store.pool.Exec(ctx, `DELETE FROM nodes WHERE incarnation = $1`, n.Incarnation())
	if err != nil {
		return fmt.Errorf("leave as a node: %w", err)
	}
	return nil
}

// connect opens the node's own connection, unless it is open.
func (n *Node) connect(ctx context.Context) (err error) {
	if n.conn == nil {
		n.conn, err = n.store.connect(ctx)
	}
	return err
}

func (n *Node) disconnect(ctx context.Context) {
	if n.conn != nil {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = n.conn.Close(ctx) // broken or not needed any more
		n.conn = nil
	}
}

// applicationName is the name of a process's connections.
func applicationName(process string) string { return "tandem " + process }

// processOf returns the process that an incarnation was in.
func processOf(incarnation string) string {
	process, _, _ := strings.Cut(incarnation, ".")
	return process
}

// join inserts the node's row under a new incarnation, as soon as it may be there.
func (n *Node) join(ctx context.Context) error {
	if err := n.connect(ctx); err != nil {
		return err
	}
	n.joins++
	incarnation := n.store.process + "." + strconv.Itoa(n.joins)
	n.incarnation.Store(&incarnation)
	waiting := stillness{}
	for said := false; ; {
		began := time.Now()
		obstacle, err := n.tryJoin(ctx, waiting)
		switch {
		case err != nil:
			return err
		case obstacle == nil:
			n.trust(began)
			return nil
		}
		if !said {
			said = true
			n.config.Logger.WarnContext(ctx, "waiting for another tandem on this database to end; "+
				"to run several at once, give each a NODE_ADDR where the others reach it", "since", obstacle.StartedAt)
		}
		select {
		case <-time.After(joinEvery):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// tryJoin inserts the node's row, or returns a node with which it can't be there at once.
// It first removes those that are surely dead: an earlier process at the same place, and
// one whose lease ran out while this node has been waiting.
func (n *Node) tryJoin(ctx context.Context, waiting stillness) (obstacle *NodeInfo, err error) {
	err = pgx.BeginFunc(ctx, n.conn, func(tx pgx.Tx) error {
		if err := lockJoins(ctx, tx); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, selectNodes)
		if err != nil {
			return err
		}
		nodes, err := pgx.CollectRows(rows, pgx.RowToStructByName[NodeInfo])
		if err != nil {
			return err
		}
		for _, other := range nodes {
			if other.ID == n.config.ID || waiting.isDead(other) {
				if err := n.remove(ctx, tx, other); err != nil {
					return err
				}
				continue
			}
			if n.config.Address == "" || other.Address == "" {
				obstacle = &other
			}
		}
		if obstacle != nil {
			return nil
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO nodes (id, incarnation, address, version, lease_until)
			VALUES ($1, $2, NULLIF($3, ''), $4, clock_timestamp() + $5)`,
			n.config.ID, n.Incarnation(), n.config.Address, n.config.Version, lease)
		return err
	})
	return obstacle, err
}

// lockJoins makes nodes that want to join wait until the transaction ends.
func lockJoins(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('tandem join', 0))`)
	return err
}

// run renews the lease until the node leaves, and joins again when it was removed.
func (n *Node) run(ctx context.Context) {
	defer close(n.done)
	defer n.removals.Wait()
	tick := time.NewTicker(renewEvery)
	defer tick.Stop()
	cutOff := false
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case incarnation := <-n.lost:
			if incarnation != n.Incarnation() {
				continue // it has joined again since
			}
			err = errRemoved
		case <-tick.C:
			if err = n.renew(ctx); err == nil && n.unbroken >= renewalsBeforeRemoval {
				n.removeOneDead(ctx)
			}
		}
		if errors.Is(err, errRemoved) {
			n.config.Logger.WarnContext(ctx, "another tandem took over what this one owned; joining again", "incarnation", n.Incarnation())
			if !n.joinAgain(ctx) {
				return
			}
			err = nil
		}
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			n.unbroken = 0
			n.disconnect(ctx)
			if !cutOff {
				n.config.Logger.WarnContext(ctx, "can't renew the node's lease; trying again", "error", err)
			}
		case cutOff:
			n.config.Logger.InfoContext(ctx, "the node's lease is renewed again")
		}
		cutOff = err != nil
		n.renews.Store(!cutOff)
	}
}

// joinAgain drops what the node owned, and joins as a new incarnation. It reports false if
// ctx ended first.
func (n *Node) joinAgain(ctx context.Context) bool {
	n.trusted.Store(new(time.Time))
	n.unbroken = 0
	n.config.OnFenced()
	for {
		err := n.join(ctx)
		if err == nil {
			n.config.Logger.InfoContext(ctx, "joined again", "incarnation", n.Incarnation())
			return true
		}
		n.disconnect(ctx)
		select {
		case <-time.After(joinEvery):
		case <-ctx.Done():
			return false
		}
	}
}

// fenced has the node join again, after a write of that incarnation found it removed.
func (n *Node) fenced(incarnation string) {
	select {
	case n.lost <- incarnation:
	default: // run is about to handle an earlier one
	}
}
