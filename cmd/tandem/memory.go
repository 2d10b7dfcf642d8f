package main

import (
	"bufio"
	"bytes"
	"context"
	"io/fs"
	"log/slog"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"time"
)

// gcPercent is how much the heap may grow between two garbage collections. Rooms live long
// and a message allocates little, so a quarter less memory (than with Go's 100) costs less
// than a hundredth of the CPU time. GOGC overrides it.
const gcPercent = 40

// saveMemory sets how much memory the process takes. Its limit is three quarters of its
// control group's, or of the machine's: the rest is for the kernel's buffers and Postgres.
// Near it the garbage collector works harder. GOMEMLIMIT overrides it.
func saveMemory(ctx context.Context, log *slog.Logger) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	if all := memoryOf(os.DirFS("/")); all > 0 {
		limit := all / 4 * 3
		debug.SetMemoryLimit(limit)
		log.DebugContext(ctx, "soft memory limit set", "megabytes", limit>>20)
	}
}

// startSettles is how long after its start a server has stored its library and its ghosts.
const startSettles = 5 * time.Second

// giveBackStart returns to the system what only the start needed, once that is over. Go would
// do so itself as it collects garbage, which a server that nobody plays on hardly makes.
// The result stops it.
func giveBackStart() (stop func() bool) {
	return time.AfterFunc(startSettles, debug.FreeOSMemory).Stop
}

// memoryOf returns how many bytes of memory a Linux system gives its processes; 0 if it
// doesn't say.
func memoryOf(root fs.FS) (bytes int64) {
	for _, given := range []int64{
		numberIn(root, "sys/fs/cgroup/memory.max", "", 1), // "max" without a limit
		numberIn(root, "proc/meminfo", "MemTotal:", 1<<10),
	} {
		if given > 0 && (bytes == 0 || given < bytes) {
			bytes = given
		}
	}
	return bytes
}

// numberIn returns the number in the line of a file that starts with begin, times unit; 0
// if there is none.
func numberIn(root fs.FS, name, begin string, unit int64) int64 {
	raw, err := fs.ReadFile(root, name)
	if err != nil {
		return 0
	}
	for lines := bufio.NewScanner(bytes.NewReader(raw)); lines.Scan(); {
		rest, ok := strings.CutPrefix(lines.Text(), begin)
		if fields := strings.Fields(rest); ok && len(fields) > 0 {
			n, err := strconv.ParseInt(fields[0], 10, 64)
			if err != nil || n < 0 || n > (1<<62)/unit {
				return 0
			}
			return n * unit
		}
	}
	return 0
}
