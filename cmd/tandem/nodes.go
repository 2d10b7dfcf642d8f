package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"text/tabwriter"
	"time"

	"github.com/tandem-game/tandem/store"
)

// listNodes is `tandem nodes`: it lists the processes that serve a database.
func listNodes(ctx context.Context, c Config, log *slog.Logger, out io.Writer) error {
	db, err := store.Open(ctx, c.DatabaseURL, store.Options{Logger: log})
	if err != nil {
		return err
	}
	defer db.Close()
	nodes, err := db.Nodes(ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NODE\tREACHED AT\tVERSION\tSTATE\tROOMS\tSINCE")
	for _, n := range nodes {
		reached := cmp.Or(n.Address, "-")
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%d\t%s\n", n.ID, reached, n.Version, n.Shown(), n.Rooms, n.StartedAt.UTC().Format(time.DateTime))
	}
	return table.Flush()
}
