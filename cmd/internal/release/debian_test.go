//go:build dpkg

// This test installs and purges the package on this machine, as root: make test-package.

package main

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/measure"
)

// installed is where the package puts its unit.
const installed = "/usr/lib/systemd/system/tandem.service"

func command(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// packages makes two versions of the package for this machine.
func packages(t *testing.T) (older, newer string) {
	t.Helper()
	t.Chdir("../../..")
	folder := t.TempDir()
	binary, err := measure.Build(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	manual := filepath.Join(folder, "tandem.1")
	if err := os.WriteFile(manual, []byte(command(t, binary, "man")), 0o600); err != nil {
		t.Fatal(err)
	}
	arch := strings.TrimSpace(command(t, "dpkg", "--print-architecture"))
	for _, version := range []string{"0.0.1", "0.0.2"} {
		r := release{version: version, made: time.Now()}
		if err := debianPackage(t.Context(), r, arch, binary, manual, folder); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(folder, "tandem_0.0.1_"+arch+".deb"), filepath.Join(folder, "tandem_0.0.2_"+arch+".deb")
}

// serve runs what the unit says, as its user and with its settings, and returns how to end it.
func serve(t *testing.T) (url string, stop func()) {
	t.Helper()
	u, err := user.Lookup("tandem")
	if err != nil {
		t.Fatal(err)
	}
	uid, uidErr := strconv.Atoi(u.Uid)
	gid, gidErr := strconv.Atoi(u.Gid)
	// systemd makes this folder at each start.
	if err := errors.Join(uidErr, gidErr, os.MkdirAll("/run/tandem", 0o755), os.Chown("/run/tandem", uid, gid)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll("/run/tandem") })
	addr, err := measure.FreeAddr(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	env := []string{"PATH=" + os.Getenv("PATH"), "HOME=" + u.HomeDir, "ADDR=" + addr}
	var run []string
	for line := range strings.Lines(read(t, installed)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		switch name {
		case "Environment":
			env = append(env, strings.Fields(value)...)
		case "ExecStart":
			run = strings.Fields(value)
		}
	}
	for line := range strings.Lines(read(t, "/etc/default/tandem")) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			env = append(env, line)
		}
	}
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), run[0], run[1:]...)
	cmd.Dir, cmd.Env, cmd.Stderr = "/", env, t.Output()
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	end, err := measure.Start(t.Context(), cmd, addr)
	if err != nil {
		t.Fatal(err)
	}
	return "http://" + addr, func() {
		if err := end(); err != nil {
			t.Error(err)
		}
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

const token = "plum-kite-otter-moss-fern"

// operator asks a Tandem for its games, with the token of the settings.
func operator(t *testing.T, url string) (status int) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/api/admin/games", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	return res.StatusCode
}

func exists(name string) bool {
	_, err := os.Lstat(name)
	return err == nil
}

func TestPackage_IsInstalledStartedUpgradedAndPurged(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root installs packages")
	}
	const config, data = "/etc/default/tandem", "/var/lib/tandem"
	for _, name := range []string{"/usr/bin/tandem", config, data} {
		if exists(name) {
			t.Fatalf("%s is there: this test purges a Tandem with all its games, and so needs a machine without one", name)
		}
	}
	older, newer := packages(t)
	t.Cleanup(func() { _ = exec.CommandContext(context.Background(), "dpkg", "--purge", "tandem").Run() })

	command(t, "dpkg", "--install", older)
	if out := command(t, "/usr/bin/tandem", "--version"); !strings.HasPrefix(out, "tandem ") {
		t.Errorf("it says %q", out)
	}
	if out := command(t, "man", "--where", "tandem"); !strings.Contains(out, "tandem.1") {
		t.Errorf("the manual page is %q", out)
	}
	info, err := os.Stat(config)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the settings: %v, %v", info.Mode(), err)
	}
	if _, err := exec.LookPath("systemd-analyze"); err == nil {
		command(t, "systemd-analyze", "verify", installed)
		command(t, "systemd-analyze", "security", "--offline=true", "--threshold=15", installed)
	}
	set := read(t, config) + "\nADMIN_TOKEN=" + token + "\n"
	if err := os.WriteFile(config, []byte(set), 0o600); err != nil {
		t.Fatal(err)
	}
	url, stop := serve(t)
	if got := operator(t, url); got != http.StatusOK {
		t.Errorf("the operator gets %d", got)
	}
	// As the README says: backups are taken by root while it runs.
	file := filepath.Join(t.TempDir(), "tandem.backup")
	command(t, "/usr/bin/tandem", "backup", file, "--data-dir", data)
	stop()
	made, err := os.Stat(data + "/postgres")
	if err != nil {
		t.Fatal(err)
	}

	command(t, "dpkg", "--install", newer)
	if out := command(t, "dpkg-query", "--show", "--showformat=${Version} ${db:Status-Status}", "tandem"); !strings.HasPrefix(out, "0.0.2") || !strings.HasSuffix(out, " installed") {
		t.Errorf("after the upgrade there is %q", out)
	}
	if got := read(t, config); got != set {
		t.Errorf("the upgrade has changed the settings to %s", got)
	}
	url, stop = serve(t)
	if got := operator(t, url); got != http.StatusOK {
		t.Errorf("after the upgrade the operator gets %d", got)
	}
	stop()
	if again, err := os.Stat(data + "/postgres"); err != nil || !os.SameFile(again, made) {
		t.Errorf("after the upgrade there is another database: %v", err)
	}

	command(t, "dpkg", "--remove", "tandem")
	if exists("/usr/bin/tandem") || !exists(data+"/postgres/PG_VERSION") || !exists(config) {
		t.Error("remove must leave the games and the settings, and nothing else")
	}
	command(t, "dpkg", "--purge", "tandem")
	for _, name := range []string{config, data, "/var/cache/tandem", installed} {
		if exists(name) {
			t.Errorf("purge leaves %s", name)
		}
	}
	if _, err := user.Lookup("tandem"); err == nil {
		t.Error("purge leaves the user")
	}
	if out, err := exec.CommandContext(t.Context(), "dpkg-query", "--show", "tandem").CombinedOutput(); err == nil && !bytes.Contains(out, []byte("no packages found")) {
		t.Errorf("purge leaves a package: %s", out)
	}
}
