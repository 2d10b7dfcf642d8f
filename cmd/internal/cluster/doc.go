// Package cluster makes several nodes on one database one Tandem.
//
// Postgres is the only truth: it says which nodes there are, and which of them owns each
// room and each place (package store). This package adds what makes that fast. A node keeps
// a [Remote] for each other node and asks it twice a second whether it lives. A request for
// what another node owns is passed on to it, at most once: as HTTP by a reverse proxy, as a
// socket message by message. News of changed lobbies goes to all others. News can get lost;
// whoever needs it also looks into the database now and then.
//
// Each node has an inner listener for the others. Its requests carry a key that is derived
// from a secret in the database, and what the first node knows of the client.
package cluster
