package store

import (
	"context"
	"fmt"
	"time"
)

// Condition is what an operator has to know of a database.
type Condition struct {
	Unsafe []string  // settings that are off, so that a crash of the server may lose what it has committed
	Clock  time.Time // of the server

	// The last step of the schema that the database has, and that this program knows.
	Step, Newest int64
	Floor        int64 // the step that a program must know to serve it; 0: not said yet

	// Of the role of the URL. Writes is false also if there are no tables yet.
	Role           string
	Writes, Builds bool // may change rows; may make tables
}

// Examine reads a database's condition and changes nothing.
func (s *Store) Examine(ctx context.Context) (c Condition, err error) {
	if c.Unsafe, err = s.unsafeSettings(ctx); err != nil {
		return c, err
	}
	if err := s.pool.QueryRow(ctx, `
		SELECT clock_timestamp(), current_user, COALESCE(has_schema_privilege(current_schema(), 'CREATE'), false)`).Scan(&c.Clock, &c.Role, &c.Builds); err != nil {
		return c, fmt.Errorf("examine the database: %w", err)
	}
	if c.Step, err = schemaVersion(ctx, s.pool); err != nil {
		return c, err
	}
	if c.Floor, err = schemaFloor(ctx, s.pool); err != nil {
		return c, err
	}
	c.Newest = s.newestMigration()
	if c.Step > 0 {
		_, c.Writes, err = s.privileges(ctx)
	}
	return c, err
}
