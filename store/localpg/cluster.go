//go:build unix

package localpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// superuser is the name of the one role, and database that of the database.
const (
	superuser = "tandem"
	database  = "tandem"
)

// majorOf reads which PostgreSQL made the cluster; 0 if there is none yet.
func majorOf(cluster string) (int, error) {
	text, err := os.ReadFile(filepath.Join(cluster, "PG_VERSION"))
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read the version of the database: %w", err)
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return 0, fmt.Errorf("read the version of the database in %s: %w", cluster, err)
	}
	return major, nil
}

// freshCluster is where a cluster is made.
func freshCluster(cluster string) string { return cluster + ".new" }

// initialise makes the cluster beside its place and moves it there when it is
// whole, so that a process killed on the way leaves nothing half made.
func initialise(ctx context.Context, with programs, p place, fleeting bool) error {
	fresh := freshCluster(p.cluster)
	if err := os.RemoveAll(fresh); err != nil {
		return fmt.Errorf("remove a half-made database: %w", err)
	}
	if err := errors.Join(os.Mkdir(fresh, 0o700), p.as.own(fresh)); err != nil {
		return fmt.Errorf("make the database's folder: %w", err)
	}
	args := []string{
		"--pgdata=" + fresh,
		"--username=" + superuser,
		// Who can reach the socket is let in: only this user and root can.
		"--auth=trust",
		"--encoding=UTF8", "--no-locale",
		"--data-checksums",
		"--no-instructions",
	}
	if fleeting {
		args = append(args, "--no-sync")
	}
	cmd := exec.CommandContext(ctx, with.initdb(), args...)
	cmd.Dir = fresh
	cmd.Env = childEnv()
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: p.as.credential()}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, lastLine(string(out)))
	}
	if err := os.Rename(fresh, p.cluster); err != nil {
		return fmt.Errorf("put the database in place: %w", err)
	}
	return syncFolder(p.home)
}

// syncFolder makes a rename in the folder durable.
func syncFolder(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// childEnv is the environment of the programs: little, so that neither PGDATA
// and its kin nor this process's secrets reach them. Messages must be English,
// as this package reads some.
func childEnv() []string {
	env := []string{"LC_ALL=C", "TZ=UTC"}
	for _, name := range []string{"PATH", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

func lastLine(text string) string {
	text = strings.TrimSpace(text)
	return text[strings.LastIndexByte(text, '\n')+1:]
}
