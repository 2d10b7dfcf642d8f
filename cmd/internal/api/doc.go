// Package api is Tandem's edge: everything that a browser or a script can ask of a tandem
// process over HTTP. It serves the REST API below /api, the event stream of a lobby, the
// socket of a room, the pictures of kept games, the API's own documentation, the health
// checks, and the page for everything else.
//
// The Go types of this package are the contract: the OpenAPI document, the validation of
// requests and the page's TypeScript types are generated from them, so they can't diverge.
// Each file holds one resource: its JSON types, its operations and their handlers.
//
// The handlers decide who may do what. Packages beside this one do the rest: pictures makes
// and caches pictures and replays, page serves the built page, docs writes the documentation,
// limit bounds what a client may do, problem has the words of what can't be done.
//
// The package knows only HTTP. It states what it needs of the rest of Tandem as small
// interfaces (services.go), and one table (meanings.go) turns every error of theirs into a
// problem.
package api
