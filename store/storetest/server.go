package storetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"sync"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/migrations"
	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/localpg"
)

// server is a Postgres with a migrated template.
type server struct {
	url      string
	template string // named by the migrations, so that an old one is never used

	mu   sync.Mutex
	conn *pgx.Conn // guarded by mu
}

// shared is this process's server; the first test to ask starts it.
var shared = sync.OnceValues(func() (*server, error) {
	ctx := context.Background()
	url := os.Getenv("TEST_DATABASE_URL")
	if url == "" {
		var err error
		if url, err = startPrivate(ctx); err != nil {
			return nil, err
		}
	}
	s := &server{url: url}
	var err error
	if s.template, err = templateName(); err != nil {
		return nil, err
	}
	if s.conn, err = pgx.Connect(ctx, url); err != nil {
		return nil, err
	}
	return s, s.makeTemplate(ctx)
})

// privateFolder makes a folder that a Postgres of another user can enter, in memory where
// there is room.
func privateFolder() (string, error) {
	folder, err := os.MkdirTemp(roomyFolder(), "tandem-test-*")
	if err != nil {
		return "", err
	}
	return folder, os.Chmod(folder, 0o711)
}

// startPrivate starts a Postgres that ends with this process, and whose folder is then removed.
func startPrivate(ctx context.Context) (string, error) {
	folder, err := privateFolder()
	if err != nil {
		return "", err
	}
	s, err := localpg.Start(ctx, localpg.Config{DataDir: folder, Logger: slog.New(slog.DiscardHandler), Fleeting: true})
	if err != nil {
		return "", errors.Join(err, os.RemoveAll(folder))
	}
	return s.URL(), nil
}

// templateName is a name for the schema that the migrations make.
func templateName() (string, error) {
	h := sha256.New()
	names, err := fs.Glob(migrations.FS, "*.sql")
	if err != nil {
		return "", err
	}
	for _, name := range names {
		text, err := fs.ReadFile(migrations.FS, name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%s %d\n%s", name, len(text), text)
	}
	return "tandem_template_" + hex.EncodeToString(h.Sum(nil)[:8]), nil
}

// makeTemplate makes the template unless it exists. On a shared server the first process makes
// it and the others wait.
func (s *server) makeTemplate(ctx context.Context) error {
	if _, err := s.conn.Exec(ctx, `SELECT pg_advisory_lock(hashtextextended($1, 0))`, s.template); err != nil {
		return err
	}
	defer func() { _, _ = s.conn.Exec(ctx, `SELECT pg_advisory_unlock_all()`) }() // if it fails, closing the connection unlocks
	var there bool
	if err := s.conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, s.template).Scan(&there); err != nil || there {
		return err
	}
	unfinished := s.template + "_unfinished"
	for _, sql := range []string{
		`DROP DATABASE IF EXISTS ` + unfinished + ` WITH (FORCE)`,
		`CREATE DATABASE ` + unfinished,
	} {
		if _, err := s.conn.Exec(ctx, sql); err != nil {
			return err
		}
	}
	if err := s.migrate(ctx, unfinished); err != nil {
		return err
	}
	_, err := s.conn.Exec(ctx, `ALTER DATABASE `+unfinished+` RENAME TO `+s.template)
	return err
}

func (s *server) migrate(ctx context.Context, name string) error {
	url, err := s.database(name)
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, url, store.Options{Logger: slog.New(slog.DiscardHandler), Fleeting: true})
	if err != nil {
		return err
	}
	defer db.Close()
	return db.Migrate(ctx)
}

// clone copies the template by copying its files, which is the fastest way for a small database.
// PostgreSQL 14 always does so, and has no keyword for it.
func (s *server) clone(ctx context.Context, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	strategy := " STRATEGY FILE_COPY"
	if version := s.conn.PgConn().ParameterStatus("server_version"); version < "15" {
		strategy = ""
	}
	_, err := s.conn.Exec(ctx, `CREATE DATABASE `+name+` TEMPLATE `+s.template+strategy)
	return err
}

// create makes a database without a schema.
func (s *server) create(ctx context.Context, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := s.conn.Exec(ctx, `CREATE DATABASE `+name)
	return err
}

func (s *server) drop(ctx context.Context, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := s.conn.Exec(ctx, `DROP DATABASE `+name+` WITH (FORCE)`)
	return err
}

// database returns the URL of one of the server's databases.
func (s *server) database(name string) (string, error) {
	u, err := url.Parse(s.url)
	if err != nil {
		return "", err
	}
	u.Path = "/" + name
	return u.String(), nil
}
