// Package api is Tandem's edge: everything a browser or a script can ask of a
// tandem process over HTTP. It serves the REST API below /api, the event stream of
// a lobby, the socket of a room, the pictures of kept games, the API's own
// documentation, the health checks, and the page for everything else.
//
// The Go types of this package are the contract: the OpenAPI document, the
// validation of requests and the page's TypeScript types are all made from them, so
// none of them can drift. A file holds one resource: its JSON types, its operations
// and their handlers.
//
// Pictures and replays are made and cached by package pictures; the handlers here say who
// may see them and send them.
//
// The package knows HTTP and nothing else. What it needs of the rest of Tandem is
// stated as small interfaces (Players, Lobbies, Rooms, Games), and every error of
// theirs becomes an answer in one table, in problem.go.
package api
