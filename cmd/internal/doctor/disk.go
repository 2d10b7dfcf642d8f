package doctor

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Of the disk of the private Postgres: below lowDisk it soon runs out, below fullDisk
// Postgres may already fail.
const (
	lowDisk  = 1 << 30
	fullDisk = 200 << 20
)

// Disk looks at the folder of the private Postgres.
func Disk(dataDir string) Finding {
	folder, err := existing(dataDir)
	if err != nil {
		return wrong("DATA_DIR=%s can't be used: %v.", dataDir, err).do("Set DATA_DIR to a folder that this account may write.")
	}
	free, known := freeBytes(folder)
	if !known {
		return warning("This system does not say how much room DATA_DIR=%s has.", dataDir).do("See that it has 1 GB or more.")
	}
	return room(dataDir, free)
}

// room judges how many bytes are free.
func room(dataDir string, free uint64) Finding {
	const more = "Make room, or move DATA_DIR to a larger disk; KEEP_DAYS bounds how long games are kept."
	switch mb := free >> 20; {
	case free < fullDisk:
		return wrong("The disk of DATA_DIR=%s is full: %d MB are free.", dataDir, mb).do(more)
	case free < lowDisk:
		return warning("The disk of DATA_DIR=%s is nearly full: %d MB are free.", dataDir, mb).do(more)
	default:
		return ok("The disk of DATA_DIR=%s has %d MB free.", dataDir, mb)
	}
}

// existing returns the folder itself or, before the first start, the one that it will be in.
func existing(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	for {
		info, err := os.Stat(path)
		switch {
		case err == nil && info.IsDir():
			return path, nil
		case err == nil:
			return "", errors.New(path + " is a file")
		case !errors.Is(err, fs.ErrNotExist), filepath.Dir(path) == path:
			return "", err
		}
		path = filepath.Dir(path)
	}
}
