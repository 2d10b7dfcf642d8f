//go:build unix

package localpg

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// systemCache is where a process that runs as root keeps fetched programs: never in a
// folder that another user could write to, and always where the user that Postgres
// runs as can read it.
const systemCache = "/var/cache/tandem"

// cache keeps fetched programs: a folder a parcel, which is there only when it is
// whole. Processes that need one at the same time wait for the first.
type cache struct {
	folder string
	logger *slog.Logger
}

// openCache takes the folder, or this user's own if it is "".
func openCache(folder string, logger *slog.Logger) (cache, error) {
	switch {
	case folder != "":
	case os.Geteuid() == 0:
		folder = systemCache
	default:
		home, err := os.UserCacheDir()
		if err != nil {
			return cache{}, fmt.Errorf("no folder for the programs: %w", err)
		}
		folder = filepath.Join(home, "tandem")
	}
	folder, err := filepath.Abs(folder)
	return cache{folder, logger}, err
}

// programs gives those of a parcel, fetched unless they are here.
func (c cache) programs(ctx context.Context, p parcel) (programs, error) {
	folder := filepath.Join(c.folder, p.folder())
	if !isThere(folder) {
		if err := c.fill(ctx, p, folder); err != nil {
			return programs{}, err
		}
	}
	with, err := inspect(ctx, filepath.Join(folder, "native", "bin"))
	if err != nil {
		return programs{}, fmt.Errorf("the package fetched into %s does not run on this system: %w", folder, err)
	}
	return with, nil
}

// fill fetches a parcel. It is unpacked beside its place and moved there when it is
// whole, so that a process killed on the way leaves nothing half done.
func (c cache) fill(ctx context.Context, p parcel, folder string) error {
	if err := c.makeFolder(); err != nil {
		return fmt.Errorf("make folder for programs: %w", err)
	}
	lock, err := c.lock(ctx)
	if err != nil {
		return fmt.Errorf("lock %s: %w", c.folder, err)
	}
	defer lock.Close()
	if isThere(folder) {
		return nil // another process was here first
	}

	fresh := folder + ".new"
	if err := errors.Join(os.RemoveAll(fresh), os.Mkdir(fresh, 0o700), os.Chmod(fresh, 0o755)); err != nil {
		return err
	}
	defer os.RemoveAll(fresh)
	if err := c.fetch(ctx, p, fresh); err != nil {
		return err
	}
	// Or else a power cut might leave files that are empty in a folder that looks whole.
	syscall.Sync()
	return os.Rename(fresh, folder)
}

// fetch downloads a parcel, and unpacks it into a folder if it is the right one.
func (c cache) fetch(ctx context.Context, p parcel, folder string) error {
	from, err := registry(ctx)
	if err != nil {
		return err
	}
	c.logger.InfoContext(ctx, "fetching PostgreSQL's programs, this once",
		"version", p.version, "size", megabytes(p.size), "from", from.Host, "to", c.folder)
	tarball, err := os.Create(folder + ".tgz")
	if err != nil {
		return err
	}
	defer os.Remove(tarball.Name())
	defer tarball.Close()

	transport := &http.Transport{
		Proxy:              http.ProxyFromEnvironment,
		ForceAttemptHTTP2:  true,
		DisableCompression: true, // a tarball is to be kept as it is
	}
	defer transport.CloseIdleConnections()
	if err := download(ctx, &http.Client{Transport: transport}, from, p, tarball); err != nil {
		return fmt.Errorf("fetch %s: %w", p.folder(), err)
	}
	if _, err := tarball.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if err := unpack(tarball, folder); err != nil {
		return fmt.Errorf("unpack %s: %w", p.folder(), err)
	}
	return nil
}

// makeFolder makes the cache, for everybody to read if it is root's.
func (c cache) makeFolder() error {
	if isThere(c.folder) {
		return nil
	}
	if err := os.MkdirAll(c.folder, 0o755); err != nil {
		return err
	}
	if os.Geteuid() != 0 {
		return nil
	}
	return os.Chmod(c.folder, 0o755) // whatever the umask is
}

// lock waits until no other process fills the cache. The kernel lets go of the lock
// however the process ends.
func (c cache) lock(ctx context.Context) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(c.folder, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	for told := false; ; told = true {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return f, nil
		}
		if errors.Is(err, syscall.EWOULDBLOCK) {
			if !told {
				c.logger.InfoContext(ctx, "waiting for another process that fetches PostgreSQL's programs", "folder", c.folder)
			}
			select {
			case <-time.After(retryEvery):
				continue
			case <-ctx.Done():
				err = ctx.Err()
			}
		}
		f.Close()
		return nil, err
	}
}

func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
