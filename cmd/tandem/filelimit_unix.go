//go:build unix

package main

import "syscall"

// fileLimit returns how many files the process may have open: Go has raised the limit as
// far as the system allows.
func fileLimit() (int, bool) {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return 0, false
	}
	return int(min(uint64(limit.Cur), mostFiles)), true //nolint:unconvert // it is signed on some systems
}
