package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"
)

// Config is what the edge needs to know about this Tandem.
type Config struct {
	Version string // of the running program
}

// Services are the rest of Tandem, as the edge sees it.
type Services struct{}

// API answers every request. Make one with New.
type API struct {
	router chi.Router
	huma   huma.API
}

// New puts the edge together.
func New(cfg Config, s Services) *API {
	a := &API{router: chi.NewRouter()}
	a.huma = humachi.New(a.router, humaConfig(cfg.Version, "tandem"))
	a.registerPlayers()
	a.registerLobbies()
	a.registerEvents()
	a.registerRooms()
	a.registerGames()
	a.registerAdmin()
	a.registerHealth()
	return a
}

// ServeHTTP answers a request.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.router.ServeHTTP(w, r)
}
