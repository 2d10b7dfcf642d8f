//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// binaries are those of Tandem that a course needs.
type binaries struct {
	tandem string
	wrong  string // its clock can be wrong; "" unless it is needed
}

// build builds the binaries of the module in the working folder into folder. With a patch it
// builds a copy to which the patch was applied.
func build(ctx context.Context, folder string, patch []byte, wrong bool) (b binaries, err error) {
	root, err := output(ctx, ".", nil, "go", "list", "-m", "-f", "{{.Dir}}")
	if err != nil {
		return b, err
	}
	if patch != nil {
		copied := filepath.Join(folder, "source")
		defer func() { err = errors.Join(err, os.RemoveAll(copied)) }()
		if err := copySource(root, copied); err != nil {
			return b, fmt.Errorf("copy the source: %w", err)
		}
		if _, err := output(ctx, copied, patch, "git", "apply", "-p1", "-C1", "-"); err != nil {
			return b, err
		}
		root = copied
	}
	b.tandem = filepath.Join(folder, "tandem")
	if _, err = output(ctx, root, nil, "go", "build", "-o", b.tandem, "./cmd/tandem"); err != nil || !wrong {
		return b, err
	}
	overlay, err := wrongClock(ctx, folder)
	if err != nil {
		return b, err
	}
	b.wrong = filepath.Join(folder, "tandem-wrong-clock")
	_, err = output(ctx, root, nil, "go", "build", "-overlay", overlay, "-o", b.wrong, "./cmd/tandem")
	return b, err
}

// copySource copies the sources of the binary.
func copySource(from, to string) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		switch {
		case d.IsDir() && (name == "bin" || d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && name != "."):
			return fs.SkipDir
		case d.IsDir():
			return os.MkdirAll(filepath.Join(to, name), 0o750)
		case !d.Type().IsRegular():
			return nil
		}
		content, err := os.ReadFile(path) //nolint:gosec // it is our own source
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, name), content, 0o600) //nolint:gosec // as is the copy
	})
}

// output runs a command in a folder and returns what it prints.
func output(ctx context.Context, folder string, input []byte, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...) //nolint:gosec // the callers are above
	cmd.Dir, cmd.Stdin = folder, bytes.NewReader(input)
	cmd.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(folder)) // the copy is in no repository
	var errOut bytes.Buffer
	cmd.Stderr = &errOut
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, &errOut)
	}
	return strings.TrimSpace(string(out)), nil
}
