package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// The tools of CycloneDX. npm's own `npm sbom` leaves out what a development package uses, too.
const (
	cyclonedx    = "github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0"
	cyclonedxNPM = "@cyclonedx/cyclonedx-npm@6.0.1"
)

// materials writes what the binary is made of, in CycloneDX: its Go modules with their
// licences, and the packages in the page.
func materials(ctx context.Context, r release) error {
	to, err := filepath.Abs(folder)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "go", "run", cyclonedx, "app", "-json", "-std", "-licenses", "-noserial", "-notimestamp", "-main", "cmd/tandem", "-output", filepath.Join(to, "tandem_"+r.version+"_go.cdx.json")) //nolint:gosec // all arguments are ours
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("list the Go modules: %w\n%s", err, out)
	}
	npm := exec.CommandContext(ctx, "npx", "--yes", cyclonedxNPM, "--package-lock-only", "--omit", "dev", "--output-reproducible", "--mc-type", "application", //nolint:gosec // all arguments are ours
		"--output-file", filepath.Join(to, "tandem_"+r.version+"_page.cdx.json"))
	npm.Dir = "ui"
	if out, err := npm.CombinedOutput(); err != nil {
		return fmt.Errorf("list the page's packages: %w\n%s", err, out)
	}
	return nil
}
