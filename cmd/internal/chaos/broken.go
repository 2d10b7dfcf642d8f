//go:build unix

package main

import (
	"embed"
	"fmt"
	"path"
	"strings"
)

// brokenBuilds are patches, each of which breaks Tandem in a way that the checker must
// find.
//
//go:embed testdata/broken/*.patch
var brokenBuilds embed.FS

// brokenNames lists the ways.
func brokenNames() (names []string) {
	files, err := brokenBuilds.ReadDir("testdata/broken")
	if err != nil {
		panic(err) // they are embedded
	}
	for _, f := range files {
		names = append(names, strings.TrimSuffix(f.Name(), ".patch"))
	}
	return names
}

// brokenPatch returns the patch of a way; none for "".
func brokenPatch(way string) ([]byte, error) {
	if way == "" {
		return nil, nil
	}
	patch, err := brokenBuilds.ReadFile(path.Join("testdata/broken", way+".patch"))
	if err != nil {
		return nil, fmt.Errorf("no build is broken by %q, only by %s", way, strings.Join(brokenNames(), ", "))
	}
	return patch, nil
}
