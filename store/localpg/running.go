//go:build unix

package localpg

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// HasData returns nil if a data folder holds a database, or else ErrNoData.
func HasData(dataDir string) error {
	home, err := settle(dataDir)
	if err != nil {
		return err
	}
	if len(clustersIn(home.home)) == 0 && !hasCluster(upgradedCluster(home.home)) {
		return fmt.Errorf("%w %s", ErrNoData, home.home)
	}
	return nil
}

// Running returns the URL of the Postgres that another process runs on a data folder. Only
// that process's user and root may use it.
func Running(ctx context.Context, dataDir string) (string, error) {
	home, err := settle(dataDir)
	if err != nil {
		return "", err
	}
	for _, cluster := range clustersIn(home.home) {
		folder, found := socketOf(cluster)
		if found != nil {
			err = errors.Join(err, found)
			continue
		}
		dialer := net.Dialer{Timeout: time.Second}
		conn, refused := dialer.DialContext(ctx, "unix", filepath.Join(folder, socketName))
		if refused != nil {
			err = errors.Join(err, refused)
			continue
		}
		conn.Close()
		return (&Server{socket: folder}).URL(), nil
	}
	return "", fmt.Errorf("reach the Postgres that runs on %s: %w", home.home, err)
}

// socketOf reads where the server of a cluster has its socket: in the fifth line.
func socketOf(cluster string) (string, error) {
	text, err := os.ReadFile(filepath.Join(cluster, "postmaster.pid"))
	if err != nil {
		return "", err
	}
	lines := strings.Split(string(text), "\n")
	if len(lines) < 5 || lines[4] == "" {
		return "", errors.New("it is starting")
	}
	return strings.TrimSpace(lines[4]), nil
}
