package localpg

import "syscall"

// kernelEndsChildren says that endWithParent does something.
const kernelEndsChildren = true

// endWithParent has the kernel send the child a signal when its parent is gone.
func endWithParent(attr *syscall.SysProcAttr, sig syscall.Signal) { attr.Pdeathsig = sig }
