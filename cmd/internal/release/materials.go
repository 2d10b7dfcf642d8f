package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

const cyclonedx = "github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0"

// materials writes what the binary is made of, in CycloneDX: its Go modules with their
// licences, and the packages in the page.
func materials(ctx context.Context, r release) error {
	name, err := filepath.Abs(filepath.Join(folder, "tandem_"+r.version+"_go.cdx.json"))
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "go", "run", cyclonedx, "app", "-json", "-std", "-licenses", "-main", "cmd/tandem", "-output", name) //nolint:gosec // all arguments are ours
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("list the Go modules: %w\n%s", err, out)
	}
	npm := exec.CommandContext(ctx, "npm", "sbom", "--sbom-format=cyclonedx", "--sbom-type=application", "--omit=dev", "--package-lock-only")
	npm.Dir = "ui"
	list, err := npm.Output()
	if err != nil {
		return fmt.Errorf("list the page's packages: %w", err)
	}
	return os.WriteFile(filepath.Join(folder, "tandem_"+r.version+"_page.cdx.json"), list, 0o644) //nolint:gosec // anybody may read it
}
