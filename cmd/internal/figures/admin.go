package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/localpg"
	"github.com/tandem-game/tandem/store/storetest"
)

// How many games the operator's list is measured on, and how quick any page of it is to
// be, in ms.
const (
	listedGames = 1_000_000
	listWithin  = 50
)

// askEvery keeps below the API's own limit for the operator.
const askEvery = 25 * time.Millisecond

// adminFilters are tried each alone and in pairs, in each order that the API allows.
var adminFilters = []string{
	"state=finished", "state=abandoned", "state=live", "language=es", "source=openai", "theme=space", "text=lighthouse",
	"text=moo", "text=the+moose", "player=ada+1", "player=mila", "lobby=plum-kite-bcaa", "deleted=true", "reported=true",
	"from=2025-03-01T00:00:00Z&to=2025-04-01T00:00:00Z", "to=2024-02-01T00:00:00Z",
}

// measureAdmin times pages of the operator's list on seeded games, as a browser has them.
func measureAdmin(ctx context.Context, binary, folder string) (err error) {
	private, err := localpg.Start(ctx, localpg.Config{DataDir: filepath.Join(folder, "seeded"), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, private.Stop(context.WithoutCancel(ctx))) }()
	db, err := store.Open(ctx, private.URL(), store.Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	err = db.Migrate(ctx)
	db.Close()
	if err != nil {
		return err
	}
	if err := storetest.Seed(ctx, private.URL(), listedGames); err != nil {
		return err
	}
	token := rand.Text()
	base, stop, err := serve(ctx, binary, folder, "DATABASE_URL="+private.URL(), "ADMIN_TOKEN="+token)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()

	alone, pairs := listTimes{}, listTimes{}
	for i, one := range adminFilters {
		for _, two := range append([]string{""}, adminFilters[i+1:]...) {
			if name, _, _ := strings.Cut(one, "="); strings.HasPrefix(two, name+"=") {
				continue // the same twice
			}
			for _, sort := range []string{"newest", "oldest", "longest", "fewest_strokes"} {
				if sort != "newest" && sort != "oldest" && (byTimeOnly(one) || byTimeOnly(two)) {
					continue
				}
				t, err := timeList(ctx, base+"/api/admin/games?sort="+sort+"&"+url.PathEscape(one)+"&"+url.PathEscape(two), token)
				if err != nil {
					return err
				}
				if two == "" {
					alone = append(alone, t)
				} else {
					pairs = append(pairs, t)
				}
			}
		}
	}
	alone.print("any filter")
	pairs.print("any pair of filters")
	return nil
}

// byTimeOnly reports whether a filter has words, which the API searches in the orders by
// time only.
func byTimeOnly(filter string) bool {
	return strings.HasPrefix(filter, "text=") || strings.HasPrefix(filter, "player=")
}

// listTimes are how long pages took.
type listTimes []time.Duration

func (t listTimes) print(filtered string) {
	slices.Sort(t)
	what := fmt.Sprintf("a page of the admin's games of %d, %s", listedGames, filtered)
	line(what+", the middle", ms(t[len(t)/2]), "ms", listWithin)
	line(fmt.Sprintf("%s, p99 of %d", what, len(t)), ms(t[len(t)*99/100]), "ms", listWithin)
}

// timeList asks for a page.
func timeList(ctx context.Context, address, token string) (time.Duration, error) {
	time.Sleep(askEvery)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	start := time.Now()
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	took := time.Since(start)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s: %.200s", address, res.Status, body)
	}
	if os.Getenv("VERBOSE") != "" {
		fmt.Fprintln(os.Stderr, took, address)
	}
	return took, err
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
