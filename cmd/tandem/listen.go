package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// The forms of ADDR besides a host and a port.
const (
	unixPrefix = "unix:"   // unix:/run/tandem.sock, or unix:/run/tandem.sock,mode=666
	systemd    = "systemd" // the socket that systemd has opened
)

// socketMode lets the group of the process connect, to which its proxy can belong.
const socketMode = 0o660

// unixSocket is an ADDR on the file system.
type unixSocket struct {
	path string
	mode fs.FileMode
}

// parseUnix parses an ADDR that begins with unixPrefix; ok is false for all others.
func parseUnix(addr string) (s unixSocket, ok bool, err error) {
	rest, ok := strings.CutPrefix(addr, unixPrefix)
	if !ok {
		return s, false, nil
	}
	path, mode, given := strings.Cut(rest, ",mode=")
	s = unixSocket{path, socketMode}
	if given {
		bits, err := strconv.ParseUint(mode, 8, 9)
		if err != nil {
			return s, true, fmt.Errorf("has a mode that is none, such as 660: %q", mode)
		}
		s.mode = fs.FileMode(bits)
	}
	if path == "" {
		return s, true, errors.New("must name the socket, such as unix:/run/tandem/tandem.sock")
	}
	return s, true, nil
}

// checkAddr returns what is wrong with an ADDR.
func checkAddr(addr string) error {
	if _, isUnix, err := parseUnix(addr); isUnix || addr == systemd {
		return err
	}
	if _, port, err := net.SplitHostPort(addr); err != nil || port == "" {
		return fmt.Errorf("must look like :8080, [::1]:8080, unix:/run/tandem/tandem.sock or systemd, not %q", addr)
	}
	return nil
}

// listenAt opens an ADDR.
func listenAt(ctx context.Context, addr string) (net.Listener, error) {
	if addr == systemd {
		return listenOnPassed(os.Getenv)
	}
	s, isUnix, err := parseUnix(addr)
	switch {
	case err != nil:
		return nil, err
	case isUnix:
		return s.listen(ctx)
	}
	return new(net.ListenConfig).Listen(ctx, "tcp", addr)
}

// listen opens the socket. A process that was killed has left its file.
func (s unixSocket) listen(ctx context.Context) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "unix", s.path)
	if errors.Is(err, syscall.EADDRINUSE) && s.isAbandoned(ctx) {
		if err := os.Remove(s.path); err != nil {
			return nil, fmt.Errorf("remove the socket of a process that is gone: %w", err)
		}
		l, err = new(net.ListenConfig).Listen(ctx, "unix", s.path)
	}
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(s.path, s.mode); err != nil {
		return nil, errors.Join(fmt.Errorf("let the proxy use the socket: %w", err), l.Close())
	}
	return l, nil
}

// isAbandoned reports whether the file is a socket to which nobody listens.
func (s unixSocket) isAbandoned(ctx context.Context) bool {
	c, err := new(net.Dialer).DialContext(ctx, "unix", s.path)
	if err == nil {
		_ = c.Close() // nothing was sent
	}
	at, statErr := os.Lstat(s.path)
	return errors.Is(err, syscall.ECONNREFUSED) && statErr == nil && at.Mode().Type() == fs.ModeSocket
}

// firstPassed is the first file that systemd passes on, see sd_listen_fds(3).
const firstPassed = 3

// listenOnPassed returns the socket that systemd has opened for this process. Between two
// processes connections wait there.
func listenOnPassed(getenv func(string) string) (net.Listener, error) {
	if getenv("LISTEN_PID") != strconv.Itoa(os.Getpid()) || getenv("LISTEN_FDS") != "1" {
		return nil, errors.New("ADDR is systemd, but systemd has not opened one socket for this process: start it by a .socket unit")
	}
	file := os.NewFile(firstPassed, "the socket of systemd")
	defer file.Close() //nolint:errcheck // the listener has a copy
	l, err := net.FileListener(file)
	if err != nil {
		return nil, fmt.Errorf("listen on the socket of systemd: %w", err)
	}
	return l, nil
}

// reachHere returns where this machine reaches a server that listens at an ADDR, and a
// client that does, without a proxy.
func reachHere(addr string) (at *url.URL, client *http.Client, err error) {
	transport := &http.Transport{DisableKeepAlives: true}
	client = &http.Client{Transport: transport}
	s, isUnix, err := parseUnix(addr)
	switch {
	case err != nil:
		return nil, nil, err
	case addr == systemd:
		return nil, nil, errors.New("ADDR=systemd does not say where; ask at the address in the .socket unit")
	case isUnix:
		transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", s.path)
		}
		return &url.URL{Scheme: "http", Host: "localhost"}, client, nil
	}
	return &url.URL{Scheme: "http", Host: reachable(addr)}, client, nil
}
