package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/doctor"
	"github.com/tandem-game/tandem/prompts/openai"
)

// examine is `tandem doctor`: it says what is wrong with a Tandem. With a URL it asks that
// one from outside; else it looks at the configuration and, if that Tandem runs on this
// machine, asks it at its public address.
func examine(ctx context.Context, c Config, log *slog.Logger, out io.Writer) error {
	var found []doctor.Finding
	if c.DoctorURL != nil {
		found = doctor.Outside{URL: c.DoctorURL}.Check(ctx)
	} else {
		found = examineHere(ctx, c, log)
	}
	if err := doctor.Print(out, found); err != nil {
		return err
	}
	if n := doctor.CountWrong(found); n > 0 {
		return fmt.Errorf("%d of %d checks found something wrong", n, len(found))
	}
	return nil
}

// examineHere looks at a configuration, and asks the Tandem of this machine.
func examineHere(ctx context.Context, c Config, log *slog.Logger) []doctor.Finding {
	running := health(ctx, c, log, io.Discard) == nil
	var found []doctor.Finding
	if s, isUnix, _ := parseUnix(c.Addr); isUnix { // parseConfig has checked it
		found = append(found, doctor.Socket("ADDR", s.path, running))
	} else if c.Addr != systemd {
		found = append(found, doctor.Port(ctx, "ADDR", c.Addr, running))
	}
	if c.AdminAddr != "" {
		found = append(found, doctor.Port(ctx, "ADMIN_ADDR", c.AdminAddr, running))
	}
	if c.NodeAddr != "" {
		found = append(found, doctor.Port(ctx, "NODE_ADDR", c.NodeAddr, running))
	}
	if c.DatabaseURL == "" {
		found = append(found, doctor.Disk(c.DataDir))
	} else {
		found = append(found, doctor.Database(ctx, c.DatabaseURL, c.DirectURL, time.Now)...)
	}
	if c.OpenAIKey != "" {
		found = append(found, doctor.Model(ctx, openai.Config{
			APIKey: c.OpenAIKey, BaseURL: c.OpenAIBaseURL, Model: c.OpenAIModel,
		}))
	}
	if c.PublicURL != nil && (running || c.Addr == systemd) {
		return append(found, doctor.Outside{URL: c.PublicURL}.Check(ctx)...)
	}
	at, direct, err := reachHere(c.Addr)
	if !running || err != nil {
		return append(found, doctor.NotRunning(c.Addr))
	}
	return append(found, doctor.Outside{URL: at, Client: direct}.Check(ctx)...)
}
