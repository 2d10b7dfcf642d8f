// Package connlimit limits how many connections a server has open, in total and by client,
// so that silent connections leave room for clients that send requests.
//
// A connection is served from the moment its request has been read until the answer is
// written; one that was taken over (a websocket) is served until it closes. The others
// wait: they have sent no request yet, or no further one. If there are too many
// connections, the one that has waited longest is closed for the new one. If all are
// served, the new one is closed.
package connlimit
