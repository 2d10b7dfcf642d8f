package store

import (
	"context"
	"errors"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
)

// This file decides, by SQLSTATE, what an error of Postgres means for all of Tandem. See
// https://www.postgresql.org/docs/current/errcodes-appendix.html.

// unavailable reports whether a server with this answer accepts nothing at present, but
// will later, or another server will in its place. A cancelled statement (57014), for
// example by statement_timeout, doesn't count: the server is there.
func unavailable(code string) bool {
	switch code {
	case "57P01", "57P02", "57P03", "57P05": // it stops, has crashed, starts, or ended an idle session
		return true
	case readOnly: // a standby, or a server that was made one
		return true
	}
	switch code[:2] {
	case "08", "53", "58": // connections, resources, the operating system
		return true
	}
	return false
}

// noConnection reports whether there was no connection for a statement, whatever a server
// may have answered: a wrong password says nothing about the data of a statement.
func noConnection(err error) bool { return errors.As(err, new(*pgconn.ConnectError)) }

// readOnly is the SQLSTATE of a write to a standby.
const readOnly = "25006"

// contended reports whether Postgres aborted a transaction because of another one:
// serialization failure, deadlock, lock not available.
func contended(code string) bool { return code == "40001" || code == "40P01" || code == "55P03" }

// Away reports whether an error means that the database could not be asked: it is gone,
// starting, stopping, full, or doesn't answer. A retry a little later may succeed.
func Away(err error) bool {
	var answer *pgconn.PgError
	switch {
	case noConnection(err):
		return true
	case errors.As(err, &answer):
		return unavailable(answer.Code) || contended(answer.Code)
	}
	var failed net.Error
	return errors.As(err, &failed) || pgconn.SafeToRetry(err) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, context.DeadlineExceeded)
}
