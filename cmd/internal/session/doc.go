// Package session is how a browser says who it is: an opaque token in a cookie.
//
// A token is 256 random bits, made here and nowhere else; a cookie with anything
// the server did not mint is as good as none. The database sees only its hash, so a
// copy of the database opens no session. The player's id is another value.
package session
