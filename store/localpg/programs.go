//go:build unix

package localpg

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
)

// oldestMajor is the first PostgreSQL that has all Tandem uses.
const oldestMajor = 14

// installs are the places of PostgreSQL's programs that are on nobody's PATH.
var installs = []string{
	"/usr/lib/postgresql/*/bin",                          // Debian, Ubuntu
	"/usr/pgsql-*/bin",                                   // PGDG on Red Hat and its kin
	"/opt/homebrew/opt/postgresql@*/bin",                 // Homebrew, Apple silicon
	"/usr/local/opt/postgresql@*/bin",                    // Homebrew, Intel
	"/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",    // Homebrew, Linux
	"/Applications/Postgres.app/Contents/Versions/*/bin", // Postgres.app
}

// programs are those of one PostgreSQL installation.
type programs struct {
	folder  string
	version string // "15.14"
	major   int    // 15
}

func (p programs) postgres() string { return filepath.Join(p.folder, "postgres") }
func (p programs) initdb() string   { return filepath.Join(p.folder, "initdb") }

// findPrograms looks for an installation that the account can run. A major
// version other than 0 asks for that one: data of one can't be read by another.
// ErrNoPrograms if there is none at all, ErrOtherVersion if the data's isn't there.
func findPrograms(ctx context.Context, as account, major int) (programs, error) {
	all := installed(ctx, as, programFolders(ctx))
	var found []string
	newer := fetchedMajor > major
	for _, p := range all {
		if p.major >= oldestMajor && (major == 0 || p.major == major) {
			return p, nil
		}
		found = append(found, p.version+" in "+p.folder)
		newer = newer || p.major > major
	}
	here := "there is only " + strings.Join(found, ", ")
	if len(found) == 0 {
		here = "no PostgreSQL is installed"
	}
	switch {
	case major != 0 && newer:
		return programs{}, fmt.Errorf("%w: it was made by PostgreSQL %d, but %s; make it one of a newer PostgreSQL by tandem upgrade-database, or install PostgreSQL %d, or set PG_BIN to its programs",
			ErrOtherVersion, major, here, major)
	case major != 0:
		return programs{}, fmt.Errorf("%w: it was made by PostgreSQL %d, but %s; install PostgreSQL %d, or set PG_BIN to its programs",
			ErrOtherVersion, major, here, major)
	case len(found) > 0:
		return programs{}, fmt.Errorf("%w: PostgreSQL %d or newer is needed, but %s", ErrNoPrograms, oldestMajor, here)
	default:
		return programs{}, fmt.Errorf("%w: install PostgreSQL (apt install postgresql, brew install postgresql@17), or set PG_BIN to the folder of its programs, or DATABASE_URL to a server", ErrNoPrograms)
	}
}

// installed lists the programs in these folders that the account can run, each once.
func installed(ctx context.Context, as account, folders []string) []programs {
	var all []programs
	for _, folder := range folders {
		p, err := inspect(ctx, folder)
		if err == nil && !slices.Contains(all, p) && as.reaches(p.folder) {
			all = append(all, p)
		}
	}
	return all
}

// programFolders lists where the programs may be, the best guess first. PG_BIN
// is no guess: with it set, nothing else counts.
func programFolders(ctx context.Context) []string {
	if folder := os.Getenv("PG_BIN"); folder != "" {
		return []string{folder}
	}
	return systemFolders(ctx)
}

// systemFolders lists where an installation puts the programs.
func systemFolders(ctx context.Context) []string {
	folders := filepath.SplitList(os.Getenv("PATH"))
	if out, err := exec.CommandContext(ctx, "pg_config", "--bindir").Output(); err == nil {
		folders = append(folders, strings.TrimSpace(string(out)))
	}
	for _, pattern := range installs {
		matches, err := filepath.Glob(pattern)
		if err != nil {
			continue
		}
		slices.SortFunc(matches, func(a, b string) int { return majorIn(b) - majorIn(a) })
		folders = append(folders, matches...)
	}
	return folders
}

var number = regexp.MustCompile(`[0-9]+`)

// majorIn reads the version that a folder's path ends with; 0 if it has none.
func majorIn(path string) int {
	numbers := number.FindAllString(path, -1)
	if len(numbers) == 0 {
		return 0
	}
	n, err := strconv.Atoi(numbers[len(numbers)-1])
	if err != nil {
		return 0
	}
	return n
}

var versionLine = regexp.MustCompile(`\(PostgreSQL\) (([0-9]+)\S*)`)

// inspect reads the version of the programs in a folder. Links are followed, for
// what belongs to the programs lies beside the real ones; and a folder with only
// one of the two is none, such as that of a package with clients alone.
func inspect(ctx context.Context, folder string) (programs, error) {
	postgres, err := filepath.EvalSymlinks(filepath.Join(folder, "postgres"))
	if err != nil {
		return programs{}, err
	}
	p := programs{folder: filepath.Dir(postgres)}
	if _, err := exec.LookPath(p.initdb()); err != nil {
		return programs{}, err
	}
	out, err := exec.CommandContext(ctx, p.postgres(), "--version").Output()
	if err != nil {
		return programs{}, err
	}
	m := versionLine.FindStringSubmatch(string(out))
	if m == nil {
		return programs{}, errors.New("no version of PostgreSQL: " + string(out))
	}
	p.version = m[1]
	p.major, err = strconv.Atoi(m[2])
	return p, err
}
