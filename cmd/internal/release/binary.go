package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// platform is one that Tandem is released for.
type platform struct{ os, arch string }

func (p platform) String() string { return p.os + "/" + p.arch }

var platforms = []platform{
	{"linux", "amd64"},
	{"linux", "arm64"},
	{"darwin", "amd64"},
	{"darwin", "arm64"},
	{"windows", "amd64"},
}

// platformsNamed returns those of a list such as "linux/amd64,windows/amd64"; all if it is
// empty.
func platformsNamed(list string) (named []platform, err error) {
	if list == "" {
		return platforms, nil
	}
	for name := range strings.SplitSeq(list, ",") {
		i := slices.IndexFunc(platforms, func(p platform) bool { return p.String() == name })
		if i < 0 {
			return nil, fmt.Errorf("there is no platform %q; there are %v", name, platforms)
		}
		named = append(named, platforms[i])
	}
	return named, nil
}

// build makes the static binary of a platform.
func build(ctx context.Context, r release, p platform) (binary string, err error) {
	binary = filepath.Join(parts, p.os+"_"+p.arch, "tandem")
	if p.os == "windows" {
		binary += ".exe"
	}
	cmd := goCommand(ctx, r, "build", "-o", binary)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+p.os, "GOARCH="+p.arch)
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build for %v: %w\n%s", p, err, out)
	}
	return binary, nil
}

// writeManual writes the manual page, which the binary prints.
func writeManual(ctx context.Context, r release, name string) error {
	host := filepath.Join(parts, "host", "tandem")
	if out, err := goCommand(ctx, r, "build", "-o", host).CombinedOutput(); err != nil {
		return fmt.Errorf("build for this machine: %w\n%s", err, out)
	}
	page, err := exec.CommandContext(ctx, host, "man").Output() //nolint:gosec // we have built it
	if err != nil {
		return fmt.Errorf("make the manual page: %w", err)
	}
	return os.WriteFile(name, page, 0o644) //nolint:gosec // anybody may read it
}

// goCommand is a command of go for cmd/tandem.
func goCommand(ctx context.Context, r release, command string, args ...string) *exec.Cmd {
	all := append([]string{command, "-trimpath", "-ldflags", "-s -w -X main.version=" + r.tag()}, args...)
	return exec.CommandContext(ctx, "go", append(all, "./cmd/tandem")...) //nolint:gosec // the version is checked or the caller's
}
