//go:build unix

package storetest

import (
	"io/fs"
	"os/exec"
	"syscall"
)

// ownerOf returns whose a file is.
func ownerOf(file fs.FileInfo) (uid, gid int) {
	owner := file.Sys().(*syscall.Stat_t)
	return int(owner.Uid), int(owner.Gid)
}

// runAs makes root start the command as another user.
func runAs(cmd *exec.Cmd, uid, gid int) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
}
