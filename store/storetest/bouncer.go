package storetest

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Bouncer is a pgbouncer in transaction mode, with fewer connections to Postgres than a
// store has, so that they are shared.
type Bouncer struct {
	t      testing.TB
	folder string
	cmd    *exec.Cmd
}

const bouncerPort = 6432

// NewBouncer starts a pgbouncer in front of a database's server, and ends it with the test.
// It skips the test where the program is missing.
func NewBouncer(t testing.TB, database string) *Bouncer {
	t.Helper()
	program, err := exec.LookPath("pgbouncer")
	if err != nil {
		program = "/usr/sbin/pgbouncer" // on nobody's PATH
		if _, err := os.Stat(program); err != nil {
			t.Skip("pgbouncer is not installed (apt-get install pgbouncer)")
		}
	}
	folder, err := os.MkdirTemp("/tmp", "bouncer") // short, for a socket
	if err != nil {
		t.Fatal(err)
	}
	b := &Bouncer{t: t, folder: folder, cmd: exec.CommandContext(context.Background(), program, filepath.Join(folder, "ini"))}
	t.Cleanup(func() {
		if b.cmd.Process != nil {
			_ = b.cmd.Process.Kill()
			_ = b.cmd.Wait()
		}
		_ = os.RemoveAll(folder)
	})
	b.configure(database)
	if os.Geteuid() == 0 { // it refuses root
		uid, gid := b.owner(database)
		runAs(b.cmd, uid, gid)
		if err := os.Chown(folder, uid, gid); err != nil {
			t.Fatal(err)
		}
	}
	b.cmd.Stderr = t.Output()
	if err := b.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	until(t, "pgbouncer listens", func() bool {
		c, err := new(net.Dialer).DialContext(t.Context(), "unix", filepath.Join(folder, fmt.Sprintf(".s.PGSQL.%d", bouncerPort)))
		if err != nil {
			return false
		}
		_ = c.Close()
		return true
	})
	return b
}

// owner is who may enter the folder of the server's socket.
func (b *Bouncer) owner(database string) (uid, gid int) {
	cfg := b.parse(database)
	folder := cfg.Host
	if !strings.HasPrefix(folder, "/") {
		return 65534, 65534 // nobody
	}
	info, err := os.Stat(folder)
	if err != nil {
		b.t.Fatal(err)
	}
	return ownerOf(info)
}

func (b *Bouncer) parse(database string) *pgx.ConnConfig {
	b.t.Helper()
	cfg, err := pgx.ParseConfig(database)
	if err != nil {
		b.t.Fatal(err)
	}
	return cfg
}

// configure makes pgbouncer lead to a database's server.
func (b *Bouncer) configure(database string) {
	b.t.Helper()
	cfg := b.parse(database)
	password := ""
	if cfg.Password != "" {
		password = "password=" + cfg.Password
	}
	ini := fmt.Sprintf(`
[databases]
* = host=%s port=%d user=%s %s
[pgbouncer]
listen_addr =
listen_port = %d
unix_socket_dir = %s
auth_type = any
pool_mode = transaction
default_pool_size = 5
server_login_retry = 0.1
log_connections = 0
log_disconnections = 0
`, cfg.Host, cfg.Port, cfg.User, password, bouncerPort, b.folder)
	if err := os.WriteFile(filepath.Join(b.folder, "ini"), []byte(ini), 0o644); err != nil { //nolint:gosec // another user reads it
		b.t.Fatal(err)
	}
}

// LeadTo makes pgbouncer lead to another server, as tools do after a failover.
func (b *Bouncer) LeadTo(database string) {
	b.t.Helper()
	b.configure(database)
	if err := b.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		b.t.Fatal(err)
	}
}

// URL leads to a database through pgbouncer.
func (b *Bouncer) URL(database string) string {
	b.t.Helper()
	u, err := url.Parse(database)
	if err != nil {
		b.t.Fatal(err)
	}
	q := u.Query()
	q.Set("host", b.folder)
	q.Set("port", fmt.Sprint(bouncerPort))
	u.RawQuery, u.Host = q.Encode(), ""
	return u.String()
}
