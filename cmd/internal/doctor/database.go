package doctor

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"github.com/tandem-game/tandem/store"
)

// databaseWithin is how long the database may take to answer.
const databaseWithin = 6 * time.Second

// Database asks a Postgres, as tandem serve would use it. directURL may be "".
func Database(ctx context.Context, url, directURL string, now func() time.Time) []Finding {
	ctx, cancel := context.WithTimeout(ctx, databaseWithin)
	defer cancel()
	db, err := store.Open(ctx, url, store.Options{Logger: slog.New(slog.DiscardHandler), DirectURL: directURL})
	if err != nil {
		return []Finding{unopened(err)}
	}
	defer db.Close()
	c, err := db.Examine(ctx)
	if err != nil {
		return []Finding{wrong("The database can't be read: %v.", err).do("Make the role of DATABASE_URL the owner of the database and its tables.")}
	}
	return []Finding{ok("The database answers, as role %s.", c.Role), schema(c), role(c), durable(c), Clock("the database", c.Clock, now())}
}

// unopened says why there is no connection.
func unopened(err error) Finding {
	if short := store.ShortageOf(err); short != "" {
		what, mend, _ := strings.Cut(short.Error(), ": ")
		return wrong("%s.", sentence(what)).do("%s.", sentence(mend))
	}
	said := strings.TrimPrefix(strings.Join(strings.Fields(err.Error()), " "), "open the database: ") // in one line
	switch {
	case errors.Is(err, store.ErrPooled):
		return wrong("DATABASE_URL leads to a connection pooler such as pgbouncer, and there is no DATABASE_DIRECT_URL.").
			do("Set DATABASE_DIRECT_URL to the same database without the pooler: migrations and the lease of a process need it.")
	case errors.Is(err, store.ErrReadOnly):
		return wrong("The role of DATABASE_URL may only read: default_transaction_read_only is on.").
			do("Switch it off: ALTER ROLE … RESET default_transaction_read_only.")
	case strings.HasPrefix(said, "no database answered"), errors.Is(err, context.DeadlineExceeded):
		return wrong("The database can't be reached (%s).", said).
			do("Check the host and the port in DATABASE_URL, that Postgres runs and listens there, and the firewall.")
	}
	return wrong("The database refuses Tandem (%s).", said).do("Check the user, the password and the database's name in DATABASE_URL.")
}

// sentence returns words with a capital letter first.
func sentence(words string) string { return strings.ToUpper(words[:1]) + words[1:] }

// schema compares the database's schema with what this program needs.
func schema(c store.Condition) Finding {
	switch {
	case c.Step > c.Newest && c.Floor > 0 && c.Floor <= c.Newest:
		return ok("The database belongs to the next version of Tandem, beside which this one may serve.")
	case c.Step > c.Newest:
		return wrong("The database belongs to a newer tandem: its schema has step %d, this one knows %d.", c.Step, c.Newest).
			do("Start the newer version, or restore a backup from before it.")
	case c.Step == 0:
		return ok("The database is empty: the first start makes its tables.")
	case c.Step < c.Newest:
		return warning("The database is not migrated: its schema has step %d of %d.", c.Step, c.Newest).
			do("Back it up; then tandem serve or tandem migrate brings it up to date.")
	}
	return ok("The database's schema is current.")
}

func role(c store.Condition) Finding {
	switch {
	case c.Step > 0 && !c.Writes:
		return wrong("The database's role %q may only read.", c.Role).do("Make it the owner of the tables: REASSIGN OWNED, or ALTER TABLE … OWNER TO %s.", c.Role)
	case c.Step < c.Newest && !c.Builds:
		return wrong("The database's role %q may not make tables.", c.Role).do("Make it the database's owner: ALTER DATABASE … OWNER TO %s.", c.Role)
	}
	return ok("The database's role may write.")
}

func durable(c store.Condition) Finding {
	if len(c.Unsafe) == 0 {
		return ok("What the database commits survives a crash.")
	}
	names := strings.Join(c.Unsafe, ", ")
	return wrong("Drawings can be lost: the database runs with %s off.", names).do("Switch it on in postgresql.conf (each of: %s), and reload Postgres.", names)
}
