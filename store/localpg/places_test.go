//go:build unix

package localpg

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAccount_Reaches(t *testing.T) {
	open := openDir(t)
	closed := filepath.Join(open, "closed")
	if err := os.Mkdir(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(open, "link")
	if err := os.Symlink(closed, link); err != nil {
		t.Fatal(err)
	}
	stranger := account{uid: 54321, gid: 54321, drop: true}
	owner := account{uid: os.Geteuid(), gid: os.Getegid(), drop: true}
	for _, test := range []struct {
		name string
		as   account
		path string
		want bool
	}{
		{"an open folder", stranger, open, true},
		{"a missing folder in an open one", stranger, filepath.Join(open, "a", "b"), true},
		{"a closed folder", stranger, closed, false},
		{"a missing folder in a closed one", stranger, filepath.Join(closed, "a"), false},
		{"a closed folder behind a link", stranger, link, false},
		{"a closed folder of the same user", owner, closed, true},
		{"any folder, for this process's own user", account{}, closed, true},
	} {
		if got := test.as.reaches(test.path); got != test.want {
			t.Errorf("reaches %s: %t, want %t", test.name, got, test.want)
		}
	}
}

func TestSettle_RootLeavesAFolderOutOfReach(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root runs Postgres as another user")
	}
	p, err := settle(filepath.Join(t.TempDir(), "data")) // its parent folder is closed
	if err != nil {
		t.Fatal(err)
	}
	defer os.Remove(systemHome)
	defer os.Remove(p.home)
	if !strings.HasPrefix(p.home, systemHome+"/") || !p.as.reaches(p.cluster) {
		t.Errorf("the data is in %s; want a place under %s", p.home, systemHome)
	}
	again, err := settle(filepath.Join(t.TempDir(), "data"))
	if err != nil {
		t.Fatal(err)
	}
	defer os.Remove(again.home)
	if again.home == p.home {
		t.Errorf("two data folders share %s", p.home)
	}
}

func TestSettle_RefusesToIgnoreADatabaseOutOfReach(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root runs Postgres as another user")
	}
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "postgres"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "postgres", "PG_VERSION"), []byte("15\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := settle(folder); err == nil || !strings.Contains(err.Error(), "out of reach") {
		t.Errorf("got %v; want an error that the old database is out of reach", err)
	}
}

func TestSettle_SaysWhatToDoWithoutAFolder(t *testing.T) {
	file := filepath.Join(openDir(t), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{file, filepath.Join(file, "data")} {
		_, err := settle(path)
		if err == nil || !strings.Contains(err.Error(), "is a file, or in one: set it to a folder") {
			t.Errorf("%s: got %v; want an error that says so", path, err)
		}
	}
}

func TestPlace_SocketFolderIsShortAndOurs(t *testing.T) {
	as, err := accountFor("/nonexistent")
	if err != nil {
		t.Fatal(err)
	}
	home := filepath.Join(t.TempDir(), strings.Repeat("long", 30))
	t.Setenv("TMPDIR", home)
	p := place{home: home, cluster: filepath.Join(home, "postgres"), as: as}
	folder, err := p.socketFolder()
	if err != nil {
		t.Fatal(err)
	}
	defer os.Remove(folder)
	if n := len(filepath.Join(folder, socketName)); n > longestSocket {
		t.Errorf("the socket's path has %d bytes", n)
	}
}

func TestPlace_MakePrivateRefusesALink(t *testing.T) {
	p := place{as: account{uid: os.Geteuid()}}
	trap := filepath.Join(t.TempDir(), "trap")
	if err := os.Symlink(t.TempDir(), trap); err != nil {
		t.Fatal(err)
	}
	if err := p.makePrivate(trap); err == nil {
		t.Error("a link that another user made was taken for the server's folder")
	}
}

func TestFindPrograms(t *testing.T) {
	as := account{}
	t.Run("a link to a program finds the others", func(t *testing.T) {
		whole, links := fakePrograms(t, "17.10"), t.TempDir()
		if err := os.Symlink(filepath.Join(whole, "postgres"), filepath.Join(links, "postgres")); err != nil {
			t.Fatal(err)
		}
		t.Setenv("PG_BIN", links)
		p, err := findPrograms(t.Context(), as, 0)
		if want := (programs{folder: whole, version: "17.10", major: 17}); err != nil || p != want {
			t.Errorf("got %+v, %v; want %+v", p, err, want)
		}
	})
	t.Run("an empty PG_BIN folder is an error", func(t *testing.T) {
		t.Setenv("PG_BIN", t.TempDir())
		if _, err := findPrograms(t.Context(), as, 0); !errors.Is(err, ErrNoPrograms) {
			t.Errorf("got %v; want ErrNoPrograms", err)
		}
	})
	t.Run("too old", func(t *testing.T) {
		t.Setenv("PG_BIN", fakePrograms(t, "9.6.24"))
		if _, err := findPrograms(t.Context(), as, 0); !errors.Is(err, ErrNoPrograms) || !strings.Contains(err.Error(), "9.6.24") {
			t.Errorf("got %v; want ErrNoPrograms that names the installed version", err)
		}
	})
	t.Run("the version of the data wins over the newest", func(t *testing.T) {
		t.Setenv("PG_BIN", "")
		t.Setenv("PATH", fakePrograms(t, "99.1")+":"+fakePrograms(t, "98.2"))
		if p, err := findPrograms(t.Context(), as, 98); err != nil || p.version != "98.2" {
			t.Errorf("%+v, %v; want 98.2", p, err)
		}
	})
}

// fakePrograms makes a folder of programs that print a version.
func fakePrograms(t *testing.T, version string) string {
	t.Helper()
	folder := openDir(t)
	writePrograms(t, folder, version)
	return folder
}

// openDir returns a folder that every user can enter and run programs in.
func openDir(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.Chmod(filepath.Dir(folder), 0o711); err != nil {
		t.Fatal(err)
	}
	return folder
}

func writePrograms(t *testing.T, folder, version string) {
	t.Helper()
	for _, name := range []string{"postgres", "initdb"} {
		script := "#!/bin/sh\necho '" + name + " (PostgreSQL) " + version + " (Debian 1)'\n"
		if err := os.WriteFile(filepath.Join(folder, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
}
