package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/store/storetest"
)

// picture returns a kept game's drawing and its hash, once that is known.
func (v *visitor) picture(game string) (png []byte, hash string) {
	v.t.Helper()
	v.want(http.StatusOK, "GET", "/api/games/"+game+"/drawing.png", nil, &png)
	eventually(v.t, "the picture's hash", func() bool {
		var g api.Game
		v.want(http.StatusOK, "GET", "/api/games/"+game, nil, &g)
		hash = g.PictureHash
		return hash != ""
	})
	return png, hash
}

// backedUp takes a backup with the program, and returns its file.
func backedUp(t *testing.T, where ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "tandem.backup")
	code, out, errOut := tandemCommand(append([]string{"backup", file}, where...)...)
	if code != exitOK || !strings.HasPrefix(out, "Backed up ") {
		t.Fatalf("backup: %d: %s%s", code, out, errOut)
	}
	t.Log(out)
	return file
}

// restored restores a backup with the program.
func restored(t *testing.T, file string, where ...string) {
	t.Helper()
	code, out, errOut := tandemCommand(append([]string{"restore", file}, where...)...)
	if code != exitOK || !strings.HasPrefix(out, "Restored ") {
		t.Fatalf("restore: %d: %s%s", code, out, errOut)
	}
	t.Log(out)
}

func TestBackup_OfARunningTandemGoesOnInANewPlace(t *testing.T) {
	t.Parallel()
	database := storetest.URL(t)
	first := startOn(t, database, withMetrics)
	mila, jonas := first.player(t, "Mila"), first.player(t, "Jonas")
	eve, tom := first.player(t, "Eve"), first.player(t, "Tom")
	kept := first.keptGame(t, mila, jonas)
	picture, hash := mila.picture(kept)
	live, one, two := first.inRound(t, eve, tom)
	drawsFor(t, one, two)
	drawsFor(t, two, one)
	eventually(t, "all is durable", func() bool { return first.metric(t, "tandem_undurable_bytes") == 0 })
	shown := len(one.stream())

	file := backedUp(t, "--database-url", database)
	drawsFor(t, one, two) // the game goes on here, too
	drawsFor(t, two, one)
	place := storetest.Empty(t)
	restored(t, file, "--database-url", place)

	second := startOn(t, place)
	if again, sum := mila.by(second).picture(kept); string(again) != string(picture) || sum != hash || hash == "" {
		t.Errorf("the picture is another one: hash %s, was %s", sum, hash)
	}
	one, _ = eve.by(second).back(live, 33)
	two, _ = tom.by(second).back(live, 44)
	two.until("all that was durable", func() bool { return len(two.stream()) >= shown })
	drawsFor(t, one, two)
	drawsFor(t, two, one)
	if one.welcome.Epoch != 2 {
		t.Errorf("it goes on in epoch %d", one.welcome.Epoch)
	}
	second.keptGame(t, mila.by(second), jonas.by(second)) // new rows get new numbers
}

func TestBackup_OfThePrivatePostgres(t *testing.T) {
	t.Parallel()
	folder, err := os.MkdirTemp("", "tandem-backup-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	if err := os.Chmod(folder, 0o711); err != nil { // Postgres may run as another user
		t.Fatal(err)
	}
	in := func(name string) string { return filepath.Join(folder, name) }
	private := func(name string) func(*Config) {
		return func(c *Config) { c.DatabaseURL, c.DataDir = "", in(name) }
	}
	if code, out, errOut := tandemCommand("backup", in("file"), "--data-dir", in("nothing")); code != exitFailed || !strings.Contains(errOut, "there is no database") {
		t.Errorf("of nothing: %d: %s%s", code, out, errOut)
	}

	first := startOn(t, "", private("first"))
	mila := first.player(t, "Mila")
	file := backedUp(t, "--data-dir", in("first")) // while it runs
	if code, out, errOut := tandemCommand("restore", file, "--data-dir", in("first")); code != exitFailed || !strings.Contains(errOut, "stop it first") {
		t.Errorf("into a running one: %d: %s%s", code, out, errOut)
	}
	if code, out, errOut := tandemCommand("upgrade-database", "--data-dir", in("first")); code != exitFailed || !strings.Contains(errOut, "stop the tandem that runs on it first") {
		t.Errorf("an upgrade of a running one: %d: %s%s", code, out, errOut)
	}
	first.player(t, "Jonas")
	if err := first.stop(); err != nil {
		t.Fatal(err)
	}
	both := backedUp(t, "--data-dir", in("first")) // while it doesn't
	restored(t, file, "--data-dir", in("second"))
	if code, out, errOut := tandemCommand("restore", both, "--data-dir", in("second")); code != exitFailed || !strings.Contains(errOut, "--replace-games") {
		t.Errorf("over a player: %d: %s%s", code, out, errOut)
	}
	restored(t, both, "--data-dir", in("second"), "--replace-games")

	second := startOn(t, "", private("second"))
	var me api.Player
	if mila.by(second).want(http.StatusOK, "GET", "/api/me", nil, &me); me.ID != mila.ID || me.Name != "Mila" {
		t.Errorf("she is %+v, was %s", me, mila.ID)
	}
}

func TestBackup_LeavesAnOlderOneUntilItIsWhole(t *testing.T) {
	t.Parallel()
	database := storetest.URL(t)
	storetest.Exec(t, database, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)`)
	folder := t.TempDir()
	file := filepath.Join(folder, "tandem.backup")
	if err := os.WriteFile(file, []byte("of yesterday"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, _, errOut := tandemCommand("backup", file, "--database-url", database)
	if code != exitFailed || !strings.Contains(errOut, "newer tandem") {
		t.Errorf("%d: %s", code, errOut)
	}
	left, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(file); err != nil || string(text) != "of yesterday" || len(left) != 1 {
		t.Errorf("%q, %v; %d files", text, err, len(left))
	}
	if code, _, errOut := tandemCommand("backup", filepath.Join(folder, "no", "file"), "--database-url", storetest.URL(t)); code != exitFailed || !strings.Contains(errOut, "no such file or directory") {
		t.Errorf("into no folder: %d: %s", code, errOut)
	}
}

func TestRestore_RefusesADamagedFile(t *testing.T) {
	t.Parallel()
	database := storetest.URL(t)
	whole, err := os.ReadFile(backedUp(t, "--database-url", database))
	if err != nil {
		t.Fatal(err)
	}
	changed := append([]byte(nil), whole...)
	changed[len(changed)/2] ^= 1
	for name, content := range map[string][]byte{
		"nothing": nil, "a half": whole[:len(whole)/2], "all but the last byte": whole[:len(whole)-1], "a changed byte": changed,
		"something else": []byte("INSERT INTO games VALUES (1)"),
	} {
		file := filepath.Join(t.TempDir(), "damaged")
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		// No database is asked before the file is checked.
		code, _, errOut := tandemCommand("restore", file, "--database-url", "postgres://localhost:1/nothing")
		if code != exitFailed || strings.Count(errOut, "\n") != 1 || !strings.HasPrefix(errOut, "tandem: "+file+": ") {
			t.Errorf("%s: %d: %s", name, code, errOut)
		}
	}
}

func TestBackup_Arguments(t *testing.T) {
	for _, args := range [][]string{{"backup"}, {"restore"}, {"restore", "--replace-games"}, {"backup", "a", "b"}, {"restore", "a", "--replace-games=perhaps"}} {
		code, _, errOut := tandemCommand(args...)
		if code != exitUsage || strings.Count(errOut, "\n") != 1 {
			t.Errorf("%q: %d: %s", args, code, errOut)
		}
	}
	for _, command := range []string{"backup", "restore"} {
		if code, out, _ := tandemCommand(command, "--help"); code != exitOK || !strings.Contains(out, "tandem "+command+" [options] FILE") || !strings.Contains(out, "DATA_DIR") {
			t.Errorf("%s --help: %d: %s", command, code, out)
		}
	}
}
