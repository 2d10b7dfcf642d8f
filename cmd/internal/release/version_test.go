package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tandem-game/tandem/migrations"
)

// repository is a git repository with one commit.
type repository struct {
	t      *testing.T
	folder string
}

func newRepository(t *testing.T) repository {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	r := repository{t, t.TempDir()}
	r.git("init", "--quiet")
	r.write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n")
	r.commit()
	return r
}

func (r repository) git(args ...string) {
	r.t.Helper()
	who := []string{"-C", r.folder, "-c", "user.name=Mila", "-c", "user.email=mila@tandem.example", "-c", "commit.gpgsign=false", "-c", "tag.gpgsign=false"}
	if out, err := exec.CommandContext(r.t.Context(), "git", append(who, args...)...).CombinedOutput(); err != nil {
		r.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

func (r repository) write(name, text string) {
	r.t.Helper()
	if err := os.MkdirAll(filepath.Dir(filepath.Join(r.folder, name)), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(r.folder, name), []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

func (r repository) commit() {
	r.t.Helper()
	r.git("add", "--all")
	r.git("commit", "--quiet", "--message", "a change")
}

// refused tells whether the commit at hand is no release, for a reason that has this in it.
func (r repository) refused(why string) {
	r.t.Helper()
	if _, err := fromGit(r.t.Context(), r.folder); err == nil || !strings.Contains(err.Error(), why) {
		r.t.Errorf("got %v; want that %q", err, why)
	}
}

func (r repository) released(version string) {
	r.t.Helper()
	got, err := fromGit(r.t.Context(), r.folder)
	if err != nil || got.version != version || got.made.IsZero() {
		r.t.Errorf("%+v, %v; want %s", got, err, version)
	}
}

func TestFromGit(t *testing.T) {
	r := newRepository(t)
	r.refused("no tag")
	r.git("tag", "v0.1.0")
	r.refused(`no section "## 0.1.0 - `)

	r.write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n## 0.1.0 - 2026-11-30\n")
	r.write(fmt.Sprintf("migrations/%04d_last.sql", migrations.Floor), "")
	r.refused("changes that are not committed")
	r.commit()
	r.git("tag", "--force", "v0.1.0")
	r.released("0.1.0") // the first: there is none before it

	r.write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n## [0.2.0] - 2026-12-01\n\n## 0.1.0 - 2026-11-30\n")
	r.write(fmt.Sprintf("migrations/%04d_new.sql", migrations.Floor+1), "")
	r.commit()
	r.git("tag", "v0.2.0")
	r.released("0.2.0")

	r.write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n## 0.3.0 - 2026-12-02\n")
	r.commit()
	r.git("tag", "v0.3.0")
	r.refused(fmt.Sprintf("the newest step of v0.2.0 is %d", migrations.Floor+1))
}

func TestHasSection(t *testing.T) {
	const changelog = "# Changelog\n\n## Unreleased\n\n- as in 0.4.0\n\n## 0.3.0\n\n## [0.2.0] - 2026-12-01\n\n## 0.1.0 - 2026-11-30\n"
	for version, want := range map[string]bool{"0.1.0": true, "0.2.0": true, "0.3.0": false, "0.4.0": false, "0-1.0": false, "": false} {
		if got := hasSection(changelog, version); got != want {
			t.Errorf("%q: %t, want %t", version, got, want)
		}
	}
}
