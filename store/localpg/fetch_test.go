//go:build unix

package localpg

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// good is a small package: programs that only print their version, and a library with the link
// that its list names.
var good = []tar.Header{
	file("package/package.json", "{}"),
	program("package/native/bin/postgres"),
	program("package/native/bin/initdb"),
	file("package/native/lib/libpq.so.5.17", "a library"),
	file("package/native/pg-symlinks.json",
		`[{"source":"native/lib/libpq.so.5.17","target":"native/lib/libpq.so.5"}]`),
}

// file is an entry of a tarball. Uname carries its content.
func file(name, content string) tar.Header {
	return tar.Header{Name: name, Mode: 0o644, Size: int64(len(content)), Typeflag: tar.TypeReg, Uname: content}
}

func program(name string) tar.Header {
	h := file(name, "#!/bin/sh\necho 'postgres (PostgreSQL) 17.10'\n")
	h.Mode = 0o755
	return h
}

// pack makes a tarball, and the parcel that describes it.
func pack(t *testing.T, files ...tar.Header) ([]byte, parcel) {
	t.Helper()
	var b bytes.Buffer
	zipped := gzip.NewWriter(&b)
	w := tar.NewWriter(zipped)
	for _, f := range files {
		content := f.Uname
		f.Uname = ""
		if err := w.WriteHeader(&f); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), zipped.Close()); err != nil {
		t.Fatal(err)
	}
	sum := sha512.Sum512(b.Bytes())
	return b.Bytes(), parcel{
		name: "here", version: "17.10.0", size: int64(b.Len()),
		sha512: base64.StdEncoding.EncodeToString(sum[:]),
	}
}

// serve starts a registry with one answer. It returns the count of its requests.
func serve(t *testing.T, answer http.HandlerFunc) *atomic.Int32 {
	t.Helper()
	var asked atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if want := "/mirror/@embedded-postgres/here/-/here-17.10.0.tgz"; r.URL.Path != want {
			t.Errorf("the registry was asked for %s, want %s", r.URL.Path, want)
		}
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	t.Setenv("NPM_CONFIG_REGISTRY", s.URL+"/mirror/")
	return &asked
}

func send(body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(body) }
}

func newCache(t *testing.T) cache {
	t.Helper()
	return cache{filepath.Join(t.TempDir(), "a", "cache"), slog.New(slog.NewTextHandler(t.Output(), nil))}
}

// holds lists the files of a cache, except its lock.
func (c cache) holds(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(c.folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if e.Name() != "lock" {
			names = append(names, e.Name())
		}
	}
	return names
}

func TestCache_FetchesOnce(t *testing.T) {
	tarball, p := pack(t, good...)
	asked := serve(t, send(tarball))
	c := newCache(t)
	// A process that was killed during a fetch left this.
	if err := os.MkdirAll(filepath.Join(c.folder, p.folder()+".new", "native"), 0o755); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		with, err := c.programs(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		if with.version != "17.10" || with.major != 17 {
			t.Errorf("the programs are of %q, %d; want 17.10, 17", with.version, with.major)
		}
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("the registry was asked %d times", n)
	}
	if got := c.holds(t); len(got) != 1 {
		t.Errorf("the cache holds %q; want only the programs", got)
	}
	native := filepath.Join(c.folder, p.folder(), "native")
	if text, err := os.ReadFile(filepath.Join(native, "lib", "libpq.so.5")); string(text) != "a library" {
		t.Errorf("the library's link leads to %q, %v", text, err)
	}
	for name, want := range map[string]fs.FileMode{
		".": fs.ModeDir | 0o755, "bin": fs.ModeDir | 0o755, "bin/postgres": 0o755, "lib/libpq.so.5.17": 0o644,
	} {
		if info, err := os.Stat(filepath.Join(native, name)); err != nil || info.Mode() != want {
			t.Errorf("%s: %v, %v; want %v, because another user runs it", name, info.Mode(), err, want)
		}
	}
}

func TestCache_FetchesOnceForManyProcesses(t *testing.T) {
	tarball, p := pack(t, good...)
	asked := serve(t, send(tarball))
	folder := newCache(t)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if _, err := folder.programs(t.Context(), p); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := asked.Load(); n != 1 {
		t.Errorf("the registry was asked %d times", n)
	}
}

func TestCache_StopsWaitingForAnotherProcess(t *testing.T) {
	c := newCache(t)
	if err := c.makeFolder(); err != nil {
		t.Fatal(err)
	}
	lock, err := c.lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.programs(ctx, parcel{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v; want an error that the start was cancelled", err)
	}
}

func TestCache_Refuses(t *testing.T) {
	tarball, p := pack(t, good...)
	otherTarball, _ := pack(t, file("package/package.json", "{}"))
	forged := bytes.Clone(tarball)
	forged[len(forged)-1] ^= 1
	alienTarball, alien := pack(t, file("package/native/bin/postgres", "no program"))
	for _, test := range []struct {
		name   string
		p      parcel
		answer http.HandlerFunc
		is     error
		says   string
	}{
		{"one changed bit", p, send(forged), errForged, ""},
		{"another package", p, send(otherTarball), errForged, ""},
		{"a part of it", p, send(tarball[:100]), errForged, "got 100 of"},
		{"a broken connection", p, func(w http.ResponseWriter, r *http.Request) {
			http.ServeContent(&cut{w}, r, "", time.Time{}, bytes.NewReader(tarball))
		}, io.ErrUnexpectedEOF, "after 0.0 MB of 0.0 MB"},
		{"too many bytes", p, func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write(tarball)
			for err := error(nil); err == nil; { // until the client closes the connection
				_, err = w.Write(make([]byte, 1<<16))
			}
		}, errLonger, ""},
		{"an error of the registry", p, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusBadGateway)
		}, nil, "502 Bad Gateway"},
		{"a package that this system can't run", alien, send(alienTarball), nil, "does not run on this system"},
	} {
		t.Run(test.name, func(t *testing.T) {
			serve(t, test.answer)
			c := newCache(t)
			_, err := c.programs(t.Context(), test.p)
			if err == nil || test.is != nil && !errors.Is(err, test.is) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v; want %v that says %q", err, test.is, test.says)
			}
			if got := c.holds(t); len(got) != 0 && test.p != alien {
				t.Errorf("the cache holds %q", got)
			}
		})
	}
}

// cut is an answer that ends halfway with an error.
type cut struct{ http.ResponseWriter }

func (c *cut) Write(b []byte) (int, error) {
	n, _ := c.ResponseWriter.Write(b[:len(b)/2])
	return n, errors.New("cut")
}

func TestDownload_GivesUpOnASilentRegistry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		slow := transport(func(r *http.Request) (*http.Response, error) {
			time.Sleep(silence - time.Second) // slow, but not silent
			return &http.Response{StatusCode: http.StatusOK, Body: &trickle{ctx: r.Context(), left: 3}}, nil
		})
		err := download(t.Context(), &http.Client{Transport: slow}, &url.URL{Scheme: "https", Host: "registry"}, parcel{size: 100}, io.Discard)
		if !errors.Is(err, errSilent) {
			t.Errorf("got %v; want errSilent", err)
		}
		if took, want := time.Since(start), 4*(silence-time.Second)+silence; took != want {
			t.Errorf("it gave up after %v, want %v", took, want)
		}
	})
}

type transport func(*http.Request) (*http.Response, error)

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }

// trickle returns a byte now and then, and later nothing.
type trickle struct {
	ctx  context.Context
	left int
}

func (b *trickle) Read(p []byte) (int, error) {
	if b.left == 0 {
		<-b.ctx.Done()
		return 0, b.ctx.Err()
	}
	b.left--
	time.Sleep(silence - time.Second)
	return copy(p, "x"), nil
}

func (b *trickle) Close() error { return nil }

func TestUnpack_WritesNothingOutside(t *testing.T) {
	links := func(list string) []tar.Header {
		return []tar.Header{file("package/native/lib/a", "a"), file("package/native/pg-symlinks.json", list)}
	}
	for name, files := range map[string][]tar.Header{
		"a name that leads outside":         {file("package/../../evil", "x")},
		"a name that leads outside midway":  {file("package/native/../../../evil", "x")},
		"an absolute name":                  {file("package//evil", "x")},
		"a link":                            {{Name: "package/evil", Linkname: "../../evil", Typeflag: tar.TypeSymlink}},
		"a hard link":                       {{Name: "package/evil", Linkname: "/etc/passwd", Typeflag: tar.TypeLink}},
		"a listed link to the outside":      links(`[{"source":"../../evil","target":"native/lib/b"}]`),
		"a listed link to an absolute name": links(`[{"source":"/etc/passwd","target":"native/lib/b"}]`),
		"a listed link outside":             links(`[{"source":"native/lib/a","target":"../evil"}]`),
		"a listed link at an absolute name": links(`[{"source":"native/lib/a","target":"/evil"}]`),
		"a file named twice":                {file("package/a", "x"), file("package/a", "y")},
		"a malformed list":                  links(`{}`),
	} {
		t.Run(name, func(t *testing.T) {
			tarball, _ := pack(t, files...)
			around := t.TempDir()
			inside := filepath.Join(around, "inside")
			if err := os.Mkdir(inside, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := unpack(bytes.NewReader(tarball), inside); err == nil {
				t.Error("no error")
			}
			if there, err := os.ReadDir(around); err != nil || len(there) != 1 {
				t.Errorf("beside the folder there is %v, %v", there, err)
			}
		})
	}
}

func TestRegistry(t *testing.T) {
	npm := func(script string) string {
		folder := t.TempDir()
		if script != "" {
			if err := os.WriteFile(filepath.Join(folder, "npm"), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		return folder
	}
	for _, test := range []struct {
		name, env, path string
		want, wantErr   string
	}{
		{"npm's configuration", "", npm(`[ "$*" = "config get registry" ] && echo https://npm.example/`), "https://npm.example/", ""},
		{"the environment wins over npm", "http://localhost:4873", npm(`echo https://npm.example/`), "http://localhost:4873", ""},
		{"no npm", "", npm(""), "", "set NPM_CONFIG_REGISTRY"},
		{"an npm that fails", "", npm("exit 1"), "", "set NPM_CONFIG_REGISTRY"},
		{"an npm without a registry", "", npm("echo undefined"), "", "npm's registry must look like"},
		{"an invalid address", "hunter2@registry", npm(""), "", "NPM_CONFIG_REGISTRY must look like"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Setenv("NPM_CONFIG_REGISTRY", test.env)
			t.Setenv("PATH", test.path)
			u, err := registry(t.Context())
			if test.wantErr != "" {
				if err == nil || !strings.Contains(err.Error(), test.wantErr) || strings.Contains(err.Error(), "hunter2") {
					t.Errorf("got %v, %v; want an error that says %q", u, err, test.wantErr)
				}
				return
			}
			if err != nil || u.String() != test.want {
				t.Errorf("got %v, %v; want %s", u, err, test.want)
			}
		})
	}
}
