//go:build !unix

package main

// fileLimit is how many files the process may have open: here the system doesn't say.
func fileLimit() (int, bool) { return 0, false }
