// Package migrations embeds Tandem's schema, one goose file a step: NNNN_name.sql.
// A released file never changes; a change to the schema is a new file.
//
// While a new version is rolled out, processes of the version before it play on with the new
// schema. So a step only adds what they can ignore: tables, indexes, columns that may be NULL
// or have a default. What a version no longer uses is removed, renamed or made stricter by a
// step of the version after it, with a line in its file:
//
//	-- unused since: v0.3.0
//
// A program of the version before may start on the new schema, too, during such a rollout or
// to go back; older ones may not. Floor says which those are. A released schema's floor is
// the newest step of the release before it.
//
// The bytes of entries and recordings follow the same rule: a version reads a new kind one
// release before any version writes it.
package migrations

import "embed"

// Floor is the step that a program must know to serve a database with these steps. Each
// release raises it to the newest step of the release before.
const Floor = 53

// FS holds the migration files.
//
//go:embed *.sql
var FS embed.FS
