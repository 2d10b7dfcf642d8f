//go:build !unix

package robot

import "net"

// narrow dials connections with the buffers of this system, which are large.
var narrow net.Dialer
