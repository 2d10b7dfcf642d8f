//go:build unix

package localpg

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// remembering returns a data folder with a database that holds a row.
func remembering(t *testing.T) (folder string) {
	t.Helper()
	folder = dataDir(t)
	s := start(t, Config{DataDir: folder})
	remember(t, s.URL())
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	return folder
}

// upgradeToItself upgrades a data folder from the PostgreSQL that is here to the same.
func upgradeToItself(t *testing.T, folder string, fill func(ctx context.Context, from, to *Server) error) (Upgraded, error) {
	t.Helper()
	home, err := settle(folder)
	if err != nil {
		t.Fatal(err)
	}
	if home, err = home.upgradable(); err != nil {
		t.Fatal(err)
	}
	s := &Server{place: home, cfg: Config{Logger: slog.New(slog.NewTextHandler(t.Output(), nil))}}
	with, err := s.choose(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s.upgrade(t.Context(), with, with, fill)
}

// names lists what a data folder holds.
func names(t *testing.T, folder string) (all []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

func TestUpgrade_TakesThePlaceOfTheOldDatabase(t *testing.T) {
	t.Parallel()
	folder := remembering(t)
	u, err := upgradeToItself(t, folder, func(_ context.Context, from, to *Server) error {
		remembers(t, from.URL())
		remember(t, to.URL())
		query(t, to.URL(), `UPDATE memory SET word = word || '!'`)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s := start(t, Config{DataDir: folder})
	if got := query(t, s.URL(), `SELECT word FROM memory`); got != "plum-kite-otter!" {
		t.Errorf("the database in place holds %q; want that of the new one", got)
	}
	if !hasCluster(u.Old) {
		t.Errorf("the old database is not in %s, but there is %q", u.Old, names(t, folder))
	}
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	nothing := func(context.Context, *Server, *Server) error { return nil }
	if _, err := upgradeToItself(t, folder, nothing); err == nil {
		t.Error("a second upgrade took the place of the old database that is kept")
	}

	// As if the first one had been killed when the old database had gone.
	if err := os.Rename(s.place.cluster, upgradedCluster(folder)); err != nil {
		t.Fatal(err)
	}
	if err := HasData(folder); err != nil {
		t.Error(err)
	}
	s = start(t, Config{DataDir: folder})
	if got := query(t, s.URL(), `SELECT word FROM memory`); got != "plum-kite-otter!" {
		t.Errorf("after an upgrade that was killed, the database holds %q", got)
	}
}

func TestUpgrade_ThatFailsLeavesTheOldDatabase(t *testing.T) {
	t.Parallel()
	folder := remembering(t)
	before := names(t, folder)
	full := errors.New("no space left on device")
	if _, err := upgradeToItself(t, folder, func(_ context.Context, _, to *Server) error {
		remember(t, to.URL())
		return full
	}); !errors.Is(err, full) {
		t.Errorf("got %v; want why it failed", err)
	}
	if after := names(t, folder); !slices.Equal(before, after) {
		t.Errorf("it leaves %q behind; there was %q", after, before)
	}
	remembers(t, start(t, Config{DataDir: folder}).URL())
}

// A database that is in place wins over one of an upgrade that was killed, also a whole one.
func TestStart_RemovesAnUnfinishedUpgrade(t *testing.T) {
	t.Parallel()
	folder := remembering(t)
	before := names(t, folder)
	for _, cluster := range []string{upgradedCluster(folder), fillingCluster(folder), freshCluster(fillingCluster(folder))} {
		if err := errors.Join(os.Mkdir(cluster, 0o700), os.WriteFile(filepath.Join(cluster, "PG_VERSION"), []byte("99\n"), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	s := start(t, Config{DataDir: folder})
	remembers(t, s.URL())
	if after := names(t, folder); !slices.Equal(before, after) {
		t.Errorf("there is %q; want %q", after, before)
	}
}

func TestServer_FindsTheProgramsOfAnUpgrade(t *testing.T) {
	for _, test := range []struct {
		name      string
		data      string
		installed []string
		pinned    string // the version in PG_BIN
		from, to  string
		err       error
	}{
		{"both are installed", "15", []string{"15.14", "16.1"}, "", "15.14", "16.1", nil},
		{"the newest of many", "15", []string{"16.1", "18.2", "15.14"}, "", "15.14", "18.2", nil},
		{"a newer one is fetched", "15", []string{"15.14"}, "", "15.14", "17.10", nil},
		{"PG_BIN names the newer one", "15", []string{"15.14", "18.2"}, "16.1", "15.14", "16.1", nil},
		{"PG_BIN names none that is newer", "15", []string{"15.14", "18.2"}, "15.14", "", "", ErrNotNewer},
		{"it is as new as can be", "17", []string{"15.14"}, "", "", "", ErrNotNewer},
		{"nothing reads the old one", "13", []string{"15.14"}, "", "", "", ErrOtherVersion},
	} {
		t.Run(test.name, func(t *testing.T) {
			install(t, test.installed...)
			if test.pinned != "" {
				t.Setenv("PG_BIN", fakePrograms(t, test.pinned))
			}
			s := choosing(t, map[string]string{"postgres": test.data})
			with, newer, err := s.bothPrograms(t.Context())
			if !errors.Is(err, test.err) || err == nil && (with.version != test.from || newer.version != test.to) {
				t.Errorf("from %q to %q, %v; want %q to %q, %v", with.version, newer.version, err, test.from, test.to, test.err)
			}
		})
	}
}

func TestUpgrade_RefusesAFolderWithNoneOrTwo(t *testing.T) {
	fill := func(context.Context, *Server, *Server) error { return nil }
	for _, test := range []struct {
		clusters map[string]string
		err      error
	}{
		{nil, ErrNoData},
		{map[string]string{"postgres": "15", "postgres-17": "17"}, ErrTwoDatabases},
	} {
		s := choosing(t, test.clusters)
		if _, err := Upgrade(t.Context(), Config{DataDir: s.place.home, Logger: s.cfg.Logger}, fill); !errors.Is(err, test.err) {
			t.Errorf("with %v: %v; want %v", test.clusters, err, test.err)
		}
		if got := names(t, s.place.home); slices.Contains(got, filepath.Base(fillingCluster(s.place.home))) {
			t.Errorf("with %v: it leaves %q", test.clusters, got)
		}
	}
}
