package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// renewalsBeforeRemoval is how often in a row a node renews its own lease before it removes
// others, as long as a lease. After a failure of Postgres all leases have run out, and the
// living must get their turn first.
const renewalsBeforeRemoval = int(lease / renewEvery)

// flushPatience is how long a removal waits for the last writes of a dead node. With the
// lease it is most of the time that the node's players wait.
const flushPatience = 500 * time.Millisecond

// removeOneDead removes one of the nodes whose lease has run out, beside the renewals: it
// may have to wait. It does nothing while another is being removed.
func (n *Node) removeOneDead(ctx context.Context) {
	nodes := n.Others()
	i := slices.IndexFunc(nodes, func(other NodeInfo) bool { return other.Expired })
	if i < 0 || !n.removing.CompareAndSwap(false, true) {
		return
	}
	n.removals.Go(func() {
		defer n.removing.Store(false)
		within, cancel := context.WithTimeout(ctx, 6*flushPatience)
		defer cancel()
		err := pgx.BeginFunc(within, n.store.pool, func(tx pgx.Tx) error { return n.remove(within, tx, nodes[i]) })
		if err != nil && ctx.Err() == nil {
			n.config.Logger.WarnContext(ctx, "a dead tandem could not be removed; trying again", "node", nodes[i].ID, "error", err)
		}
	})
}

// remove removes the row of a node, unless it has renewed its lease meanwhile. It waits for
// that node's write in progress. If the write doesn't end, its process was stopped in the
// middle of sending it, and remove ends its connection.
func (n *Node) remove(ctx context.Context, tx pgx.Tx, dead NodeInfo) error {
	removed := false
	remove := func() error {
		return pgx.BeginFunc(ctx, tx, func(sub pgx.Tx) error {
			tag, err := sub.Exec(ctx, `DELETE FROM nodes WHERE incarnation = $1 AND (lease_until < clock_timestamp() OR id = $2)`,
				dead.Incarnation, n.config.ID)
			removed = tag.RowsAffected() == 1
			return err
		})
	}
	if _, err := tx.Exec(ctx, `SELECT set_config('lock_timeout', $1, true)`, fmt.Sprint(flushPatience.Milliseconds())); err != nil {
		return err
	}
	err := remove()
	var answer *pgconn.PgError
	if errors.As(err, &answer) && answer.Code == "55P03" { // lock_not_available
		n.config.Logger.WarnContext(ctx, "closing the connections of a dead tandem: one still has a transaction open", "node", dead.ID)
		if _, err := tx.Exec(ctx, `
			SELECT pg_terminate_backend(pid)
			FROM pg_stat_activity
			WHERE application_name = $1`, applicationName(processOf(dead.Incarnation))); err != nil {
			return err
		}
		err = remove()
	}
	if removed && err == nil {
		n.config.Logger.WarnContext(ctx, "took over from a dead tandem", "node", dead.ID, "started", dead.StartedAt)
	}
	return err
}

// stillness is since when each node has not renewed its lease, as one watcher saw it.
type stillness map[string]stillLease

type stillLease struct {
	until time.Time // the lease, by the clock of the database
	since time.Time // by this machine's
}

// isDead reports whether a node's lease has run out and the watcher has seen no renewal for
// as long as a lease.
func (s stillness) isDead(node NodeInfo) bool {
	seen, known := s[node.Incarnation]
	if !known || !seen.until.Equal(node.LeaseUntil) {
		s[node.Incarnation] = stillLease{node.LeaseUntil, time.Now()}
		return false
	}
	return node.Expired && time.Since(seen.since) >= lease
}
