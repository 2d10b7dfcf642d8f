package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/measure"
)

// What a host sees of a Tandem before anybody plays.
const (
	firstStartAim = 3  // s, from an empty folder to ready
	nextStartAim  = 1  // s, with the database that is there
	idleAim       = 90 // MB, with the private Postgres
)

// settleFor is how long a fresh server is left alone before its memory counts.
const settleFor = 10 * time.Second

// measureStart times a first start and the next one, and weighs an idle server.
func measureStart(ctx context.Context, binary, folder string) error {
	data := filepath.Join(folder, "fresh")
	for _, start := range []struct {
		name string
		aim  float64
		then func(pid int) error
	}{
		{"first start, from an empty folder to ready", firstStartAim, func(int) error { return nil }},
		{"start with a database that is there", nextStartAim, func(pid int) error {
			time.Sleep(settleFor)
			held, err := heldBy(pid)
			if errors.Is(err, fs.ErrNotExist) {
				return nil // only Linux says
			}
			line("memory of an idle server with its private Postgres (PSS)", float64(held)/1e6, "MB", idleAim)
			return err
		}},
	} {
		addr, err := measure.FreeAddr(ctx)
		if err != nil {
			return err
		}
		cmd := command(ctx, binary, addr, data)
		began := time.Now()
		stop, err := measure.Start(ctx, cmd, addr)
		if err != nil {
			return err
		}
		line(start.name, time.Since(began).Seconds(), "s", start.aim)
		if err := errors.Join(start.then(cmd.Process.Pid), stop()); err != nil {
			return err
		}
	}
	return nil
}

// heldBy returns how many bytes of memory a process and all below it have, what they share
// counted once.
func heldBy(pid int) (bytes int64, err error) {
	bytes, err = proportional(pid)
	if err != nil {
		return 0, err
	}
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	if err != nil {
		return 0, err
	}
	for _, thread := range threads {
		children, err := os.ReadFile(thread) //nolint:gosec // the kernel's
		if err != nil {
			continue // the thread has ended
		}
		for _, child := range strings.Fields(string(children)) {
			number, err := strconv.Atoi(child)
			if err != nil {
				return 0, err
			}
			held, err := heldBy(number)
			if err != nil && !errors.Is(err, fs.ErrNotExist) { // it has ended
				return 0, err
			}
			bytes += held
		}
	}
	return bytes, nil
}

// proportional returns a process' share of memory: of what n processes map, an n-th.
func proportional(pid int) (int64, error) {
	rollup, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return 0, err
	}
	for lines := bufio.NewScanner(bytes.NewReader(rollup)); lines.Scan(); {
		if fields := strings.Fields(lines.Text()); len(fields) == 3 && fields[0] == "Pss:" {
			kilobytes, err := strconv.ParseInt(fields[1], 10, 64)
			return kilobytes << 10, err
		}
	}
	return 0, fmt.Errorf("the kernel tells no share of process %d", pid)
}
