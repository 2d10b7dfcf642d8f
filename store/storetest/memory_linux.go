package storetest

import (
	"os"
	"syscall"
)

// memory is a folder in memory, and roomy how many bytes must be free there for a cluster.
const (
	memory = "/dev/shm"
	roomy  = 1 << 30
)

// roomyFolder returns the folder in memory if a cluster fits, else that of temporary files.
func roomyFolder() string {
	var free syscall.Statfs_t
	if err := syscall.Statfs(memory, &free); err == nil && free.Bavail*uint64(free.Bsize) >= roomy {
		return memory
	}
	return os.TempDir()
}
