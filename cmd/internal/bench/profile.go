//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"golang.org/x/sync/errgroup"
)

// profile writes a CPU profile of a server at each rate, merged into one file, from which
// the Go compiler optimises: https://go.dev/doc/pgo.
func (p plan) profile(ctx context.Context, s server, file string) error {
	args := []string{"tool", "pprof", "-proto", "-output", file}
	for _, rooms := range rates {
		part := filepath.Join(p.folder, strconv.Itoa(rooms))
		if err := p.profileRooms(ctx, s, rooms, part); err != nil {
			return fmt.Errorf("profile of %d rooms: %w", rooms, err)
		}
		args = append(args, part)
	}
	if out, err := exec.CommandContext(ctx, "go", args...).CombinedOutput(); err != nil { //nolint:gosec // the files are ours
		return fmt.Errorf("merge profiles: %w\n%s", err, out)
	}
	return nil
}

// profileRooms writes the profile of a server in which so many rooms draw.
func (p plan) profileRooms(ctx context.Context, s server, rooms int, file string) (err error) {
	r, err := s.start(ctx, filepath.Join(p.folder, "data"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.end()) }()
	l, err := openLoad(ctx, s.protocol, r, rooms)
	if err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		_, err := l.draw(ctx, r, p.warm, p.count)
		return err
	})
	g.Go(func() error {
		url := fmt.Sprintf("http://%s/debug/pprof/profile?seconds=%.0f", r.admin, p.count.Seconds())
		return download(ctx, url, file)
	})
	return g.Wait()
}

func download(ctx context.Context, url, file string) (err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", url, res.Status)
	}
	f, err := os.Create(file) //nolint:gosec // the caller's own
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = io.Copy(f, res.Body)
	return err
}
