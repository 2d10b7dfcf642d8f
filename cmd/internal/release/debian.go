package main

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
)

// nfpm makes Debian packages without a Debian.
const nfpm = "github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.48.0"

// The files of the package, besides what every archive has.
const (
	packageConfig = "cmd/internal/release/debian/nfpm.yaml"
	unit          = "cmd/internal/release/debian/tandem.service"
	settings      = "cmd/internal/release/debian/tandem.default"
)

// debianPackage makes the package of an architecture in a folder.
func debianPackage(ctx context.Context, r release, arch, binary, manual, to string) error {
	zipped := manual + ".gz"
	if err := compress(manual, zipped); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "go", "run", nfpm, "package", "--config", packageConfig, "--packager", "deb", "--target", to) //nolint:gosec // all arguments are ours
	cmd.Env = append(os.Environ(),
		"VERSION="+r.version, "ARCH="+arch, "BINARY="+binary, "MANUAL="+zipped,
		"SOURCE_DATE_EPOCH="+strconv.FormatInt(r.made.Unix(), 10))
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("make the Debian package: %w\n%s", err, out)
	}
	return nil
}

// compress writes a file anew, compressed and without its name and time.
func compress(from, to string) (err error) {
	f, err := os.Create(to) //nolint:gosec // the name is ours
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w, err := gzip.NewWriterLevel(f, gzip.BestCompression)
	if err != nil {
		return err
	}
	return errors.Join(copyFrom(from, w), w.Close())
}
