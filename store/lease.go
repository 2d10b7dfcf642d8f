package store

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// A lease is in the database, and only the database's clock decides whether it runs, so
// nodes need not agree on the time.
const (
	lease       = 3 * time.Second
	renewEvery  = 600 * time.Millisecond
	renewWithin = time.Second // time limit of one renewal

	// trustMargin is how much earlier than the lease a node ends its trust in it.
	trustMargin = 500 * time.Millisecond
)

// errRemoved means that the node's row is gone.
var errRemoved = errors.New("another node has removed this one")

// trust records that the lease was extended in a transaction that began at the earliest
// when this machine's clock said so. That clock is monotonic.
func (n *Node) trust(began time.Time) {
	until := began.Add(lease - trustMargin)
	n.trusted.Store(&until)
}

// renew extends the lease, and reads which other nodes there are and what they want.
// errRemoved if another node has removed this one.
func (n *Node) renew(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, renewWithin)
	defer cancel()
	if err := n.connect(ctx); err != nil {
		return err
	}
	var (
		b             pgx.Batch
		alive         bool
		nodes         []NodeInfo
		rooms, places []string
	)
	began := time.Now()
	incarnation := n.Incarnation()
	b.Queue(`UPDATE nodes SET lease_until = clock_timestamp() + $2 WHERE incarnation = $1`, incarnation, lease).Exec(func(tag pgconn.CommandTag) error {
		alive = tag.RowsAffected() == 1
		return nil
	})
	b.Queue(selectNodes).Query(func(r pgx.Rows) (err error) {
		nodes, err = pgx.CollectRows(r, pgx.RowToStructByName[NodeInfo])
		return err
	})
	b.Queue(`
		SELECT array_agg(game) FILTER (WHERE game IS NOT NULL), array_agg(id) FILTER (WHERE id IS NOT NULL)
		FROM (
			SELECT game, NULL AS id FROM rooms WHERE owner = $1 AND wanted_by IS NOT NULL
			UNION ALL
			SELECT NULL, id FROM places WHERE owner = $1 AND wanted_by IS NOT NULL
		) wanted`, incarnation).QueryRow(func(row pgx.Row) error {
		return row.Scan(&rooms, &places)
	})
	if err := n.conn.SendBatch(ctx, &b).Close(); err != nil {
		return err
	}
	if !alive {
		return errRemoved
	}
	n.trust(began)
	n.unbroken++
	others := make([]NodeInfo, 0, len(nodes))
	for _, other := range nodes {
		if other.Incarnation != incarnation {
			others = append(others, other)
		}
	}
	n.others.Store(&others)
	if len(rooms)+len(places) > 0 {
		n.config.OnWanted(rooms, places)
	}
	return nil
}
