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

// cpu is the time that a server's threads have run, and those of the processes that it has
// started: its Postgres.
func (r running) cpu() (own, children time.Duration) {
	pid := strconv.Itoa(r.pid)
	for _, child := range descendants(pid) {
		children += threadTime(child)
	}
	return threadTime(pid), children
}

// memory is the resident memory of a server without its Postgres, in KB.
func (r running) memory() int64 {
	fields := fieldsOf(fmt.Sprintf("/proc/%d/statm", r.pid))
	if len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.ParseInt(fields[1], 10, 64)
	return pages * int64(os.Getpagesize()) / 1024
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
