package store

import (
	"context"
	"errors"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
)

// What an error of Postgres means is decided here, by its SQLSTATE, for all of Tandem. See
// https://www.postgresql.org/docs/current/errcodes-appendix.html.

// unavailable reports whether a server with this answer takes nothing for now, but will
// later, or another one will in its place. A statement that was cancelled (57014), by its
// statement_timeout for instance, is not among them: the server is there.
func unavailable(code string) bool {
	switch code {
	case "57P01", "57P02", "57P03", "57P05": // it stops, crashed, starts, or had enough of an idle session
		return true
	case readOnly: // a standby, or it was made one
		return true
	}
	switch code[:2] {
	case "08", "53", "58": // connections, resources, its operating system
		return true
	}
	return false
}

// readOnly is what a standby answers to a write.
const readOnly = "25006"

// contended reports whether Postgres gave a transaction up because of another one:
// serialization failure, deadlock, lock not available.
func contended(code string) bool { return code == "40001" || code == "40P01" || code == "55P03" }

// Away reports whether an error means that the database could not be asked: it is
// gone, starts, stops, is full, or doesn't answer. Asking again a little later may
// help.
func Away(err error) bool {
	var answer *pgconn.PgError
	if errors.As(err, &answer) {
		return unavailable(answer.Code) || contended(answer.Code)
	}
	var failed net.Error
	return errors.As(err, &failed) || pgconn.SafeToRetry(err) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, context.DeadlineExceeded)
}

// dropReadOnly closes connections to a server that takes no writes, so that the next one
// may lead to another server (target_session_attrs in the database's URL).
func dropReadOnly(keep pgconn.PgErrorHandler) pgconn.PgErrorHandler {
	return func(c *pgconn.PgConn, answer *pgconn.PgError) bool {
		return answer.Code != readOnly && keep(c, answer)
	}
}
