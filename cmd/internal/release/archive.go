package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// file is one that goes into an archive.
type file struct {
	from, name string
	mode       fs.FileMode
}

// archive packs a platform's binary with what belongs to it: a zip for Windows, a tarball
// elsewhere.
func archive(r release, p platform, binary, manual string) (err error) {
	name := "tandem_" + r.version + "_" + p.os + "_" + p.arch
	files := []file{
		{binary, filepath.Base(binary), 0o755},
		{"README.md", "README.md", 0o644},
		{"CHANGELOG.md", "CHANGELOG.md", 0o644},
		{"LICENSE", "LICENSE", 0o644},
	}
	pack, ending := tarball, ".tar.gz"
	switch p.os {
	case "windows":
		pack, ending = zipFile, ".zip"
	case "linux":
		files = append(files, file{unit, "tandem.service", 0o644}, file{settings, "tandem.default", 0o644})
		fallthrough
	default:
		files = append(files, file{manual, "tandem.1", 0o644})
	}
	to, err := os.Create(filepath.Join(folder, name+ending)) //nolint:gosec // the folder is the caller's
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	for i := range files {
		files[i].name = name + "/" + files[i].name
	}
	return pack(to, r, files)
}

// tarball writes files that nobody owns, all of the time of the release.
func tarball(to io.Writer, r release, files []file) error {
	zipped := gzip.NewWriter(to)
	w := tar.NewWriter(zipped)
	for _, f := range files {
		info, err := os.Stat(f.from)
		if err != nil {
			return err
		}
		if err := w.WriteHeader(&tar.Header{Name: f.name, Mode: int64(f.mode), Size: info.Size(), ModTime: r.made, Format: tar.FormatPAX}); err != nil {
			return err
		}
		if err := copyFrom(f.from, w); err != nil {
			return err
		}
	}
	return errors.Join(w.Close(), zipped.Close())
}

// zipFile writes files as tarball does.
func zipFile(to io.Writer, r release, files []file) error {
	w := zip.NewWriter(to)
	for _, f := range files {
		header := &zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: r.made}
		header.SetMode(f.mode)
		entry, err := w.CreateHeader(header)
		if err != nil {
			return err
		}
		if err := copyFrom(f.from, entry); err != nil {
			return err
		}
	}
	return w.Close()
}

func copyFrom(name string, to io.Writer) error {
	from, err := os.Open(name) //nolint:gosec // the names are ours
	if err != nil {
		return err
	}
	defer from.Close()
	_, err = io.Copy(to, from)
	return err
}
