package migrations

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing"
)

// lastBeforeNodes is the last step from before many nodes shared a database.
const lastBeforeNodes = "0048"

var (
	comment     = regexp.MustCompile(`--[^\n]*`)
	breaking    = regexp.MustCompile(`(?i)\b(DROP (COLUMN|TABLE|VIEW|TYPE|FUNCTION)|RENAME|TRUNCATE|SET NOT NULL|ALTER (COLUMN )?\w+ (SET DATA )?TYPE|DROP DEFAULT)\b`)
	addedColumn = regexp.MustCompile(`(?i)ADD COLUMN (IF NOT EXISTS )?\w+ [^,;]*`)
	unused      = regexp.MustCompile(`(?m)^-- unused since: v\d+\.\d+\.\d+$`)
)

// whatBreaks returns what of a step's way up a version that doesn't know the step can't
// ignore: "" if nothing.
func whatBreaks(step string) string {
	up, _, _ := strings.Cut(step, "-- +goose Down")
	if unused.MatchString(up) {
		return ""
	}
	up = comment.ReplaceAllString(up, "")
	for _, column := range addedColumn.FindAllString(up, -1) {
		if c := strings.ToUpper(column); strings.Contains(c, "NOT NULL") && !strings.Contains(c, "DEFAULT") && !strings.Contains(c, "GENERATED") {
			return column
		}
	}
	return breaking.FindString(up)
}

// In a rolling update the version before plays on with the new schema.
func TestSteps_LetTheVersionBeforePlayOn(t *testing.T) {
	files, err := fs.Glob(FS, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if name[:len(lastBeforeNodes)] <= lastBeforeNodes {
			continue
		}
		step, err := fs.ReadFile(FS, name)
		if err != nil {
			t.Fatal(err)
		}
		if what := whatBreaks(string(step)); what != "" {
			t.Errorf("%s: a version that doesn't know this step can't go on after %q", name, what)
		}
	}
}

// Or else no program could serve, or the step that it names is none.
func TestFloor_IsAStep(t *testing.T) {
	if files, err := fs.Glob(FS, fmt.Sprintf("%04d_*.sql", Floor)); err != nil || len(files) != 1 {
		t.Errorf("the floor is step %d: %q, %v", Floor, files, err)
	}
}

func TestWhatBreaks(t *testing.T) {
	for step, want := range map[string]string{
		"ALTER TABLE games ADD COLUMN ghost TEXT;":                            "",
		"ALTER TABLE games ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT false;": "",
		"CREATE TABLE likes (game TEXT NOT NULL); -- DROP TABLE comes later":  "",
		"CREATE INDEX i ON games (id);\n-- +goose Down\nDROP TABLE games;":    "",
		"-- unused since: v0.3.0\nALTER TABLE games DROP COLUMN theme;":       "",
		"ALTER TABLE games DROP COLUMN theme;":                                "DROP COLUMN",
		"ALTER TABLE games ADD COLUMN a TEXT, ADD COLUMN b TEXT NOT NULL;":    "ADD COLUMN b TEXT NOT NULL",
		"ALTER TABLE games RENAME COLUMN theme TO topic;":                     "RENAME",
		"ALTER TABLE games ALTER COLUMN theme SET NOT NULL;":                  "SET NOT NULL",
		"ALTER TABLE games\n\tALTER COLUMN seq TYPE INT;":                     "ALTER COLUMN seq TYPE",
		"-- unused since: some day\nDROP TABLE obstacles;":                    "DROP TABLE",
	} {
		if got := whatBreaks(step); got != want {
			t.Errorf("%s: %q, want %q", step, got, want)
		}
	}
}
