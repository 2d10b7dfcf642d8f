// Command seed fills a database with made-up games, to try the operator's lists on
// many: seed -url postgres://… -games 1000000. The database must be migrated and empty,
// and its role a superuser.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"github.com/tandem-game/tandem/store/storetest"
)

func main() {
	url := flag.String("url", os.Getenv("DATABASE_URL"), "the database")
	games := flag.Int("games", 1_000_000, "how many games")
	flag.Parse()
	if err := storetest.Seed(context.Background(), *url, *games); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
