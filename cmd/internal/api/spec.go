package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/cmd/internal/docs"
)

const (
	tagPlayers = "Players"
	tagLobbies = "Lobbies"
	tagQuick   = "Quick play"
	tagRooms   = "Rooms"
	tagGames   = "Games"
	tagGallery = "Gallery"
	tagPrompts = "Prompts"
	tagAdmin   = "Admin"
	tagHealth  = "Health"
)

// What an operation requires of its caller. The document states it, and authorize enforces
// it, from this same value.
const (
	schemeSession      = "session"
	schemeAdmin        = "admin"
	schemeAdminSession = "adminSession" // another way to be the operator
)

var (
	needsSession = []map[string][]string{{schemeSession: {}}}
	needsAdmin   = []map[string][]string{{schemeAdmin: {}}, {schemeAdminSession: {}}}
)

// maxBody is the maximum size of a request's body, in bytes.
const maxBody = 64 << 10

// humaConfig describes the API as a whole. cookie is the name of the session cookie.
func humaConfig(version string, at base, cookie string) huma.Config {
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title:   "Tandem",
				Version: version,
				Description: "Two people, one canvas, three minutes. This is everything that Tandem's own page uses: " +
					"name yourself, open a lobby, say ready, draw through the room's socket, fetch the drawing.\n\n" +
					"Bodies are JSON of at most 64 KiB. Errors are problem details (RFC 9457) with a code for programs. " +
					"Writes are taken from Tandem's own page and from programs, never from another site's page.",
				License: &huma.License{Name: "MIT", Identifier: "MIT"},
			},
			Servers: []*huma.Server{{URL: at.path("/"), Description: "This Tandem"}},
			Tags: []*huma.Tag{
				{Name: tagPlayers, Description: "Guests: a name and a session, no account."},
				{Name: tagLobbies, Description: "Where players gather and are matched."},
				{Name: tagQuick, Description: "Where strangers meet."},
				{Name: tagRooms, Description: "Where a game is played."},
				{Name: tagGames, Description: "What was drawn."},
				{Name: tagGallery, Description: "What both players show to everybody, if there is a gallery."},
				{Name: tagPrompts, Description: "Prompt sets of one's own."},
				{Name: tagAdmin, Description: "For the operator, with the admin token."},
				{Name: tagHealth, Description: "For load balancers and supervisors."},
			},
			Components: &huma.Components{
				Schemas: huma.NewMapRegistry("#/components/schemas/", schemaName),
				SecuritySchemes: map[string]*huma.SecurityScheme{
					schemeSession: {
						Type: "apiKey", In: "cookie", Name: cookie,
						Description: "The guest session that PUT /api/me begins.",
					},
					schemeAdmin: {
						Type: "http", Scheme: "bearer",
						Description: "The admin token: ADMIN_TOKEN, or what Tandem printed when it started.",
					},
					schemeAdminSession: {
						Type: "apiKey", In: "cookie", Name: cookie + "-admin",
						Description: "The operator's session that POST /api/admin/session begins.",
					},
				},
			},
		},
		Transformers:  []huma.Transformer{at.transform},
		Formats:       huma.DefaultFormats,
		DefaultFormat: "application/json",
	}
}

// schemaName names a type in the document, where there are no packages.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	if name == "Field" {
		return "ProblemField"
	}
	return name
}

// Spec returns the OpenAPI 3.1 document of the API, indented, without a running server.
func Spec(version string) ([]byte, error) {
	a, err := New(Config{Version: version}, Services{})
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(a.huma.OpenAPI(), "", "  ")
}

// registerDocs adds the addresses of the documentation.
func (a *API) registerDocs() {
	d := docs.New(a.huma.OpenAPI(), map[string]string{schemeSession: "a session", schemeAdmin: "the admin token"})
	a.router.Get("/api/docs", a.serveDocs("text/html; charset=utf-8", d.HTML))
	a.router.Get("/api/docs.css", a.serveDocs("text/css; charset=utf-8", d.CSS))
	a.router.Get("/api/openapi.json", a.serveDocs("application/openapi+json", d.Spec))
}

// serveDocs returns a handler that answers with what write returns.
func (a *API) serveDocs(contentType string, write func() ([]byte, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := write()
		if err != nil {
			a.base.refuse(w, a.problemOf(r.Context(), fmt.Errorf("write the API's documentation: %w", err)))
			return
		}
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("Cache-Control", cacheAskMe)
		_, _ = w.Write(body) // the client may be gone
	}
}
