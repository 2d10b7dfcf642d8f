// Package doctor finds what keeps a Tandem from working, and says in sentences what is wrong
// and what to change.
//
// Outside asks a running Tandem as a browser does: whether it is reached, whether its cookie
// is taken, whether websockets and event streams get through what is in front of it. The
// other checks look at a configuration from inside: ports, disk, database, model. Each
// returns a Finding. None changes anything, except that Outside is a player for a moment and
// then has itself forgotten.
package doctor
