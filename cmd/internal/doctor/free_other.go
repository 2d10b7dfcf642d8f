//go:build !linux && !darwin

package doctor

// freeBytes returns how much this account may still write to a folder's disk; this system
// doesn't say.
func freeBytes(string) (free uint64, known bool) { return 0, false }
