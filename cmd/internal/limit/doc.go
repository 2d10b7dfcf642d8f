// Package limit bounds what one client may do, so that none can take a Tandem away from the
// others: Rate how often, Quota how much at once, Transit how many bytes at once. A client is
// an address, or a player.
package limit
