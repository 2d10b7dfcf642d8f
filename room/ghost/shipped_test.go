package ghost

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tandem-game/tandem/prompts"
)

func TestShipped_AllCanBePlayed(t *testing.T) {
	var log bytes.Buffer
	all := ReadShipped(slog.New(slog.NewTextHandler(&log, nil)))
	files, err := recordingFiles.ReadDir("recordings")
	if err != nil || len(all) != len(files) || log.Len() > 0 {
		t.Errorf("%d of %d recordings can be read: %s, %v", len(all), len(files), &log, err)
	}
	for source, s := range all {
		for _, language := range prompts.Languages() {
			if set, ok := prompts.InLibrary(language, s.Set); !ok || set.Rounds() < s.Rounds {
				t.Errorf("%s: the library in %s has no set %q for %d rounds", source, language, s.Set, s.Rounds)
			}
		}
		if s.Rounds < prompts.MinRounds {
			t.Errorf("%s has ink for %d rounds", source, s.Rounds)
		}
		for _, o := range s.Script.ops {
			if o.at > 30_000 {
				t.Errorf("%s: round %d has ink after 30 s", source, o.round)
				break
			}
		}
	}
}

func TestReadAll_LogsAndLeavesOutWhatItCannotRead(t *testing.T) {
	good := `{"name":"Ada","drawn":"2026-06-03","set":"cat-wool","seat":2,"rounds":[[
		{"at":100,"tool":"pen","size":12,"colour":"#1d6fb8","points":[[10,10,0],[40,10,20],[70,10,20],[90,10,20]]},
		{"at":300,"tool":"eraser","size":88,"points":[[10,10,0]]}]]}`
	file := func(body string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(body)} }
	bad := map[string]string{
		"torn":     good[:40],
		"tool":     strings.Replace(good, `"pen"`, `"spray"`, 1),
		"size":     strings.Replace(good, `"size":12`, `"size":4000`, 1),
		"colour":   strings.Replace(good, `#1d6fb8`, `blue`, 1),
		"date":     strings.Replace(good, `2026-06-03`, `June`, 1),
		"seat":     strings.Replace(good, `"seat":2`, `"seat":3`, 1),
		"backward": strings.Replace(good, `"at":300`, `"at":50`, 1),
		"empty":    `{"name":"Ada","drawn":"2026-06-03","set":"cat-wool","seat":2,"rounds":[]}`,
	}
	files := fstest.MapFS{"recordings/good.json": file(good)}
	for name, body := range bad {
		files["recordings/"+name+".json"] = file(body)
	}
	var log bytes.Buffer
	all := readAll(files, slog.New(slog.NewTextHandler(&log, nil)))
	if len(all) != 1 || all["good"].Name != "Ada" || all["good"].Seat != 2 || all["good"].Rounds != 1 {
		t.Errorf("read %+v", all)
	}
	// Begin, two batches of points, end; begin, end.
	if got := all["good"].Script.Len(); got != 6 {
		t.Errorf("the script has %d ops, want 6", got)
	}
	if lines := strings.Count(log.String(), "\n"); lines != len(bad) {
		t.Errorf("%d lines of log for %d files:\n%s", lines, len(bad), &log)
	}
}
