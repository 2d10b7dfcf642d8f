package api

import (
	"encoding/json"

	"github.com/danielgtaylor/huma/v2"
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

// Spec returns the OpenAPI 3.1 document of the API, indented, without a running server.
func Spec(version string) ([]byte, error) {
	a, err := New(Config{Version: version}, Services{})
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(a.huma.OpenAPI(), "", "  ")
}
