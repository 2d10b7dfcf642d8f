package backup

import (
	"errors"
	"time"
)

// firstLine names the format and its version.
const firstLine = "tandem backup 1\n"

// What can be wrong with a file.
var (
	// ErrNotBackup means that the file is something else, or of a format that a newer
	// version writes.
	ErrNotBackup = errors.New("it is no backup that this tandem can read")
	// ErrDamaged means that bytes of the file are missing or changed.
	ErrDamaged = errors.New("the backup is damaged or cut off: its checksum is wrong")
)

// Header says what is in a backup.
type Header struct {
	Made    time.Time `json:"made"`
	Version string    `json:"version"` // of the tandem that made it
	Schema  int64     `json:"schema"`  // the last step of the schema
	Tables  []Table   `json:"tables"`  // in an order in which each refers only to earlier ones
}

// Table is what a backup has of a table.
type Table struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"`
	Rows    int64    `json:"rows"`
}

// Rows returns how many rows a backup has of a table: 0 if it has no such table.
func (h Header) Rows(table string) int64 {
	for _, t := range h.Tables {
		if t.Name == table {
			return t.Rows
		}
	}
	return 0
}
