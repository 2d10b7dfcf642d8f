//go:build unix

package localpg

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// account is the user that Postgres runs as.
type account struct {
	name     string
	uid, gid int
	drop     bool // this process is root and its child becomes another user
}

// accountFor picks the user for a cluster: this process's own, or, for root, the
// owner of the cluster that is there already, else postgres, else nobody.
func accountFor(cluster string) (account, error) {
	if os.Geteuid() != 0 {
		return account{name: "this user", uid: os.Geteuid(), gid: os.Getegid()}, nil
	}
	if info, err := os.Stat(cluster); err == nil {
		if st := info.Sys().(*syscall.Stat_t); st.Uid != 0 {
			return account{
				name: "user " + strconv.Itoa(int(st.Uid)),
				uid:  int(st.Uid), gid: int(st.Gid), drop: true,
			}, nil
		}
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, uidErr := strconv.Atoi(u.Uid)
		gid, gidErr := strconv.Atoi(u.Gid)
		if uidErr == nil && gidErr == nil && uid > 0 {
			return account{name: "user " + name, uid: uid, gid: gid, drop: true}, nil
		}
	}
	return account{}, fmt.Errorf("no user to run Postgres as: it refuses root, and there is neither a user postgres nor nobody")
}

// credential is what the child becomes; nil leaves it this process's user.
func (a account) credential() *syscall.Credential {
	if !a.drop {
		return nil
	}
	return &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)}
}

// own makes the file or folder the account's.
func (a account) own(path string) error {
	if !a.drop {
		return nil
	}
	return os.Lchown(path, a.uid, a.gid)
}

// reaches says whether the account may enter the folder and every folder above
// it. Of a path that isn't made yet, what is there counts: the rest will be made
// for it. Always true for this process's own user, whom the kernel tells soon.
func (a account) reaches(path string) bool {
	if !a.drop {
		return true
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return false
	}
	for {
		target, err := filepath.EvalSymlinks(path)
		if err == nil {
			path = target
			break
		}
		if path == filepath.Dir(path) {
			return false
		}
		path = filepath.Dir(path)
	}
	for {
		info, err := os.Stat(path)
		if err != nil || !a.mayEnter(info) {
			return false
		}
		if path == filepath.Dir(path) {
			return true
		}
		path = filepath.Dir(path)
	}
}

func (a account) mayEnter(info os.FileInfo) bool {
	st := info.Sys().(*syscall.Stat_t)
	switch {
	case int(st.Uid) == a.uid:
		return info.Mode()&0o100 != 0
	case int(st.Gid) == a.gid:
		return info.Mode()&0o010 != 0
	default:
		return info.Mode()&0o001 != 0
	}
}
