package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"time"

	"github.com/tandem-game/tandem/ui"
)

// closeWithin is the time limit of a shutdown, besides NODE_LINGER; then the rest is cut off.
const closeWithin = 10 * time.Second

// serve is `tandem serve`.
func serve(ctx context.Context, c Config, log *slog.Logger, out io.Writer) (err error) {
	saveMemory(ctx, log)
	if c.Page, err = fs.Sub(ui.Dist, "dist"); err != nil {
		return err
	}
	app, err := Open(ctx, c, log)
	if err != nil {
		if ctx.Err() != nil {
			return nil // stopped while starting
		}
		return err
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeWithin+c.NodeLinger)
		defer cancel()
		err = errors.Join(err, app.Close(ctx))
	}()
	interfaces, err := net.InterfaceAddrs()
	if err != nil {
		log.WarnContext(ctx, "can't find this machine's addresses", "error", err)
	}
	greet(out, c.PublicURL, app.Addr(), interfaces, app.madeToken)
	defer giveBackStart()()
	return app.Run(ctx)
}

// migrate is `tandem migrate`.
func migrate(ctx context.Context, c Config, log *slog.Logger, _ io.Writer) (err error) {
	db, err := openDatabase(ctx, c, log)
	if err != nil {
		return err
	}
	log.InfoContext(ctx, "the database is migrated")
	return db.close(context.WithoutCancel(ctx))
}
