//go:build unix

package localpg

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// retryEvery and retryFor are how often and how long Start tries again when the
// server of a killed process has not left yet.
const (
	retryEvery = 200 * time.Millisecond
	retryFor   = 30 * time.Second
)

// Server is a private Postgres, which runs until Stop: one that ends by itself is started
// again. Its methods may be called by many goroutines.
type Server struct {
	place  place
	with   programs
	socket string   // the folder of its socket
	lock   *os.File // held while the server may run; nil: Upgrade holds it
	cfg    Config

	letGo context.CancelFunc    // ends keep
	kept  chan struct{}         // closed when keep has ended
	why   atomic.Pointer[error] // of Err
	stop  sync.Once

	// Owned by keep until kept is closed.
	process *process
	leash   *leash // nil when the kernel does its work
}

// Start runs the Postgres of a data folder and returns when it takes
// connections. ctx bounds the start only. ErrNoPrograms, ErrOtherVersion, ErrInUse.
func Start(ctx context.Context, cfg Config) (*Server, error) {
	home, err := settle(cfg.DataDir)
	if err != nil {
		return nil, err
	}
	s := &Server{place: home, cfg: cfg, kept: make(chan struct{})}
	if s.lock, err = home.lock(); err != nil {
		return nil, err
	}
	if err := s.start(ctx); err != nil {
		s.clear()
		return nil, err
	}
	ctx, s.letGo = context.WithCancel(context.WithoutCancel(ctx))
	go s.keep(ctx)
	return s, nil
}

// start runs the database that is there, or a new one.
func (s *Server) start(ctx context.Context) (err error) {
	if s.place.home != s.place.asked {
		s.cfg.Logger.WarnContext(ctx, "DATA_DIR is out of reach of "+s.place.as.name+", as whom Postgres runs, so THE DATA IS ELSEWHERE: "+
			"back that folder up, or set DATA_DIR to a folder that everybody may pass through to",
			"asked for", s.place.asked, "data", s.place.home)
	}
	if s.place, err = s.place.afterUpgrade(); err != nil {
		return err
	}
	if s.with, err = s.choose(ctx); err != nil {
		return err
	}
	for _, cluster := range clustersIn(s.place.home) {
		if cluster != s.place.cluster {
			s.cfg.Logger.WarnContext(ctx, "the data folder holds a second database, of another PostgreSQL, which is not used now",
				"folder", cluster, "used", s.place.cluster)
		}
	}
	if !hasCluster(s.place.cluster) {
		s.cfg.Logger.InfoContext(ctx, "making a database", "folder", s.place.cluster, "postgres", s.with.version)
		if err := initialise(ctx, s.with, s.place, s.cfg.Fleeting); err != nil {
			return err
		}
	}
	return s.serve(ctx)
}

// serve runs the server's programs on the cluster until they take connections.
func (s *Server) serve(ctx context.Context) (err error) {
	if s.socket, err = s.place.socketFolder(); err != nil {
		return err
	}
	if err := s.run(ctx); err != nil {
		return err
	}
	if err := s.makeDatabase(ctx); err != nil {
		return errors.Join(err, s.end(ctx))
	}
	s.cfg.Logger.InfoContext(ctx, "private Postgres is up", "version", s.with.version, "data", s.place.cluster, "socket", s.socket)
	return nil
}

// run starts the server process, binds it to this one, and waits until it is ready.
func (s *Server) run(ctx context.Context) (err error) {
	p, err := s.takeOver(ctx)
	if err != nil {
		return err
	}
	s.process = p
	if !s.cfg.Fleeting && kernelEndsChildren {
		return nil
	}
	if s.leash != nil {
		s.leash.release() // of the process before
	}
	if s.leash, err = s.tie(ctx); err != nil {
		return errors.Join(fmt.Errorf("bind Postgres to this process: %w", err), s.end(ctx))
	}
	return nil
}

// takeOver starts the server process and waits until it is ready. When another server
// still has the cluster, its process was killed (this one holds the lock now):
// such a server is on its way out, or is told to go.
func (s *Server) takeOver(ctx context.Context) (*process, error) {
	giveUp := time.Now().Add(retryFor)
	for told := false; ; told = true {
		p, err := launch(s.command(ctx), s)
		if err != nil {
			return nil, fmt.Errorf("start Postgres: %w", err)
		}
		select {
		case <-p.ready:
			return p, nil
		case <-p.exited:
		case <-ctx.Done():
			p.signal(syscall.SIGQUIT)
			<-p.exited
			return nil, fmt.Errorf("start Postgres: %w", ctx.Err())
		}
		if !p.taken || time.Now().After(giveUp) {
			return nil, fmt.Errorf("start Postgres in %s: %w", s.place.cluster, p.cause())
		}
		if !told {
			s.cfg.Logger.WarnContext(ctx, "an earlier Postgres still uses the data folder; waiting for it to stop",
				"folder", s.place.cluster, "at most", retryFor)
		}
		s.dismiss(ctx)
		select {
		case <-time.After(retryEvery):
		case <-ctx.Done():
			return nil, fmt.Errorf("start Postgres: %w", ctx.Err())
		}
	}
}

// command is the server's. What must hold is said here, where the cluster's own
// configuration files can't unsay it.
func (s *Server) command(ctx context.Context) *exec.Cmd {
	settings := []string{
		"listen_addresses=",
		"port=5432",
		`unix_socket_directories="` + s.socket + `"`,
		"unix_socket_permissions=0700",
		"logging_collector=off",
		"log_destination=stderr",
		"log_line_prefix=",
		"lc_messages=C",
		"timezone=UTC",
		"jit=off",                           // every query is short
		"max_logical_replication_workers=0", // nobody replicates it, so no process waits to
	}
	if s.cfg.Fleeting {
		settings = append(settings,
			"fsync=off", "full_page_writes=off", "synchronous_commit=off",
			"max_connections=300", "shared_buffers=64MB",
			"autovacuum=off", "wal_level=minimal", "max_wal_senders=0",
			"dynamic_shared_memory_type=mmap", // lies in the data folder, goes with it
		)
	}
	args := []string{"-D", s.place.cluster}
	for _, setting := range settings {
		args = append(args, "-c", setting)
	}
	// The start may be cancelled; that the server ends is Stop's.
	cmd := exec.CommandContext(context.WithoutCancel(ctx), s.with.postgres(), args...)
	cmd.Dir = s.place.cluster
	cmd.Env = childEnv()
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Credential: s.place.as.credential(),
		Setpgid:    true, // Ctrl-C is for this process, which then stops the server
	}
	endWithParent(cmd.SysProcAttr, s.endSignal())
	return cmd
}

// endSignal is how the server ends: cleanly, or at once when nothing is kept.
func (s *Server) endSignal() syscall.Signal {
	if s.cfg.Fleeting {
		return syscall.SIGQUIT
	}
	return syscall.SIGINT
}

func (s *Server) makeDatabase(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.url("postgres"))
	if err != nil {
		return fmt.Errorf("query the new Postgres: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var there bool
	if err := conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, database).Scan(&there); err != nil {
		return fmt.Errorf("find the database: %w", err)
	}
	if there {
		return nil
	}
	if _, err := conn.Exec(ctx, `CREATE DATABASE `+database); err != nil {
		return fmt.Errorf("create the database: %w", err)
	}
	return nil
}

// URL says where the database is, for pgx and psql alike.
func (s *Server) URL() string { return s.url(database) }

func (s *Server) url(name string) string {
	u := url.URL{
		Scheme:   "postgres",
		User:     url.User(superuser),
		Path:     "/" + name,
		RawQuery: url.Values{"host": {s.socket}, "sslmode": {"disable"}}.Encode(),
	}
	return u.String()
}

// DataDir is where the data lies, which for root may be another place than the
// one it asked for.
func (s *Server) DataDir() string { return s.place.home }

// Stop ends the server: open transactions are rolled back, what is committed is
// written. When ctx ends first the server is made to end at once, and recovers at
// its next start; nothing committed is lost either way. Only the first call does
// anything.
func (s *Server) Stop(ctx context.Context) (err error) {
	s.stop.Do(func() {
		s.letGo()
		<-s.kept
		err = s.finish(ctx)
	})
	return err
}

// finish ends the process and removes what it has left.
func (s *Server) finish(ctx context.Context) error {
	defer s.clear()
	return s.end(ctx)
}

// end makes the process end, ever more firmly, and returns when it has.
func (s *Server) end(ctx context.Context) error {
	s.process.signal(s.endSignal())
	select {
	case <-s.process.exited:
		return nil
	case <-ctx.Done():
	}
	s.process.signal(syscall.SIGQUIT)
	select {
	case <-s.process.exited:
	case <-time.After(5 * time.Second):
		s.process.signal(syscall.SIGKILL)
		<-s.process.exited
	}
	return fmt.Errorf("stop Postgres: %w", ctx.Err())
}

// clear removes the files that are left when the server isn't running.
func (s *Server) clear() {
	if s.leash != nil {
		s.leash.release()
	}
	folders := []string{s.socket}
	if s.cfg.Fleeting {
		folders = append(folders, s.place.home)
	}
	for _, folder := range folders {
		if folder == "" {
			continue
		}
		if err := os.RemoveAll(folder); err != nil {
			s.cfg.Logger.Warn("could not remove a folder of Postgres", "error", err)
		}
	}
	if s.lock != nil {
		s.lock.Close()
	}
}
