package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/cmd/internal/robot"
)

func TestLoad_PlaysAndMeasures(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	var out bytes.Buffer
	err := load(t.Context(), []string{
		"--url", tandem.url, "--rooms", "3", "--rate", "10", "--duration", "10s", "--ramp", "500ms", "--seed", "7", "--json",
	}, &out, io.Discard)
	if err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	var report robot.Report
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		t.Fatal(err)
	}
	if report.Games != 3 || report.Failed != 0 || report.Wrong() != 0 || report.Reconnects != 0 {
		t.Errorf("report %+v", report)
	}
	if report.Acked == 0 || report.Acked > report.Kept || report.Ack.Count > report.Acked || report.Ack.Count < report.Acked/2 || report.ToPartner.Count == 0 {
		t.Errorf("%d ops were drawn, %d acked (%d measured), %d kept, %d shown to the partner",
			report.Drawn, report.Acked, report.Ack.Count, report.Kept, report.ToPartner.Count)
	}
}

func TestLoad_InOneLobby(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila := tandem.player(t, "Mila")
	code := mila.openLobby(nil).Code
	var out bytes.Buffer
	err := load(t.Context(), []string{
		"--url", tandem.url, "--lobby", code, "--rooms", "3", "--rate", "10", "--duration", "3s", "--ramp", "0s", "--json",
	}, &out, io.Discard)
	var report robot.Report
	if err := errors.Join(err, json.Unmarshal(out.Bytes(), &report)); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	var l api.Lobby
	mila.want(http.StatusOK, "GET", "/api/lobbies/"+code, nil, &l)
	if report.Games != 3 || report.Wrong() != 0 || len(l.Games) != 3 || len(l.Members) != 7 {
		t.Errorf("report %+v, lobby %+v", report, l)
	}
}

func TestLoad_Arguments(t *testing.T) {
	for args, want := range map[string]string{
		"--url http://tandem.example":                     "--i-own-this-server",
		"--url http://tandem.example --i-own-this-server": "",
		"--url http://localhost:8080":                     "",
		"--url http://[::1]:8080":                         "",
		"--url ftp://localhost":                           "--url must",
		"--rooms 0":                                       "--rooms must",
		"--rooms 501":                                     "--rooms must",
		"--rate 121":                                      "--rate must",
		"--rate NaN":                                      "--rate must",
		"--duration 20m":                                  "--duration",
		"--ramp -1s":                                      "--ramp",
		"more":                                            "no argument",
		"--no-such":                                       "no-such",
	} {
		_, _, err := parseLoad(strings.Fields(args), io.Discard)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", args, err, want)
		}
	}
	c, asJSON, err := parseLoad([]string{"--rate", "12.5", "--duration", "1m", "--json"}, io.Discard)
	if err != nil || c.Rate != 12.5 || c.Duration != time.Minute || !asJSON {
		t.Errorf("%+v, %t, %v", c, asJSON, err)
	}
}
