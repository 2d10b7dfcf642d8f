//go:build unix

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
)

// A binary with a clock that can be wrong. Go programs ask the kernel for the time without
// the C library, so no preloaded one (libfaketime) deceives them; instead the binary is
// built with another time.Now. Only its wall clock is wrong: the monotonic one, by which
// timers run, can't be set on a real machine either.

// clockOffset is the variable by how many seconds a server's clock is wrong.
const clockOffset = "CHAOS_CLOCK_OFFSET"

// nowCall is in time.Now, and nowWrong adds the offset. Package time reads the environment
// by itself for TZ.
const (
	nowCall  = "func Now() Time {\n\tsec, nsec, mono := runtimeNow()\n"
	nowWrong = nowCall + "\tsec += chaosOffset()\n"

	readOffset = `
var chaosOnce sync.Once
var chaosSeconds int64

func chaosOffset() int64 {
	chaosOnce.Do(func() {
		s, _ := syscall.Getenv("` + clockOffset + `")
		n, _ := atoi(s)
		chaosSeconds = int64(n)
	})
	return chaosSeconds
}
`
	imports      = "import (\n"
	moreImports  = imports + "\t\"sync\"\n\t\"syscall\"\n"
	overlayName  = "overlay.json"
	timeFileName = "time.go"
)

// wrongClock writes an overlay for the go command into folder, with which a program has a
// clock that can be wrong.
func wrongClock(ctx context.Context, folder string) (overlay string, err error) {
	root, err := output(ctx, ".", nil, "go", "env", "GOROOT")
	if err != nil {
		return "", err
	}
	original := filepath.Join(root, "src", "time", timeFileName)
	source, err := os.ReadFile(original) //nolint:gosec // it is Go's
	if err != nil {
		return "", err
	}
	if !bytes.Contains(source, []byte(nowCall)) || !bytes.Contains(source, []byte(imports)) {
		return "", errors.New("this Go has another time.Now than the checker knows")
	}
	source = bytes.Replace(source, []byte(nowCall), []byte(nowWrong), 1)
	source = bytes.Replace(source, []byte(imports), []byte(moreImports), 1)
	source = append(source, readOffset...)
	wrong := filepath.Join(folder, timeFileName)
	if err := os.WriteFile(wrong, source, 0o600); err != nil { //nolint:gosec // the folder is ours
		return "", err
	}
	replace, err := json.Marshal(map[string]any{"Replace": map[string]string{original: wrong}})
	if err != nil {
		return "", err
	}
	overlay = filepath.Join(folder, overlayName)
	return overlay, os.WriteFile(overlay, replace, 0o600) //nolint:gosec // as above
}
