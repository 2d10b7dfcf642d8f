package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tandem-game/tandem/migrations"
)

// release is what is built.
type release struct {
	version string    // "1.2.3"
	made    time.Time // when its commit was; the time of all its files
}

// tag is what its commit is called, and what the binary says of itself.
func (r release) tag() string { return "v" + r.version }

var tagged = regexp.MustCompile(`^v\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$`)

// fromGit returns the release that the commit at hand is tagged as, or why it is none.
func fromGit(ctx context.Context, repository string) (r release, err error) {
	changed, err := git(ctx, repository, "status", "--porcelain")
	if err != nil {
		return r, err
	}
	if changed != "" {
		return r, fmt.Errorf("the tree has changes that are not committed:\n%s", changed)
	}
	tag, err := git(ctx, repository, "describe", "--tags", "--exact-match", "--match", "v*")
	if err != nil || !tagged.MatchString(tag) {
		return r, errors.New("the commit has no tag such as v1.2.3 (make release SNAPSHOT=0.0.1 needs none)")
	}
	r.version = strings.TrimPrefix(tag, "v")
	text, err := os.ReadFile(filepath.Join(repository, "CHANGELOG.md")) //nolint:gosec // the repository is the caller's
	if err != nil {
		return r, err
	}
	if !hasSection(string(text), r.version) {
		return r, fmt.Errorf("CHANGELOG.md has no section \"## %s - %s\"", r.version, time.Now().Format(time.DateOnly))
	}
	if err := checkFloor(ctx, repository); err != nil {
		return r, err
	}
	r.made, err = commitTime(ctx, repository)
	return r, err
}

// checkFloor compares migrations.Floor with the newest step of the release before, if there
// is one.
func checkFloor(ctx context.Context, repository string) error {
	before, err := git(ctx, repository, "describe", "--tags", "--abbrev=0", "--match", "v*", "HEAD^")
	if err != nil {
		return nil //nolint:nilerr // this is the first release
	}
	files, err := git(ctx, repository, "ls-tree", "--name-only", before, "migrations/")
	if err != nil {
		return err
	}
	if newest := newestStep(strings.Split(files, "\n")); newest != migrations.Floor {
		return fmt.Errorf("migrations.Floor is %d, but the newest step of %s is %d", migrations.Floor, before, newest)
	}
	return nil
}

// newestStep returns the highest number of files such as migrations/0053_longer_rounds.sql.
func newestStep(files []string) int {
	newest := 0
	for _, file := range files {
		number, _, _ := strings.Cut(filepath.Base(file), "_")
		if step, err := strconv.Atoi(number); err == nil {
			newest = max(newest, step)
		}
	}
	return newest
}

// hasSection reports whether a changelog has a dated section of a version.
func hasSection(changelog, version string) bool {
	heading := regexp.MustCompile(`^## \[?` + regexp.QuoteMeta(version) + `\]? - \d{4}-\d{2}-\d{2}$`)
	return slices.ContainsFunc(strings.Split(changelog, "\n"), heading.MatchString)
}

func commitTime(ctx context.Context, repository string) (time.Time, error) {
	text, err := git(ctx, repository, "show", "--no-patch", "--format=%cI", "HEAD")
	if err != nil {
		return time.Time{}, err
	}
	made, err := time.Parse(time.RFC3339, text)
	return made.UTC(), err
}

func git(ctx context.Context, repository string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", append([]string{"-C", repository}, args...)...) //nolint:gosec // the arguments are ours
	out, err := cmd.CombinedOutput()
	text := strings.TrimSpace(string(out))
	if err != nil {
		return "", fmt.Errorf("git %s: %w: %s", args[0], err, text)
	}
	return text, nil
}
