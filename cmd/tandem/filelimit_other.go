//go:build !unix

package main

// fileLimit returns how many files the process may have open; this system doesn't say.
func fileLimit() (int, bool) { return 0, false }
