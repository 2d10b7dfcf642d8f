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
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"github.com/tandem-game/tandem/cmd/internal/pictures"
	"github.com/tandem-game/tandem/cmd/internal/session"
)

// Config is what the edge needs to know about this Tandem.
type Config struct {
	Version        string         // of the running program
	PublicURL      *url.URL       // nil: links use the host that a request was sent to
	AdminToken     string         // empty: nobody is the operator
	TrustedProxies []netip.Prefix // whose X-Forwarded-For and -Proto are believed
	Page           fs.FS          // the built page; nil or empty: none was built
	Streams        int            // of events that one client may have open; 0: MostStreams
	Logger         *slog.Logger
	// Answered, if there is one, hears of each answer: its route is the pattern that
	// matched. It must not wait.
	Answered func(method, route string, status int, took time.Duration)
}

// heartbeat is how often a quiet event stream is tried.
const heartbeat = 15 * time.Second

// seatPulse is how soon a room knows that a page is gone whose network is: its
// partner waits for that, and the clock should. A page gives the room as long
// (SILENCE in ui/src/room/line/connection.ts) as the room waits for its answer.
var seatPulse = pulse{every: 3 * time.Second, within: 8 * time.Second}

// API answers every request. Make one with New; End and Wait end what outlives a
// request.
type API struct {
	Services

	cfg     Config
	log     *slog.Logger
	cookie  session.Cookie
	origins *http.CrossOriginProtection
	router  chi.Router
	huma    huma.API
	page    *page
	docs    *docs

	// How often one client may do what costs us something or could be a guess.
	sessions     *limit // begun
	creations    *limit // of lobbies
	words        *limit // of players' own that may have to be judged: themes, prompt sets
	codeTries    *limit // lobby codes that were wrong
	adminTries   *limit // admin tokens that were wrong
	adminTurns   *limit // admin tokens that are read all the same
	livePictures *limit // of live games
	newPictures  *limit // that have to be made
	reports      *limit // of partners
	adminAsks    *limit // of the operator's, however right the token
	renames      *limit // by a player, which a whole lobby is told of
	readiness    *limit // a player's, of which a whole lobby is told
	streams      *quota // of events that are open

	pictures *pictures.Service
	sending  *sending

	sightings *sightings
	obstacles ObstacleMetrics

	polling  *pollingPages
	warnings warnings

	// Event streams, sockets and drawings outlive their request's handler or would keep the
	// server from stopping: they end with ctx and are waited for.
	ctx     context.Context
	end     context.CancelFunc
	sockets sockets
}

// New puts the edge together.
func New(cfg Config, s Services) (*API, error) {
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	cfg.Streams = cmp.Or(cfg.Streams, MostStreams)
	if cfg.Answered == nil {
		cfg.Answered = func(string, string, int, time.Duration) {}
	}
	a := &API{
		Services:     s,
		cfg:          cfg,
		log:          cfg.Logger,
		cookie:       session.Cookie{Secure: cfg.PublicURL != nil && cfg.PublicURL.Scheme == "https"},
		origins:      http.NewCrossOriginProtection(),
		router:       chi.NewRouter(),
		sessions:     newLimit(time.Second, 300), // a whole event may sit behind one address
		creations:    newLimit(5*time.Second, 60),
		words:        newLimit(3*time.Second, 40),
		codeTries:    newLimit(4*time.Second, 30),
		adminTries:   newLimit(6*time.Second, 10),
		adminTurns:   newLimit(time.Second, 1),
		livePictures: newLimit(time.Second, 300),
		newPictures:  newLimit(500*time.Millisecond, 300), // the walls of a whole school may sit behind one address
		reports:      newLimit(30*time.Second, 20),
		adminAsks:    newLimit(20*time.Millisecond, 300),
		renames:      newLimit(5*time.Second, 10),
		readiness:    newLimit(time.Second, 60),
		streams:      newQuota(cfg.Streams),
		polling:      newPollingPages(),
		sightings:    newSightings(),
		sending:      newSending(maxSending, maxSendingTo),
	}
	a.ctx, a.end = context.WithCancel(context.Background())
	a.pictures = a.makePictures(0)
	if cfg.PublicURL != nil {
		if err := a.origins.AddTrustedOrigin(cfg.PublicURL.String()); err != nil {
			return nil, fmt.Errorf("public URL %s: %w", cfg.PublicURL, err)
		}
	}

	a.router.Use(a.meet, boundAnswer(readWithin, readPerMB), a.guardPage, a.guardOrigin,
		boundBody(bodyWithin), middleware.GetHead)
	a.huma = humachi.New(a.router, humaConfig(cfg.Version, a.cookie.Name()))
	a.huma.UseMiddleware(a.authorize, a.boundStreams)
	a.registerPlayers()
	a.registerLobbies()
	a.registerMembers()
	a.registerPairing()
	a.registerEvents()
	a.registerQuick()
	a.registerRooms()
	a.registerGames()
	a.registerAgain()
	a.registerSafety()
	a.registerPromptSets()
	a.registerMine()
	a.registerAdmin()
	a.registerAdminPrompts()
	a.registerReports()
	a.registerHealth()
	exemplify(a.huma.OpenAPI())

	var err error
	if a.docs, err = newDocs(a.huma.OpenAPI()); err != nil {
		return nil, err
	}
	if a.page, err = newPage(cfg.Page); err != nil {
		return nil, err
	}
	a.router.Get("/api/docs", a.docs.serveHTML)
	a.router.Get("/api/docs.css", a.docs.serveCSS)
	a.router.Get("/api/openapi.json", a.docs.serveSpec)
	a.router.Get("/g/{id}", a.serveGame)
	a.router.Get("/r/{id}", a.serveRoom)
	a.router.NotFound(a.page.ServeHTTP)
	a.router.MethodNotAllowed(a.refuseMethod)
	return a, nil
}

// makePictures makes the service that draws, so many quick drawings at once.
func (a *API) makePictures(quickSlots int) *pictures.Service {
	return pictures.New(a.ctx, pictures.Config{
		Games: a.Games, Rooms: a.Rooms, Logger: a.log, Go: a.sockets.run, QuickSlots: quickSlots,
		AllowNew: func(client netip.Prefix) bool { return a.newPictures.take(client) },
	})
}

// ServeHTTP answers a request.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.router.ServeHTTP(w, r)
}

// refuseMethod answers a method that an address doesn't take, with those that it does.
func (a *API) refuseMethod(w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		if a.router.Match(chi.NewRouteContext(), method, cmp.Or(r.URL.RawPath, r.URL.Path)) {
			allowed = append(allowed, method)
		}
	}
	if allowed == nil { // a method that nobody knows, where nothing is
		a.page.ServeHTTP(w, r)
		return
	}
	if allowed[0] == http.MethodGet {
		allowed = append(allowed, http.MethodHead)
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	problem(codeMethodNotAllowed, "").write(w)
}

// OpenAPI is the API's document. It is not to be changed.
func (a *API) OpenAPI() *huma.OpenAPI { return a.huma.OpenAPI() }

// Pictures makes the pictures that this API serves.
func (a *API) Pictures() *pictures.Service { return a.pictures }

// End ends the event streams and sockets that are open. Streams still to come end at
// once, sockets are not opened any more.
func (a *API) End() {
	a.sockets.close()
	a.end()
}

// Wait waits after End until all have ended, at most until ctx does.
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

// needs tells whether an operation needs something of its caller.
func needs(op huma.Operation, scheme string) bool {
	return slices.ContainsFunc(op.Security, func(need map[string][]string) bool {
		_, ok := need[scheme]
		return ok
	})
}

// register adds an operation: what it is sent is text, its errors become problems, its
// body is bounded, and what every operation of its kind may be refused for is documented
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
	if len(op.Errors) > 0 { // all but the question whether the process is alive
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
