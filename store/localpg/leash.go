//go:build unix

package localpg

import (
	"context"
	"io"
	"os/exec"
	"strconv"
	"syscall"
)

// leash is a shell that ends the server when this process is gone. It waits for
// the end of a pipe which this process never writes to: however it dies, the
// kernel closes it.
type leash struct {
	cmd  *exec.Cmd
	pipe io.Closer
}

// watch signals the server, if it is still the cluster's, waits for its end, and
// removes the folders that are to go with it.
// Arguments: process id, signal, cluster, folders.
const watch = `
read -r _
pid=$1 signal=$2 cluster=$3
shift 3
if [ "$(head -n 1 "$cluster/postmaster.pid" 2>/dev/null)" = "$pid" ]; then
	kill -s "$signal" "$pid"
fi
tries=100
while kill -0 "$pid" 2>/dev/null && [ $tries -gt 0 ]; do
	sleep 0.1
	tries=$((tries - 1))
done
if [ $# -gt 0 ]; then
	rm -rf -- "$@"
fi`

// tie puts the running server on a leash.
func (s *Server) tie(ctx context.Context) (*leash, error) {
	signal := "INT"
	var folders []string
	if s.cfg.Fleeting {
		signal = "QUIT"
		folders = []string{s.place.home, s.socket}
	}
	args := append([]string{
		"-c", watch, "leash",
		strconv.Itoa(s.process.cmd.Process.Pid), signal, s.place.cluster,
	}, folders...)
	cmd := exec.CommandContext(context.WithoutCancel(ctx), "/bin/sh", args...)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C is not for it
	pipe, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	return &leash{cmd: cmd, pipe: pipe}, cmd.Start()
}

// release ends the shell before it does anything.
func (l *leash) release() {
	_ = l.cmd.Process.Kill()
	_ = l.cmd.Wait() // "killed" is no news
	_ = l.pipe.Close()
}
