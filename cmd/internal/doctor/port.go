package doctor

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"syscall"
)

// Port tries to listen at the address of an option, such as ADDR. running is whether a Tandem
// runs there already.
func Port(ctx context.Context, option, addr string, running bool) Finding {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err == nil {
		_ = l.Close() // nothing came in
		return ok("%s=%s is free.", option, addr)
	}
	switch {
	case errors.Is(err, syscall.EADDRINUSE) && running:
		return ok("%s=%s is in use, as Tandem runs.", option, addr)
	case errors.Is(err, syscall.EADDRINUSE):
		return wrong("%s=%s is in use by another program.", option, addr).
			do("End that program (ss -ltnp names it), or set %s to another port.", option)
	case errors.Is(err, fs.ErrPermission):
		return wrong("This account may not listen at %s=%s.", option, addr).
			do("Set %s to a port from 1024 on, behind a proxy; or allow it: setcap cap_net_bind_service=+ep on the program.", option)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return wrong("%s=%s is not an address of this machine.", option, addr).do("Set %s to :PORT, or to an address of this machine.", option)
	}
	return wrong("Tandem can't listen at %s=%s: %v.", option, addr, err).do("Set %s to an address such as :8080.", option)
}

// Socket looks at the unix socket of an option. running is whether a Tandem runs there
// already.
func Socket(option, path string, running bool) Finding {
	folder, err := os.Stat(filepath.Dir(path))
	switch {
	case running:
		return ok("%s=unix:%s is in use, as Tandem runs.", option, path)
	case err != nil || !folder.IsDir():
		return wrong("The folder of %s=unix:%s is not there.", option, path).
			do("Make it, and let this account and the proxy's use it; with systemd: RuntimeDirectory=tandem, and unix:/run/tandem/tandem.sock.")
	}
	return ok("%s=unix:%s has a folder.", option, path)
}

// NotRunning is the finding that there is nothing to ask from outside.
func NotRunning(addr string) Finding {
	return warning("No Tandem runs at %s, so nothing was asked from outside.", addr).
		do("Start it and ask again, or give the address of a running one: tandem doctor --url https://tandem.example.")
}
