package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

// Lobby is a place with a shareable link where players gather and are matched.
type Lobby struct {
	Code     string      `json:"code" doc:"Three friendly words that can be said aloud." example:"plum-kite-otter"`
	Link     string      `json:"link" format:"uri" doc:"The link to share." example:"https://tandem.example/l/plum-kite-otter"`
	Host     string      `json:"host" doc:"The id of the player who opened the lobby and may change its settings." example:"4F2Q6ZJ7XKD3MWPLBN5ROTYHCA"`
	Settings Settings    `json:"settings"`
	Members  []Member    `json:"members" nullable:"false" doc:"Who is in the lobby, in the order they came."`
	Games    []LobbyGame `json:"games" nullable:"false" maxItems:"24" doc:"The lobby's wall: its latest games, the newest first."`
}

// Settings are how the games of a lobby are played.
type Settings struct {
	RoundSeconds int    `json:"round_seconds" minimum:"10" maximum:"120" doc:"How long a round lasts." example:"30"`
	Rounds       int    `json:"rounds" minimum:"3" maximum:"10" doc:"How many rounds a game has." example:"6"`
	Theme        string `json:"theme" maxLength:"60" doc:"What the prompts are about; empty: a surprise." example:"under the sea"`
	Language     string `json:"language" doc:"The language of the prompts, as a BCP 47 tag." example:"en"`
}

// SettingsChange states only what is to differ.
type SettingsChange struct {
	RoundSeconds *int    `json:"round_seconds,omitempty" minimum:"10" maximum:"120" doc:"How long a round lasts; 30 unless told." example:"30"`
	Rounds       *int    `json:"rounds,omitempty" minimum:"3" maximum:"10" doc:"How many rounds a game has; 6 unless told." example:"6"`
	Theme        *string `json:"theme,omitempty" maxLength:"60" doc:"What the prompts are about; empty: a surprise." example:"under the sea"`
	Language     *string `json:"language,omitempty" minLength:"2" maxLength:"35" pattern:"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$" patternDescription:"BCP 47 language tag" doc:"The language of the prompts, as a BCP 47 tag; en unless told." example:"en"`
}

// Member is a player in a lobby.
type Member struct {
	ID    string `json:"id" doc:"The player's id." example:"4F2Q6ZJ7XKD3MWPLBN5ROTYHCA"`
	Name  string `json:"name" example:"Mila"`
	Host  bool   `json:"host" doc:"Whether this is the lobby's host."`
	State string `json:"state" enum:"here,ready,playing,away" doc:"here: has the page open; ready: waits for a partner; playing: is in a live game; away: no page is open."`
	Room  string `json:"room,omitempty" doc:"In your own entry, while you are in a live game: its room." example:"7C3IXHWN2YVQ5EKRZ4PAJUSOGD"`
}

// LobbyGame is one picture on a lobby's wall.
type LobbyGame struct {
	ID        string    `json:"id" example:"7C3IXHWN2YVQ5EKRZ4PAJUSOGD"`
	Names     []string  `json:"names" nullable:"false" minItems:"2" maxItems:"2" doc:"The players of seat 1 and seat 2." example:"[\"Mila\",\"Jonas\"]"`
	State     string    `json:"state" enum:"live,finished,ended_early,abandoned" doc:"How the game stands."`
	StartedAt time.Time `json:"started_at" doc:"When its first round began; until then, when its players were matched."`
	Paper     string    `json:"paper,omitempty" doc:"The colour of the paper; absent until the prompts are dealt." example:"#FFF3CF"`
}

// codeInput is the lobby a path names.
type codeInput struct {
	Code string `path:"code" maxLength:"64" doc:"The lobby's code." example:"plum-kite-otter"`
}

type (
	createLobbyInput struct {
		Body struct {
			Settings SettingsChange `json:"settings,omitzero"`
		} `required:"false"`
	}
	changeLobbyInput struct {
		codeInput
		Body struct {
			Settings SettingsChange `json:"settings"`
		}
	}
	setReadyInput struct {
		codeInput
		Body struct {
			Ready bool `json:"ready" doc:"true: match me with a partner; false: not any more."`
		}
	}
	lobbyOutput struct {
		Body Lobby
	}
	createLobbyOutput struct {
		Location string `header:"Location" doc:"The new lobby in this API."`
		Body     Lobby
	}
)

func (a *API) registerLobbies() {
	register(a, huma.Operation{
		OperationID:   "createLobby",
		Method:        http.MethodPost,
		Path:          "/api/lobbies",
		DefaultStatus: http.StatusCreated,
		Tags:          []string{tagLobbies},
		Summary:       "Open a lobby",
		Description:   "Opens a lobby with you as its host and first member. What the settings leave out is as usual.",
		Security:      needsSession,
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusRequestEntityTooLarge,
			http.StatusTooManyRequests},
	}, a.createLobby)
	register(a, huma.Operation{
		OperationID: "getLobby",
		Method:      http.MethodGet,
		Path:        "/api/lobbies/{code}",
		Tags:        []string{tagLobbies},
		Summary:     "A lobby",
		Description: "Anybody who knows the code may look; a session is needed only to come in.",
		Errors:      []int{http.StatusNotFound, http.StatusTooManyRequests},
	}, a.getLobby)
	register(a, huma.Operation{
		OperationID: "changeLobby",
		Method:      http.MethodPatch,
		Path:        "/api/lobbies/{code}",
		Tags:        []string{tagLobbies},
		Summary:     "Change a lobby's settings",
		Description: "For the host. Games that have begun keep the settings they began with.",
		Security:    needsSession,
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound,
			http.StatusRequestEntityTooLarge, http.StatusTooManyRequests},
	}, a.changeLobby)
	register(a, huma.Operation{
		OperationID: "joinLobby",
		Method:      http.MethodPost,
		Path:        "/api/lobbies/{code}/members",
		Tags:        []string{tagLobbies},
		Summary:     "Come into a lobby",
		Description: "Makes you a member. A member who comes again stays one.",
		Security:    needsSession,
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound,
			http.StatusTooManyRequests},
	}, a.joinLobby)
	register(a, huma.Operation{
		OperationID: "leaveLobby",
		Method:      http.MethodDelete,
		Path:        "/api/lobbies/{code}/members/me",
		Tags:        []string{tagLobbies},
		Summary:     "Leave a lobby",
		Description: "You are no member any more and wait for no partner. A game you are in goes on.",
		Security:    needsSession,
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound,
			http.StatusTooManyRequests},
	}, a.leaveLobby)
	register(a, huma.Operation{
		OperationID: "setReady",
		Method:      http.MethodPut,
		Path:        "/api/lobbies/{code}/members/me/ready",
		Tags:        []string{tagLobbies},
		Summary:     "Say that you are ready, or not",
		Description: "Two ready members are matched at once: both hear *matched* on their event stream, and " +
			"their entry in the lobby names the room. A third waits for a fourth.",
		Security: needsSession,
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusConflict,
			http.StatusRequestEntityTooLarge, http.StatusTooManyRequests},
	}, a.setReady)
}

func (a *API) createLobby(ctx context.Context, in *createLobbyInput) (*createLobbyOutput, error) {
	return nil, nil
}

func (a *API) getLobby(ctx context.Context, in *codeInput) (*lobbyOutput, error) {
	return nil, nil
}

func (a *API) changeLobby(ctx context.Context, in *changeLobbyInput) (*lobbyOutput, error) {
	return nil, nil
}

func (a *API) joinLobby(ctx context.Context, in *codeInput) (*lobbyOutput, error) {
	return nil, nil
}

func (a *API) leaveLobby(ctx context.Context, in *codeInput) (*struct{}, error) {
	return nil, nil
}

func (a *API) setReady(ctx context.Context, in *setReadyInput) (*lobbyOutput, error) {
	return nil, nil
}
