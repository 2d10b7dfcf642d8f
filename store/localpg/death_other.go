//go:build unix && !linux

package localpg

import "syscall"

// kernelEndsChildren says that endWithParent does something.
const kernelEndsChildren = false

// endWithParent does nothing: only Linux can. A leash does it instead.
func endWithParent(*syscall.SysProcAttr, syscall.Signal) {}
