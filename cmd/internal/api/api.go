package api

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"reflect"
	"slices"
	"sync/atomic"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"github.com/tandem-game/tandem/cmd/internal/limit"
	"github.com/tandem-game/tandem/cmd/internal/page"
	"github.com/tandem-game/tandem/cmd/internal/pictures"
	"github.com/tandem-game/tandem/cmd/internal/session"
	"github.com/tandem-game/tandem/store"
)

// Config is what the edge needs to know about this Tandem.
type Config struct {
	Version        string         // of the running program
	PublicURL      *url.URL       // nil: links use the host of the request, and its root
	AdminToken     string         // empty: there is no operator
	TrustedProxies []netip.Prefix // whose X-Forwarded-For and -Proto headers are trusted
	Page           fs.FS          // the built page; nil or empty: none was built
	Words          fs.FS          // what the server says, by language (ui.Words); nil: nothing
	NoOfflinePage  bool           // browsers remove the offline page that they keep
	Gallery        store.Gallery  // "": a moderated one, once the operator has signed in
	Streams        int            // event streams that one client may have open; 0: MostStreams
	Logger         *slog.Logger
	// Answered, if set, is called for each answer; route is the pattern that matched. It
	// must not block.
	Answered func(method, route string, status int, took time.Duration)
}

// heartbeat is how often a quiet event stream is tested.
const heartbeat = 15 * time.Second

// seatPulse is how soon a room learns that a page's network is gone: the partner waits for
// that, and the clock should stop. A page waits for the room as long (SILENCE in
// ui/src/room/line/connection.ts) as the room waits for the page.
var seatPulse = pulse{every: 3 * time.Second, within: 8 * time.Second}

// API answers every request. Create one with New; End and Wait end the goroutines that
// outlive a request.
type API struct {
	Services

	cfg     Config
	log     *slog.Logger
	cookie  session.Cookie
	base    base
	origins *http.CrossOriginProtection
	router  chi.Router
	huma    huma.API
	page    *page.Page
	embed   *embed // nil if the page wasn't built

	// How often one client may do what is expensive or could be a guess.
	sessions     *limit.Rate  // begun
	creations    *limit.Rate  // of lobbies
	words        *limit.Rate  // players' own words that may have to be judged: themes, prompt sets
	codeTries    *limit.Rate  // wrong lobby codes
	adminTries   *limit.Rate  // wrong admin tokens
	adminTurns   *limit.Rate  // admin tokens that are read after too many wrong ones
	livePictures *limit.Rate  // pictures of live games
	newPictures  *limit.Rate  // pictures that must be made
	reports      *limit.Rate  // reports of partners
	adminAsks    *limit.Rate  // requests of the operator, with a correct token
	renames      *limit.Rate  // renames of a player, of which a whole lobby is told
	likes        *limit.Rate  // a player's likes
	readiness    *limit.Rate  // a player's changes of being ready, of which a whole lobby is told
	chatting     *limit.Rate  // what a player does in chats, of which a whole lobby is told
	streams      *limit.Quota // open event streams

	signedIn   atomic.Bool // the operator, at some time; see gallery
	pictures   *pictures.Service
	sending    *limit.Transit
	takingHome chan struct{} // a semaphore: a slot for each file of many drawings that is being made

	sightings *sightings
	obstacles ObstacleMetrics

	polling  *pollingPages
	warnings warnings

	// Event streams, sockets and drawings outlive their request's handler, and could keep
	// the server from stopping: ctx ends them, and Wait waits for them.
	ctx     context.Context
	end     context.CancelFunc
	sockets sockets
}

// New returns an API.
func New(cfg Config, s Services) (*API, error) {
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	cfg.Streams = cmp.Or(cfg.Streams, MostStreams)
	if cfg.Answered == nil {
		cfg.Answered = func(string, string, int, time.Duration) {}
	}
	at := baseOf(cfg.PublicURL)
	a := &API{
		Services:     s,
		cfg:          cfg,
		log:          cfg.Logger,
		base:         at,
		cookie:       session.Cookie{Below: string(at), Secure: cfg.PublicURL != nil && cfg.PublicURL.Scheme == "https"},
		origins:      http.NewCrossOriginProtection(),
		router:       chi.NewRouter(),
		sessions:     limit.NewRate(time.Second, 300), // everyone at an event may share one address
		creations:    limit.NewRate(5*time.Second, 60),
		words:        limit.NewRate(3*time.Second, 40),
		codeTries:    limit.NewRate(4*time.Second, 30),
		adminTries:   limit.NewRate(6*time.Second, 10),
		adminTurns:   limit.NewRate(time.Second, 1),
		livePictures: limit.NewRate(time.Second, 300),
		newPictures:  limit.NewRate(500*time.Millisecond, 300), // the walls of a whole school may share one address
		reports:      limit.NewRate(30*time.Second, 20),
		adminAsks:    limit.NewRate(20*time.Millisecond, 300),
		renames:      limit.NewRate(5*time.Second, 10),
		likes:        limit.NewRate(2*time.Second, 60),
		readiness:    limit.NewRate(time.Second, 60),
		chatting:     limit.NewRate(1500*time.Millisecond, 8),
		streams:      limit.NewQuota(cfg.Streams),
		polling:      newPollingPages(),
		sightings:    newSightings(),
		takingHome:   make(chan struct{}, maxTakingHome),
		sending:      limit.NewTransit(),
	}
	a.ctx, a.end = context.WithCancel(context.Background())
	a.pictures = a.makePictures(0)
	if cfg.PublicURL != nil {
		if err := a.origins.AddTrustedOrigin(cfg.PublicURL.Scheme + "://" + cfg.PublicURL.Host); err != nil {
			return nil, fmt.Errorf("public URL %s: %w", cfg.PublicURL, err)
		}
	}

	a.router.Use(a.meet, boundAnswer(readWithin, readPerMB), a.guardPage, a.guardOrigin,
		at.boundBody(bodyWithin), a.door, middleware.GetHead)
	a.huma = humachi.New(a.router, humaConfig(cfg.Version, at, a.cookie.Name()))
	a.huma.UseMiddleware(a.authorize, a.boundStreams)
	a.registerPlayers()
	a.registerLobbies()
	a.registerMembers()
	a.registerPairing()
	a.registerEvents()
	a.registerWall()
	a.registerChat()
	a.registerLead()
	a.registerTakeHome()
	a.registerQuick()
	a.registerGhosts()
	a.registerRooms()
	a.registerGames()
	a.registerOEmbed()
	a.registerAgain()
	a.registerSafety()
	a.registerGallery()
	a.registerPromptSets()
	a.registerMine()
	a.registerAdmin()
	a.registerAdminPrompts()
	a.registerReports()
	a.registerHealth()
	a.registerConnection()
	exemplify(a.huma.OpenAPI())

	var err error
	if a.page, err = page.New(at.path("/"), cfg.Page, cfg.Words); err != nil {
		return nil, err
	}
	if a.embed, err = newEmbed(a.page); err != nil {
		return nil, err
	}
	a.page.Elsewhere = a.fetchFile
	if cfg.NoOfflinePage {
		a.page.RemoveWorker()
	}
	a.registerDocs()
	a.router.Get("/g/{id}", a.serveGame)
	a.router.Get("/g/{id}/embed", a.serveEmbed)
	a.router.Get("/gallery", a.serveGallery)
	a.router.Get("/gallery.atom", a.serveFeed)
	a.router.Get("/sitemap.xml", a.serveSitemap)
	a.router.Get("/robots.txt", a.serveRobots)
	a.router.Get("/r/{id}", a.serveRoom)
	a.router.NotFound(a.serveRest)
	a.router.MethodNotAllowed(a.refuseMethod)
	return a, nil
}

// makePictures returns the service that draws, with the given number of quick slots.
func (a *API) makePictures(quickSlots int) *pictures.Service {
	return pictures.New(a.ctx, pictures.Config{
		Games: a.Games, Rooms: a.Rooms, Logger: a.log, Go: a.sockets.run, QuickSlots: quickSlots,
		AllowNew: func(client netip.Prefix) bool { return a.newPictures.Take(client) },
	})
}

// ServeHTTP answers a request.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.router.ServeHTTP(w, a.base.strip(r))
}

// OpenAPI returns the API's document. Callers must not change it.
func (a *API) OpenAPI() *huma.OpenAPI { return a.huma.OpenAPI() }

// Pictures returns the service that makes this API's pictures.
func (a *API) Pictures() *pictures.Service { return a.pictures }

// End ends the open event streams and sockets. Later streams end at once, and no more
// sockets are opened.
func (a *API) End() {
	a.sockets.close()
	a.end()
}

// Wait waits, after End, until all have ended or ctx ends.
func (a *API) Wait(ctx context.Context) error {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		a.sockets.wait()
	}()
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait for open sockets: %w", ctx.Err())
	}
}

// needs reports whether an operation requires a security scheme.
func needs(op huma.Operation, scheme string) bool {
	return slices.ContainsFunc(op.Security, func(need map[string][]string) bool {
		_, ok := need[scheme]
		return ok
	})
}

// register adds an operation. Its request body is text with a size limit, its errors become
// problems, and the problems that every operation of its kind may return are documented
// with it.
func register[In, Out any](a *API, op huma.Operation, handle func(context.Context, *In) (*Out, error)) {
	op.MaxBodyBytes = maxBody + 1 // huma refuses a body that reaches this
	if len(op.Security) > 0 {
		op.Errors = append(op.Errors, http.StatusUnauthorized)
	}
	if op.Method != http.MethodGet || needs(op, schemeSession) {
		op.Errors = append(op.Errors, http.StatusForbidden)
	}
	if op.Method != http.MethodGet {
		op.Errors = append(op.Errors, http.StatusRequestEntityTooLarge)
	}
	if _, ok := reflect.TypeFor[In]().FieldByName("Body"); ok {
		op.Errors = append(op.Errors, http.StatusUnsupportedMediaType)
	}
	if isStream(&op) {
		op.Errors = append(op.Errors, http.StatusTooManyRequests)
	}
	if len(op.Errors) > 0 { // all except the liveness check
		op.Errors = append(op.Errors, http.StatusServiceUnavailable)
	}
	huma.Register(a.huma, op, func(ctx context.Context, in *In) (*Out, error) {
		if err := checkTexts(in); err != nil {
			return nil, err
		}
		out, err := handle(ctx, in)
		if err != nil {
			return nil, a.problemOf(ctx, err)
		}
		return out, nil
	})
}
