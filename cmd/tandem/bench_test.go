package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/session"
	"github.com/tandem-game/tandem/store/storetest"
)

// crowd is a running Tandem with many players, who are spread over its nodes. Their sessions are
// written to the database, because the API limits new sessions per address.
type crowd struct {
	b      *testing.B
	urls   []string // of the nodes
	client *http.Client
	tokens []session.Token
}

func newCrowd(b *testing.B, players, nodes int) *crowd {
	b.Helper()
	database := storetest.URL(b)
	transport := &http.Transport{MaxIdleConnsPerHost: players}
	c := &crowd{b: b, client: &http.Client{Transport: transport}}
	var apps []*App
	for range nodes {
		app := serveFor(b, database)
		apps = append(apps, app)
		c.urls = append(c.urls, "http://"+app.Addr().String())
	}
	b.Cleanup(transport.CloseIdleConnections)
	for _, app := range apps {
		for len(app.cluster.Load().Remotes()) < nodes-1 {
			time.Sleep(10 * time.Millisecond)
		}
	}
	for i := range players {
		token := session.Mint()
		c.tokens = append(c.tokens, token)
		storetest.Exec(b, database, `INSERT INTO players (id, name, session_hash) VALUES ($1, $2, $3)`, c.id(i), fmt.Sprint("Player ", i), token.Hash())
	}
	return c
}

// serveFor serves a node until the benchmark ends.
func serveFor(b *testing.B, database string) *App {
	b.Helper()
	config, err := parseConfig("serve", serveOptions, nil, func(name string) string {
		return map[string]string{
			"ADDR": "127.0.0.1:0", "NODE_ADDR": "127.0.0.1:0", "NODE_LINGER": "0s",
			"DATABASE_URL": database, "ADMIN_TOKEN": adminToken, "LOG_LEVEL": "error",
		}[name]
	}, io.Discard)
	if err != nil {
		b.Fatal(err)
	}
	app, err := Open(context.Background(), config, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- app.Run(ctx) }()
	b.Cleanup(func() {
		stop()
		within, cancel := context.WithTimeout(context.Background(), closeWithin)
		defer cancel()
		if err := <-ended; err != nil {
			b.Error(err)
		}
		_ = app.Close(within) // open streams delay it
	})
	return app
}

// overNodes runs a benchmark on one node and on three.
func overNodes(b *testing.B, run func(b *testing.B, nodes int)) {
	for _, nodes := range []int{1, 3} {
		b.Run(fmt.Sprint("nodes=", nodes), func(b *testing.B) { run(b, nodes) })
	}
}

// id returns an id like those of crypto/rand.Text.
func (c *crowd) id(player int) string {
	return fmt.Sprintf("CROWD%021s", strings.Map(func(r rune) rune { return 'A' + r - '0' }, fmt.Sprint(player)))
}

// ask sends a request as a player and returns the answer's body, which the caller closes.
func (c *crowd) ask(player int, method, path, body string) io.ReadCloser {
	req, err := http.NewRequestWithContext(c.b.Context(), method, c.urls[player%len(c.urls)]+path, strings.NewReader(body))
	if err != nil {
		c.b.Error(err)
		return http.NoBody
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	req.AddCookie(session.Cookie{}.Set(c.tokens[player]))
	res, err := c.client.Do(req)
	if err != nil {
		c.b.Error(err)
		return http.NoBody
	}
	if res.StatusCode >= http.StatusBadRequest {
		said, _ := io.ReadAll(res.Body)
		c.b.Errorf("%s %s: %s %s", method, path, res.Status, said)
	}
	return res.Body
}

// do sends a request and ignores the body of the answer.
func (c *crowd) do(player int, method, path, body string) {
	answer := c.ask(player, method, path, body)
	_, _ = io.Copy(io.Discard, answer)
	_ = answer.Close()
}

// hear calls heard for each event of a stream, with its size in bytes, until heard returns true.
// The stream is open when hear returns.
func (c *crowd) hear(running *sync.WaitGroup, player int, path string, heard func(event, data string, bytes int) (enough bool)) {
	body := c.ask(player, http.MethodGet, path, "")
	running.Go(func() {
		defer body.Close()
		event, bytes := "", 0
		for lines := bufio.NewScanner(body); lines.Scan(); {
			bytes += len(lines.Text()) + 1
			name, value, _ := strings.Cut(lines.Text(), ": ")
			switch name {
			case "event":
				event = value
			case "data":
				if heard(event, value, bytes+1) { // with the empty line at its end
					return
				}
				bytes = -1
			}
		}
	})
}

func quantile(took []time.Duration, q float64) float64 {
	slices.Sort(took)
	return float64(took[min(len(took)-1, int(float64(len(took))*q))].Microseconds()) / 1000
}

// BenchmarkQuickPlay lets 100 pairs of strangers a second queue for four seconds. It measures the
// time from the second ticket of each pair until both pages have the match.
func BenchmarkQuickPlay(b *testing.B) {
	overNodes(b, func(b *testing.B, nodes int) { benchmarkQuickPlay(b, nodes, 100) })
}

// BenchmarkStrangersMeet is the same with 20 pairs a second, which leave all nodes of this
// machine time to spare: it measures how soon, not how many.
func BenchmarkStrangersMeet(b *testing.B) {
	overNodes(b, func(b *testing.B, nodes int) { benchmarkQuickPlay(b, nodes, 20) })
}

func benchmarkQuickPlay(b *testing.B, nodes, rate int) {
	matches := 4 * rate
	var took []time.Duration
	for b.Loop() {
		c := newCrowd(b, 2*matches, nodes)
		var running sync.WaitGroup
		var mu sync.Mutex
		asked := make([]time.Time, 2*matches)
		since := map[string]time.Time{} // by room: the later ticket
		told := map[string]time.Time{}  // by room: the later event
		began := time.Now()
		for i := range 2 * matches {
			time.Sleep(time.Until(began.Add(time.Duration(i) * time.Second / time.Duration(2*rate))))
			running.Go(func() {
				c.hear(&running, i, "/api/quick/events", func(event, data string, _ int) bool {
					if event != "matched" {
						return false
					}
					var m struct{ Room string }
					now := time.Now()
					mu.Lock()
					defer mu.Unlock()
					if err := json.Unmarshal([]byte(data), &m); err != nil {
						b.Error(err)
					}
					if asked[i].After(since[m.Room]) {
						since[m.Room] = asked[i]
					}
					told[m.Room] = now
					return true
				})
				mu.Lock()
				asked[i] = time.Now()
				mu.Unlock()
				c.do(i, http.MethodPut, "/api/quick/ticket", `{"language":"en"}`)
			})
		}
		running.Wait()
		for room, at := range told {
			took = append(took, at.Sub(since[room]))
		}
	}
	b.ReportMetric(quantile(took, 0.5), "p50-ms")
	b.ReportMetric(quantile(took, 0.99), "p99-ms")
}

// BenchmarkJoin lets a lobby grow from 150 to 200 members, one after another. It measures the time
// until every page has seen each join, and the bytes sent to a page.
func BenchmarkJoin(b *testing.B) { overNodes(b, benchmarkJoin) }

func benchmarkJoin(b *testing.B, nodes int) {
	const before, after = 150, 200
	var took []time.Duration
	bytes, seen := 0, 0
	for b.Loop() {
		c := newCrowd(b, after, nodes)
		var lobby struct{ Code string }
		answer := c.ask(0, http.MethodPost, "/api/lobbies", "{}")
		if err := json.NewDecoder(answer).Decode(&lobby); err != nil {
			b.Fatal(err)
		}
		_ = answer.Close()
		path := "/api/lobbies/" + lobby.Code
		var running sync.WaitGroup
		var mu sync.Mutex
		joined := map[string]time.Time{} // by player
		sees := make(chan struct{}, after)
		for i := range after {
			if i >= before {
				mu.Lock()
				joined[c.id(i)] = time.Now()
				mu.Unlock()
			}
			c.do(i, http.MethodPost, path+"/members", "")
			for range i {
				if i >= before {
					<-sees
				}
			}
			var left int // joins that this page is to see
			if i < before {
				left = after - before
			} else {
				left = after - i - 1
			}
			if left == 0 {
				break
			}
			begun := make(chan struct{})
			begin := sync.OnceFunc(func() { close(begun) })
			met := maps.Clone(joined) // by this page; a member is sent again when it opens a page
			c.hear(&running, i, path+"/events", func(event, data string, n int) bool {
				var change struct{ Members []struct{ ID string } }
				if event == "lobby" {
					begin() // later events are changes
				}
				if event != "change" || json.Unmarshal([]byte(data), &change) != nil {
					return false
				}
				now := time.Now()
				mu.Lock()
				defer mu.Unlock()
				for _, m := range change.Members {
					if at, ok := joined[m.ID]; ok && met[m.ID].IsZero() {
						met[m.ID] = at
						took = append(took, now.Sub(at))
						bytes += n
						seen++
						left--
						sees <- struct{}{}
					}
				}
				return left == 0
			})
			<-begun
		}
		running.Wait()
	}
	b.ReportMetric(quantile(took, 0.99), "p99-ms")
	b.ReportMetric(float64(bytes)/float64(seen), "bytes/page")
}

// BenchmarkGallery asks for pages of the gallery in each order, with each kind of filter, far
// into it, one after another.
func BenchmarkGallery(b *testing.B) {
	const shown, deep = 100_000, 6
	url := storetest.URL(b)
	if err := storetest.SeedGallery(b.Context(), url, shown); err != nil {
		b.Fatal(err)
	}
	storetest.Exec(b, url, `INSERT INTO first_sign_in DEFAULT VALUES`)
	app := serveFor(b, url)
	client := &http.Client{Transport: &http.Transport{}}
	b.Cleanup(client.CloseIdleConnections)
	filters := []string{"", "language=es", "language=de", "theme=space", "theme=a+picnic", "theme=none", "theme=music&language=en", "theme=music&language=fr"}
	var took []time.Duration
	for b.Loop() {
		for _, order := range []string{"newest", "most_liked", "week"} {
			for _, filter := range filters {
				cursor := ""
				for range deep {
					began := time.Now()
					res, err := client.Get("http://" + app.Addr().String() + "/api/gallery?limit=24&sort=" + order + "&" + filter + "&cursor=" + cursor)
					if err != nil {
						b.Fatal(err)
					}
					var page struct {
						Games []any
						Next  string `json:"next_cursor"`
					}
					err = json.NewDecoder(res.Body).Decode(&page)
					res.Body.Close()
					took = append(took, time.Since(began))
					if err != nil || res.StatusCode != http.StatusOK {
						b.Fatal(res.Status, err)
					}
					if cursor = page.Next; cursor == "" {
						break
					}
				}
			}
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100])/float64(time.Millisecond), "p99-ms")
	b.ReportMetric(float64(took[len(took)/2])/float64(time.Millisecond), "middle-ms")
}
