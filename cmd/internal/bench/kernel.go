//go:build linux

package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// What the kernel counts. A process that has ended meanwhile counts nothing.

// cpu is the time that each node's threads have run, and those of the processes of their
// Postgres.
func (r running) cpu() (nodes []time.Duration, postgres time.Duration) {
	for _, pid := range r.pids {
		nodes = append(nodes, threadTime(strconv.Itoa(pid)))
		for _, child := range descendants(strconv.Itoa(pid)) {
			postgres += threadTime(child)
		}
	}
	if len(r.postgres) > 0 {
		for _, child := range append(descendants(r.postgres[0]), r.postgres[0]) {
			postgres += threadTime(child)
		}
	}
	return nodes, postgres
}

// memory is the resident memory of a server without its Postgres, in KB.
func (r running) memory() (sum int64) {
	for _, pid := range r.pids {
		fields := fieldsOf(fmt.Sprintf("/proc/%d/statm", pid))
		if len(fields) < 2 {
			continue
		}
		pages, _ := strconv.ParseInt(fields[1], 10, 64)
		sum += pages * int64(os.Getpagesize()) / 1024
	}
	return sum
}

func threadTime(pid string) (sum time.Duration) {
	for _, thread := range namesIn("/proc/" + pid + "/task") {
		if fields := fieldsOf("/proc/" + pid + "/task/" + thread + "/schedstat"); len(fields) > 0 {
			ns, _ := strconv.ParseInt(fields[0], 10, 64)
			sum += time.Duration(ns)
		}
	}
	return sum
}

func descendants(pid string) (all []string) {
	for _, thread := range namesIn("/proc/" + pid + "/task") {
		for _, child := range fieldsOf("/proc/" + pid + "/task/" + thread + "/children") {
			all = append(append(all, child), descendants(child)...)
		}
	}
	return all
}

// loopback counts what all programs have sent over the loopback interface.
func loopback() (bytes, packets int64) {
	b, _ := os.ReadFile("/proc/net/dev")
	for l := range strings.Lines(string(b)) {
		if counts, ok := strings.CutPrefix(strings.TrimSpace(l), "lo:"); ok {
			f := strings.Fields(counts)
			bytes, _ = strconv.ParseInt(f[8], 10, 64)
			packets, _ = strconv.ParseInt(f[9], 10, 64)
		}
	}
	return bytes, packets
}

func namesIn(folder string) (names []string) {
	entries, _ := os.ReadDir(folder)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func fieldsOf(path string) []string {
	b, _ := os.ReadFile(path) //nolint:gosec // of the kernel
	return strings.Fields(string(b))
}
