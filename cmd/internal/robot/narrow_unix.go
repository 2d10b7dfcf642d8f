//go:build unix

package robot

import (
	"errors"
	"net"
	"syscall"
)

// The systems at both ends buffer data for a page that doesn't read, before the room has
// to. On a loopback that is megabytes; with segments and a buffer this small it is some 40
// KB, less than on a real network.
const (
	smallSegment = 536
	smallBuffer  = 2 << 10
)

// narrow dials connections with very small buffers.
var narrow = net.Dialer{Control: func(_, _ string, c syscall.RawConn) error {
	var err error
	failed := c.Control(func(fd uintptr) {
		err = errors.Join(
			syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, smallBuffer),
			syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, syscall.TCP_MAXSEG, smallSegment),
		)
	})
	return errors.Join(err, failed)
}}
