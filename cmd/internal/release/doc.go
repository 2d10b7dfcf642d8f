// Command release builds what is released of Tandem into bin/release: for each platform an
// archive with the one binary, for Linux a Debian package, a bill of materials of the Go
// modules and one of the page's packages, and SHA256SUMS of all that.
//
// To release a version:
//
//  1. In CHANGELOG.md, call what is under Unreleased "## 1.2.3 - 2026-11-30", under a new,
//     empty Unreleased.
//  2. Set migrations.Floor to the newest step of the release before.
//  3. Commit, and tag the commit v1.2.3.
//  4. make release
//
// It refuses when one of these is missing, or the tree has changes that are not committed.
// The same commit and tools make the same binaries and archives, to the byte.
//
// make release SNAPSHOT=0.0.1 builds the tree as it is, without all that, to try it out.
package main
