// Package ui embeds the built page. `make build` fills dist; without it the
// binary serves no page, and says so.
package ui

import "embed"

// Dist holds the build under dist/.
//
//go:embed all:dist
var Dist embed.FS
