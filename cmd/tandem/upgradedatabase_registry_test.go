//go:build registry && unix

// These tests fetch from the real npm registry: make test-fetch.

package main
