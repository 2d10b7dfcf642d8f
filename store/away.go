package store

import (
	"context"
	"errors"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
)

// Away reports whether an error means that the database could not be asked: it is
// gone, starts, stops, is full, or doesn't answer. Asking again a little later may
// help.
func Away(err error) bool {
	var answer *pgconn.PgError
	if errors.As(err, &answer) {
		switch answer.Code[:2] {
		case "08", "53", "57": // connections, resources, an operator
			return true
		}
		return false
	}
	var failed net.Error
	return errors.As(err, &failed) || pgconn.SafeToRetry(err) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, context.DeadlineExceeded)
}
