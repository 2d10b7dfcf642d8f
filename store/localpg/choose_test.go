//go:build unix

package localpg

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// install makes exactly these versions the installed ones.
func install(t *testing.T, versions ...string) {
	t.Helper()
	var path []string
	for _, version := range versions {
		path = append(path, fakePrograms(t, version))
	}
	all := installs
	installs = nil
	t.Cleanup(func() { installs = all })
	t.Setenv("PATH", strings.Join(path, string(filepath.ListSeparator)))
	t.Setenv("PG_BIN", "")
	t.Setenv("NPM_CONFIG_REGISTRY", "nowhere")
}

// fetchedAlready returns a cache that holds this platform's parcel.
func fetchedAlready(t *testing.T) string {
	t.Helper()
	p, ok := parcels[runtime.GOOS+"/"+runtime.GOARCH][fetchedMajor]
	if !ok {
		t.Fatalf("no parcel for %s/%s", runtime.GOOS, runtime.GOARCH)
	}
	folder := openDir(t)
	bin := filepath.Join(folder, p.folder(), "native", "bin")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	writePrograms(t, bin, "17.10")
	return folder
}

func TestServer_ChoosesItsProgramsAndTheirCluster(t *testing.T) {
	const own, apart = "postgres", "postgres-17"
	for _, test := range []struct {
		name      string
		installed []string
		clusters  map[string]string // name to PG_VERSION
		pinned    string            // the version in PG_BIN
		cluster   string
		version   string
	}{
		{"installed programs make a new cluster", []string{"15.14"}, nil, "", own, "15.14"},
		{"without installed programs, fetched ones make it, in another folder", nil, nil, "", apart, "17.10"},
		{"also when all installed ones are too old", []string{"9.6.24"}, nil, "", apart, "17.10"},
		{"installed programs use their own cluster", []string{"16.1", "15.14"}, map[string]string{own: "15"}, "", own, "15.14"},
		{"even if there is a cluster of fetched ones", []string{"15.14"}, map[string]string{own: "15", apart: "17"}, "", own, "15.14"},
		{"fetched programs use their own cluster when others are installed later", []string{"15.14"}, map[string]string{apart: "17"}, "", apart, "17.10"},
		{"they can read one of the same version", nil, map[string]string{own: "17"}, "", own, "17.10"},
		{"also when other programs are installed", []string{"16.1"}, map[string]string{own: "17"}, "", own, "17.10"},
		{"PG_BIN decides", []string{"15.14"}, map[string]string{apart: "17"}, "16.1", own, "16.1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			install(t, test.installed...)
			if test.pinned != "" {
				t.Setenv("PG_BIN", fakePrograms(t, test.pinned))
			}
			s := choosing(t, test.clusters)
			with, err := s.choose(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if name := filepath.Base(s.place.cluster); with.version != test.version || name != test.cluster {
				t.Errorf("PostgreSQL %s on %s; want %s on %s", with.version, name, test.version, test.cluster)
			}
		})
	}
}

func TestServer_SaysWhyItHasNoPrograms(t *testing.T) {
	for _, test := range []struct {
		name      string
		installed []string
		clusters  map[string]string
		pinned    bool
		is        error
		says      []string
	}{
		{"no programs and no registry", nil, nil, false, ErrNoPrograms, []string{"install PostgreSQL", "could not be fetched", "NPM_CONFIG_REGISTRY"}},
		{"PG_BIN without programs", nil, nil, true, ErrNoPrograms, []string{"PG_BIN"}},
		{"another version", []string{"16.1"}, map[string]string{"postgres": "15"}, false, ErrOtherVersion, []string{"made by PostgreSQL 15", "16.1", "tandem upgrade-database"}},
		{"no version at all, where games are", nil, map[string]string{"postgres": "15"}, false, ErrOtherVersion, []string{"made by PostgreSQL 15", "tandem upgrade-database"}},
		{"a version that is newer than all", []string{"16.1"}, map[string]string{"postgres": "99"}, false, ErrOtherVersion, []string{"install PostgreSQL 99"}},
		{"fetched programs that are gone", []string{"15.14"}, map[string]string{"postgres-17": "17"}, false, nil, []string{"postgres-17", "are gone", "NPM_CONFIG_REGISTRY"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			install(t, test.installed...)
			if test.pinned {
				t.Setenv("PG_BIN", t.TempDir())
			}
			s := choosing(t, test.clusters)
			s.cfg.CacheDir = openDir(t) // empty
			_, err := s.choose(t.Context())
			if err == nil || test.is != nil && !errors.Is(err, test.is) {
				t.Fatalf("got %v; want %v", err, test.is)
			}
			for _, says := range test.says {
				if !strings.Contains(err.Error(), says) {
					t.Errorf("got %q; want it to say %q", err, says)
				}
			}
		})
	}
}

// choosing returns a server whose folder holds exactly these clusters.
func choosing(t *testing.T, clusters map[string]string) *Server {
	t.Helper()
	cache := fetchedAlready(t)
	home, err := settle(dataDir(t))
	if err != nil {
		t.Fatal(err)
	}
	for name, major := range clusters {
		folder := filepath.Join(home.home, name)
		err := errors.Join(os.Mkdir(folder, 0o700), home.as.own(folder), os.WriteFile(filepath.Join(folder, "PG_VERSION"), []byte(major+"\n"), 0o600))
		if err != nil {
			t.Fatal(err)
		}
	}
	return &Server{place: home, cfg: Config{CacheDir: cache, Logger: slog.New(slog.DiscardHandler)}}
}
