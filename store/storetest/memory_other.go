//go:build !linux

package storetest

import "os"

// roomyFolder returns the folder of temporary files.
func roomyFolder() string { return os.TempDir() }
