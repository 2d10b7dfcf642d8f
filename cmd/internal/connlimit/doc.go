// Package connlimit bounds how many connections a server has open, in all and by client,
// so that silent ones leave room for those who ask something.
//
// A connection is served from the moment its request has been read until the answer is
// given; one that was taken over (a websocket) is served until it closes. The others wait:
// they have sent no request yet, or none any more. When there are too many, the one that
// has waited longest is closed for the new one. When all are served, the new one is.
package connlimit
