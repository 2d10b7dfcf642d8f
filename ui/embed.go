// Package ui embeds the built page. `make build` fills dist; without it the
// binary serves no page, and says so.
package ui

import "embed"

// Dist holds the build under dist/.
//
//go:embed all:dist
var Dist embed.FS

// Words holds what the server says in each language: src/i18n/TAG/server.json.
//
//go:embed src/i18n/*/server.json
var Words embed.FS

// Example is the home page's living example, a journal stream: strokes of a real
// game, for robots to draw.
//
//go:embed public/example.bin
var Example []byte
