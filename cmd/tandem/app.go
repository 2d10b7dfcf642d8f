package main

import (
	"context"
	"errors"
	"fmt"
	stdlog "log"
	"log/slog"
	"math"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync/atomic"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/cmd/internal/cluster"
	"github.com/tandem-game/tandem/cmd/internal/connlimit"
	"github.com/tandem-game/tandem/cmd/internal/metrics"
	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/prompts/openai"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/ui"
)

// The server's own time limits. There is none for writes: an event stream is one long
// answer, and limits each write itself.
const (
	headerWithin = 10 * time.Second
	idleFor      = 2 * time.Minute
	maxHeader    = 32 << 10
)

// Time limits for the steps of a shutdown, so that all of it stays within closeWithin even
// if the database or a client doesn't answer. Pages still have the ink that rooms can't
// make durable in time.
const (
	roomsWithin    = 4 * time.Second
	requestsWithin = time.Second
	leaveWithin    = time.Second
)

// App is a whole Tandem; all parts are put together here. Open creates it, Run serves until
// it is told to stop or can't go on, Close ends it in order.
type App struct {
	log       *slog.Logger
	listener  net.Listener
	admin     net.Listener // the operator's own address; nil if not configured
	server    *http.Server
	handler   atomic.Pointer[http.Handler] // of all requests
	api       *api.API
	owned     owned
	cluster   atomic.Pointer[cluster.Cluster] // nil: nothing is owned yet
	madeToken string                          // the admin token, if this start created it

	trouble chan error // while running

	parts []part
}

// part is a running part, and how to end it.
type part struct {
	name string
	end  func(context.Context) error
}

// Open starts everything except serving. If it fails, it has ended what it started.
func Open(ctx context.Context, c Config, log *slog.Logger) (_ *App, err error) {
	a := &App{log: log, trouble: make(chan error, 1)}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close(context.WithoutCancel(ctx)))
		}
	}()

	// Open the ports first, so that one that is taken shows at once and not after a
	// database was started.
	if a.listener, err = a.listen(ctx, c.Addr); err != nil {
		return nil, err
	}
	if c.AdminAddr != "" {
		if a.admin, err = a.listen(ctx, c.AdminAddr); err != nil {
			return nil, err
		}
	}

	var inner net.Listener // for other nodes; nil if there can be none
	var reached string
	if c.NodeAddr != "" {
		if inner, reached, err = a.nodeListener(ctx, c.NodeAddr); err != nil {
			return nil, err
		}
	}
	files, ok := fileLimit()
	if !ok {
		files = mostFiles
	}
	bounds := connectionsFor(files)
	a.startServing(c.PublicURL, bounds.limit(c, log))

	db, err := openDatabase(ctx, c, log)
	if err != nil {
		return nil, err
	}
	a.started("database", db.close)
	node, err := db.BecomeNode(ctx, store.NodeConfig{
		ID: nodeID(a.listener.Addr()), Address: reached, Version: c.Version, Logger: log,
		OnFenced: a.drop, OnWanted: a.handOver,
	})
	if err != nil {
		return nil, err
	}
	a.started("node", func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, leaveWithin)
		defer cancel()
		return node.Leave(ctx)
	})
	secret, err := db.Secret(ctx)
	if err != nil {
		return nil, err
	}

	dealer := newDealer(c, db, log)
	if err := dealer.Start(ctx); err != nil {
		return nil, err
	}
	a.started("prompts", func(context.Context) error { dealer.Stop(); return nil })

	writer := room.NewWriter(node, log)
	a.startedRunning("journal", writer.Run)

	// Lobbies and rooms hear of each other here. A match opens its room, so that the
	// prompts are requested before a page comes. A game's phases show in its lobby. Where a
	// player waits or plays shows in all of the player's lobbies.
	o := &a.owned
	others := cluster.New(cluster.Config{
		Node: node, Secret: secret, Logger: log,
		HasRoom:   func(id string) bool { return o.rooms.Has(id) },
		HasPlace:  func(p store.Place) bool { return o.has(p) },
		DropPlace: func(p store.Place) { o.drop(p) },
		DropAll:   func() { o.dropAll() },
		Hear:      func(n lobby.News) { o.hear(n) },
	})
	var lobbies *lobby.Service
	recorded := newGhosts(db.Store, log)
	rooms := room.NewRegistry(room.Config{
		Store: node, Dealer: dealer, Writer: writer, Logger: log, Ghost: recorded.Open,
		OnChange: func(_, code string) { lobbies.Changed(code) },
		OnKept: func(id string) {
			a.api.Pictures().DrawKept(id)
			a.api.CountLikes(id)
		},
	})
	onMatch := func(m lobby.Match) {
		if !others.Many() { // else a balancer may send the pages to another node
			rooms.OpenAhead(m.Game)
		}
		for _, player := range m.Players {
			if player != "" { // a ghost is no player
				lobbies.PlayerChanged(player)
			}
		}
	}
	lobbies = lobby.NewService(lobby.Config{Store: db, Prompts: dealer, Logger: log, OnMatch: onMatch, OnChat: rooms.ChatChanged, Nodes: others})
	dealt := lobby.QuickConfig{
		Store: db, Logger: log, Prepare: dealer.Prepare,
		OnMatch: onMatch, OnTicket: lobbies.Changed, OnWait: lobbies.PlayerChanged,
	}
	if c.Ghosts {
		dealt.Ghosts = recorded
	}
	quick := lobby.NewQuickPlay(dealt)
	again := lobby.NewAgain(db, onMatch, lobbies.Changed)
	a.owned = owned{rooms, lobbies, quick, again}
	a.cluster.Store(others)
	if c.AdminToken == "" {
		a.madeToken = makeToken(secret, inner != nil)
		c.AdminToken = a.madeToken
	}
	answers, isReady := metrics.NewHTTP(), ready(db, others)
	a.api, err = api.New(api.Config{
		Version:        c.Version,
		PublicURL:      c.PublicURL,
		AdminToken:     c.AdminToken,
		TrustedProxies: c.TrustedProxies,
		Page:           c.Page,
		Words:          ui.Words,
		NoOfflinePage:  c.NoOfflinePage,
		Gallery:        c.Gallery,
		Streams:        bounds.streams,
		Logger:         log,
		Answered:       answers.Answered,
	}, api.Services{
		Players:  db,
		Lobbies:  lobbies,
		Quick:    quick,
		Again:    again,
		Safety:   db,
		Rooms:    rooms,
		Games:    db,
		Exhibits: db,
		Prompts:  dealer,
		Sets:     db,
		Operator: db,
		Nodes:    others,
		Ready:    isReady,
	})
	if err != nil {
		return nil, err
	}
	if a.admin != nil {
		if err := a.serveAdmin(ctx, metrics.Sources{
			Version: c.Version, Ready: isReady, Rooms: rooms, Prompts: dealer.Metrics(), Pictures: a.api.Pictures().Metrics(),
			Obstacles: a.api.Obstacles(), HTTP: answers, Cluster: others,
		}); err != nil {
			return nil, err
		}
	}
	if inner != nil {
		a.serveInner(inner, others.Inner(a.api))
	}
	a.startedRunning("cluster", func(ctx context.Context) error {
		others.Run(ctx)
		return nil
	})
	a.started("sockets", a.api.Wait)
	a.started("server", a.stopServing)
	// Parts end in reverse order. The rooms tell their pages to come back, so the server
	// must still run then; no match may be made once rooms are ending.
	a.started("rooms", func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, roomsWithin)
		defer cancel()
		return rooms.Stop(ctx)
	})
	a.startedRunning("sweep", func(ctx context.Context) error {
		rooms.Sweep(ctx)
		return nil
	})
	a.startedRunning("pictures", func(ctx context.Context) error {
		a.api.Pictures().DrawLongGames(ctx)
		return nil
	})
	a.startedRunning("housekeeping", func(ctx context.Context) error {
		housekeep(ctx, db.Store, c.Keep, log)
		return nil
	})
	a.started("lobbies", func(context.Context) error {
		again.Stop()
		quick.Stop()
		lobbies.Stop()
		return nil
	})
	a.started("ownership", func(ctx context.Context) error { return a.drain(ctx, node, others, c.NodeLinger) })
	a.answerWith(a.api)
	return a, nil
}

// answer answers a request with the present handler.
func (a *App) answer(w http.ResponseWriter, r *http.Request) { (*a.handler.Load()).ServeHTTP(w, r) }

func (a *App) answerWith(h http.Handler) { a.handler.Store(&h) }

// startServing answers requests from now on, at first that Tandem is starting.
func (a *App) startServing(public *url.URL, limit *connlimit.Limit) {
	a.answerWith(api.Starting(public))
	a.server = &http.Server{
		Handler:           http.HandlerFunc(a.answer),
		ReadHeaderTimeout: headerWithin,
		IdleTimeout:       idleFor,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          stdlog.New(serverLog{a.log}, "", 0),
	}
	limit.Guard(a.server)
	a.listener = limit.Listen(a.listener)
	go func() {
		if err := a.server.Serve(a.listener); !errors.Is(err, http.ErrServerClosed) {
			a.fail(fmt.Errorf("serve: %w", err))
		}
	}()
	a.started("listening", func(context.Context) error { return a.server.Close() })
}

// newDealer returns a dealer that deals from the library and, with a key, from a model's
// sets.
func newDealer(c Config, db prompts.Store, log *slog.Logger) *prompts.Dealer {
	config := prompts.Config{Store: db, Logger: log, Budget: prompts.Budget{
		Calls: c.OpenAIDailyCalls, CostMicros: int64(math.Ceil(c.OpenAIDailyDollars * 1e6)),
	}}
	if c.OpenAIKey == "" {
		return prompts.NewDealer(config)
	}
	if _, known := c.OpenAIPrices.Of(c.OpenAIModel); !known {
		log.Warn("this model's price is unknown, so the budget in dollars doesn't apply; set OPENAI_PRICES",
			"model", c.OpenAIModel, "calls a day", c.OpenAIDailyCalls)
	}
	model := openai.New(openai.Config{
		APIKey: c.OpenAIKey, BaseURL: c.OpenAIBaseURL, Model: c.OpenAIModel, Prices: c.OpenAIPrices,
	})
	config.Model, config.Moderator = model, model
	return prompts.NewDealer(config)
}

// Addr returns the listening address.
func (a *App) Addr() net.Addr { return a.listener.Addr() }

// Run serves until ctx ends, which is no error, or until a failure that it can't repair.
func (a *App) Run(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case err := <-a.trouble:
		return err
	}
}

// Close ends all parts in reverse order, at the latest when ctx ends. The rooms send their
// pages away to come back; what was drawn is durable.
func (a *App) Close(ctx context.Context) error {
	var errs []error
	for _, p := range slices.Backward(a.parts) {
		if err := p.end(ctx); err != nil {
			errs = append(errs, fmt.Errorf("end %s: %w", p.name, err))
		}
	}
	a.parts = nil
	return errors.Join(errs...)
}

// listen opens an address, until its server closes it or the app ends.
func (a *App) listen(ctx context.Context, addr string) (net.Listener, error) {
	l, err := listenAt(ctx, addr)
	if err != nil {
		return nil, err
	}
	a.started("listener", func(context.Context) error {
		if err := l.Close(); !errors.Is(err, net.ErrClosed) {
			return err
		}
		return nil
	})
	return l, nil
}

// serveAdmin serves metrics and profiles on the operator's own address.
func (a *App) serveAdmin(ctx context.Context, s metrics.Sources) error {
	handler, err := metrics.Handler(s)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: headerWithin, IdleTimeout: idleFor}
	a.startedRunning("metrics", func(ctx context.Context) error {
		defer context.AfterFunc(ctx, func() { _ = server.Close() })() // nobody waits for an answer
		if err := server.Serve(a.admin); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	a.log.InfoContext(ctx, "metrics are served", "url", "http://"+a.admin.Addr().String()+"/metrics")
	return nil
}

// started registers how a part is ended.
func (a *App) started(name string, end func(context.Context) error) {
	a.parts = append(a.parts, part{name, end})
}

// startedRunning runs a part until it is ended. If it ends by itself, the app fails.
func (a *App) startedRunning(name string, run func(context.Context) error) {
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		err := run(ctx)
		if ctx.Err() == nil {
			a.fail(fmt.Errorf("%s: %w", name, err))
			err = nil // already reported
		}
		ended <- err
	}()
	a.started(name, func(context.Context) error {
		stop()
		return <-ended
	})
}

// fail ends Run with the first error.
func (a *App) fail(err error) {
	select {
	case a.trouble <- err:
	default:
	}
}

// stopServing accepts no more requests and waits for those in progress; it cuts off those
// that take too long.
func (a *App) stopServing(ctx context.Context) error {
	a.api.End()
	ctx, cancel := context.WithTimeout(ctx, requestsWithin)
	defer cancel()
	if err := a.server.Shutdown(ctx); err != nil {
		return errors.Join(err, a.server.Close())
	}
	return nil
}
