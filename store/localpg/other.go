//go:build !unix

package localpg

import (
	"context"
	"errors"
)

// errNotHere is why nothing works on a system without unix sockets, flock and process groups,
// such as Windows.
var errNotHere = errors.New("Tandem runs no Postgres of its own on this system: set DATABASE_URL to a PostgreSQL server") //nolint:revive,staticcheck // a name begins with a capital

// Server is a running Postgres; there is none on this system.
type Server struct{}

// Start says that this system has no private Postgres.
func Start(context.Context, Config) (*Server, error) { return nil, errNotHere }

// Upgrade says so, too.
func Upgrade(context.Context, Config, func(ctx context.Context, from, to *Server) error) (Upgraded, error) {
	return Upgraded{}, errNotHere
}

// HasData says so, too.
func HasData(string) error { return errNotHere }

// Running says so, too.
func Running(context.Context, string) (string, error) { return "", errNotHere }

// URL is empty, as there is no server.
func (*Server) URL() string { return "" }

// DataDir is empty, as there is no server.
func (*Server) DataDir() string { return "" }

// Err is nil, as there is no server.
func (*Server) Err() error { return nil }

// Stop does nothing, as there is no server.
func (*Server) Stop(context.Context) error { return nil }
