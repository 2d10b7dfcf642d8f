// Package measure is what the programs share that measure Tandem (bench, chaos, figures):
// how they build and start it, and how they print a figure.
package measure

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// Figure writes a figure as `make figures` prints it: name, value, unit, aim, and met or
// short, with tabs between. Smaller is better, always.
func Figure(w io.Writer, name string, value float64, unit string, aim float64) {
	verdict := "met"
	if value > aim {
		verdict = "short"
	}
	fmt.Fprintf(w, "%s\t%.4g\t%s\t<= %g\t%s\n", name, value, unit, aim, verdict)
}

// Build builds Tandem from the module in the working folder into folder.
func Build(ctx context.Context, folder string) (binary string, err error) {
	binary = filepath.Join(folder, "tandem")
	out, err := exec.CommandContext(ctx, "go", "build", "-o", binary, "./cmd/tandem").CombinedOutput() //nolint:gosec // the folder is the caller's
	if err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return binary, nil
}

// FreeAddr finds a free port on loopback.
func FreeAddr(ctx context.Context) (string, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// readyWithin is how long a server may take to create its database and be ready.
const readyWithin = time.Minute

// Start starts a server that will listen on addr, and waits until it is ready. stop ends
// it with SIGTERM, so that it ends its Postgres, and gives its error.
func Start(ctx context.Context, cmd *exec.Cmd, addr string) (stop func() error, err error) {
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	stop = func() error {
		_ = cmd.Process.Signal(syscall.SIGTERM) // unless it has ended
		return cmd.Wait()
	}
	for end := time.Now().Add(readyWithin); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+addr+"/readyz", nil)
		if err != nil {
			return nil, errors.Join(err, stop())
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			continue
		}
		res.Body.Close()
		if res.StatusCode == http.StatusOK {
			return stop, nil
		}
	}
	return nil, errors.Join(fmt.Errorf("the server was not ready within %s", readyWithin), stop())
}
