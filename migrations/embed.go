// Package migrations embeds Tandem's schema, one goose file a step: NNNN_name.sql.
// A released file never changes; a change to the schema is a new file.
package migrations

import "embed"

// FS holds the migration files.
//
//go:embed *.sql
var FS embed.FS
