package store

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// How often a conflicting transaction is run, and roughly how long it waits in between.
const (
	maxTries   = 8
	retryPause = 2 * time.Millisecond
)

// errChanged means that, once a transaction had its locks, the rows to lock had changed. It
// is run again.
var errChanged = errors.New("the rows to lock have changed meanwhile")

// transact runs a transaction and returns its result once the commit has returned. If it
// fails it returns nothing, so that no caller reports uncommitted data.
//
// If the transaction fails because of another one (deadlock, serialization failure), do
// runs again from the start; it must have no effects outside tx.
func transact[T any](ctx context.Context, s *Store, do func(tx pgx.Tx) (T, error)) (T, error) {
	for try := 1; ; try++ {
		var made T
		err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) (err error) {
			made, err = do(tx)
			return err
		})
		if err == nil {
			return made, nil
		}
		if !worthAnotherTry(err) || try >= s.maxTries || !pause(ctx, try) {
			var nothing T
			return nothing, err
		}
	}
}

// inTx is transact for a transaction without a result.
func (s *Store) inTx(ctx context.Context, do func(tx pgx.Tx) error) error {
	_, err := transact(ctx, s, func(tx pgx.Tx) (struct{}, error) { return struct{}{}, do(tx) })
	return err
}

// worthAnotherTry reports whether a transaction failed only because of another one: the two
// conflicted, or the other one deleted a row that this one refers to (23503), which it
// won't find again.
func worthAnotherTry(err error) bool {
	var answer *pgconn.PgError
	if errors.As(err, &answer) {
		return contended(answer.Code) || answer.Code == "23503"
	}
	return errors.Is(err, errChanged)
}

// pause waits a random time, longer after each try, so that two transactions that
// conflicted don't conflict again. It reports false if ctx ended.
func pause(ctx context.Context, try int) bool {
	t := time.NewTimer(rand.N(retryPause << try)) //nolint:gosec // no secret
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
