//go:build unix

package localpg

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// systemHome is where the data of a process that runs as root lies when its data
// folder is out of the reach of the user that Postgres runs as.
const systemHome = "/var/lib/tandem"

// socketName is what Postgres calls its socket, and longestSocket how long the
// whole path may be: 104 bytes with the final zero on macOS, 108 on Linux.
const (
	socketName    = ".s.PGSQL.5432"
	longestSocket = 103
)

// place is where a cluster lives and as whom.
type place struct {
	asked   string // the data folder that was asked for
	home    string // holds the cluster, its lock and nothing of anybody else
	cluster string // the data folder of Postgres; choose may take the other one
	as      account
}

// settle finds the place for a data folder and makes its home.
func settle(dataDir string) (place, error) {
	home, err := filepath.Abs(dataDir)
	if err != nil {
		return place{}, fmt.Errorf("find data folder: %w", err)
	}
	if info, err := os.Stat(home); err == nil && !info.IsDir() || errors.Is(err, syscall.ENOTDIR) {
		return place{}, fmt.Errorf("DATA_DIR=%s is a file, or in one: set it to a folder", home)
	}
	p, err := placeIn(home)
	if err != nil {
		return place{}, err
	}
	if !p.as.reaches(home) {
		if clusters := clustersIn(home); len(clusters) > 0 {
			return place{}, fmt.Errorf("the database in %s is out of reach of %s, as whom Postgres runs: open the folders above it (chmod o+x) or set DATA_DIR to another place", clusters[0], p.as.name)
		}
		if p, err = placeIn(filepath.Join(systemHome, filepath.Base(filepath.Dir(home))+"-"+digest(home))); err != nil {
			return place{}, err
		}
	}
	p.asked = home
	mode := os.FileMode(0o700)
	if p.as.drop {
		mode = 0o711 // for the child to pass through
	}
	if err := os.MkdirAll(p.home, mode); err != nil {
		return place{}, fmt.Errorf("make data folder: %w; set DATA_DIR to another place, or DATABASE_URL to a server", err)
	}
	return p, nil
}

func placeIn(home string) (place, error) {
	p := place{home: home, cluster: installedCluster(home)}
	var err error
	p.as, err = accountFor(p.cluster)
	return p, err
}

// forFetched is the place of the cluster that fetched programs run, in the same home.
func (p place) forFetched() (place, error) {
	p.cluster = fetchedCluster(p.home)
	var err error
	p.as, err = accountFor(p.cluster)
	return p, err
}

func installedCluster(home string) string { return filepath.Join(home, "postgres") }

func fetchedCluster(home string) string {
	return filepath.Join(home, "postgres-"+strconv.Itoa(fetchedMajor))
}

// clustersIn lists the clusters of a home.
func clustersIn(home string) []string {
	both := []string{installedCluster(home), fetchedCluster(home)}
	return slices.DeleteFunc(both, func(cluster string) bool { return !hasCluster(cluster) })
}

func hasCluster(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, "PG_VERSION"))
	return err == nil
}

// digest names a path in few letters, the same in every process.
func digest(path string) string {
	sum := sha256.Sum256([]byte(path))
	return hex.EncodeToString(sum[:4])
}

// lock takes the home for this process, for as long as the file is open: the
// kernel lets go of it however the process ends. ErrInUse if another has it.
func (p place) lock() (*os.File, error) {
	// The home may be another user's, whose link root must not follow.
	f, err := os.OpenFile(filepath.Join(p.home, "postgres.lock"), os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock data folder: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		defer f.Close()
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("lock data folder: %w", err)
		}
		pid, _ := io.ReadAll(io.LimitReader(f, 20))
		return nil, fmt.Errorf("%w: %s belongs to process %s", ErrInUse, p.home, strings.TrimSpace(string(pid)))
	}
	if err := errors.Join(f.Truncate(0), writePID(f)); err != nil {
		f.Close()
		return nil, fmt.Errorf("lock data folder: %w", err)
	}
	return f, nil
}

func writePID(f *os.File) error {
	_, err := fmt.Fprintln(f, os.Getpid())
	return err
}

// socketFolder makes the folder of the socket: short, and closed to all but the
// account. Its name depends on the cluster alone, so a folder that a killed
// process left behind is used again.
func (p place) socketFolder() (string, error) {
	name := "tandem-" + digest(p.cluster)
	var refused error
	for _, base := range []string{os.TempDir(), "/tmp", "/var/tmp", p.home} {
		folder := filepath.Join(base, name)
		if len(filepath.Join(folder, socketName)) > longestSocket || !p.as.reaches(base) {
			continue
		}
		if err := p.makePrivate(folder); err != nil {
			refused = errors.Join(refused, err)
			continue
		}
		return folder, nil
	}
	return "", fmt.Errorf("no folder for the socket of Postgres (set TMPDIR to a short one): %w", refused)
}

// makePrivate makes the folder, or takes one that is there if nobody else can
// have put it there: what lies in /tmp may be another user's trap.
func (p place) makePrivate(folder string) error {
	if err := os.Mkdir(folder, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	info, err := os.Lstat(folder)
	if err != nil {
		return err
	}
	owner := int(info.Sys().(*syscall.Stat_t).Uid)
	if !info.IsDir() || owner != p.as.uid && owner != os.Geteuid() {
		return fmt.Errorf("%s belongs to another user", folder)
	}
	return errors.Join(os.Chmod(folder, 0o700), p.as.own(folder))
}
