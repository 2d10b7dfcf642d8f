package api

import (
	"context"
	"errors"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/cmd/internal/problem"
	"github.com/tandem-game/tandem/lobby"
)

// Chat is what is new in the chat of a lobby.
type Chat struct {
	All   bool       `json:"all" doc:"These lines are all that there are: forget earlier ones."`
	Lines []ChatLine `json:"lines" nullable:"false" maxItems:"50" doc:"The oldest first. 50 are kept."`
}

// ChatLine is one line of a chat.
type ChatLine struct {
	ID     int64  `json:"id" doc:"Grows from line to line." example:"1780000000000"`
	Player string `json:"player" doc:"The id of who said it." example:"4F2Q6ZJ7XKD3MWPLBN5ROTYHCA"`
	Name   string `json:"name" doc:"As the lobby showed it then." example:"Mila"`
	Text   string `json:"text" doc:"Plain text, on one line." example:"Who wants to draw a lighthouse?"`
}

// SayLine is the body of say.
type SayLine struct {
	Text string `json:"text" minLength:"1" maxLength:"1000" cleaned:"true" doc:"At most 200 characters, as people count them. What can't be seen is taken out." example:"Who wants to draw a lighthouse?"`
}

type (
	chatEventsInput struct {
		CodePath
		Beats bool `query:"beats" doc:"The stream brings a *beat* at once and every 7 s, which needs no answer."`
		Polling
	}
	sayInput struct {
		CodePath
		Body SayLine
	}
)

func (a *API) registerChat() {
	register(a, huma.Operation{
		OperationID: "chatEvents",
		Method:      http.MethodGet,
		Path:        "/api/lobbies/{code}/chat",
		Tags:        []string{tagLobbies},
		Summary:     "Follow a lobby's chat from a room",
		Description: "A stream of server-sent events for a member who plays: *chat*, at once and after each change, and *removed*, as " +
			"in `lobbyEvents`, which brings the same to a page of the lobby. Only while the lobby's rules have " +
			"*chat_in_rooms*, of which a room's page hears through its socket. It makes nobody *here*." + aboutPolling,
		Security: needsSession,
		Responses: a.eventResponses("The stream; it ends when the server restarts, you leave the lobby or its chat is closed to rooms.",
			"ChatEvents", a.eventSchema("ChatEvent", "One event of a chat's stream.", []eventKind{
				{"chat", reflect.TypeFor[Chat]()},
				{"removed", nil},
				{"beat", nil},
			})),
		Errors: []int{http.StatusForbidden, http.StatusNotFound, http.StatusGone, http.StatusConflict, http.StatusTooManyRequests},
	}, a.chatEvents)
	register(a, huma.Operation{
		OperationID:   "say",
		Method:        http.MethodPost,
		Path:          "/api/lobbies/{code}/chat",
		DefaultStatus: http.StatusNoContent,
		Tags:          []string{tagLobbies},
		Summary:       "Say something in a lobby's chat",
		Description: "For its members; during a game only where the rules have *chat_in_rooms*. A lobby that is listed for " +
			"everybody has no chat. Lines are kept in memory while somebody is in the lobby, and not stored; a report " +
			"takes along the last ones of its two players.",
		Security: needsSession,
		Errors:   []int{http.StatusNotFound, http.StatusGone, http.StatusConflict, http.StatusTooManyRequests},
	}, a.say)
	register(a, huma.Operation{
		OperationID:   "clearChat",
		Method:        http.MethodDelete,
		Path:          "/api/lobbies/{code}/chat",
		DefaultStatus: http.StatusNoContent,
		Tags:          []string{tagLobbies},
		Summary:       "Remove all lines of a lobby's chat",
		Description:   "For the host and co-hosts.",
		Security:      needsSession,
		Errors:        []int{http.StatusNotFound, http.StatusGone, http.StatusTooManyRequests},
	}, a.clearChat)
}

func (a *API) chatEvents(ctx context.Context, in *chatEventsInput) (*huma.StreamResponse, error) {
	v := visitOf(ctx)
	return eventSource[lobby.Event]{
		place: "chat of " + in.Code,
		open: func(page context.Context) (events <-chan lobby.Event, err error) {
			err = a.byCode(ctx, in.Code, func() (err error) {
				events, err = a.Lobbies.FollowChat(page, in.Code, v.player.ID)
				return err
			})
			return events, err
		},
		write: func(ctx context.Context, to sink, events <-chan lobby.Event) error {
			return a.follow(ctx, to, v, events, in.Beats)
		},
	}.answer(ctx, a, in.Polling)
}

func (a *API) say(ctx context.Context, in *sayInput) (*struct{}, error) {
	return nil, a.chat(ctx, in.Code, func(player string) error {
		err := a.Lobbies.Say(ctx, in.Code, player, in.Body.Text)
		if errors.Is(err, lobby.ErrLineEmpty) || errors.Is(err, lobby.ErrLineLong) {
			return problem.InvalidField("body.text", err.Error())
		}
		return err
	})
}

func (a *API) clearChat(ctx context.Context, in *CodePath) (*struct{}, error) {
	return nil, a.chat(ctx, in.Code, func(player string) error {
		return a.Lobbies.ClearChat(ctx, in.Code, player)
	})
}

// chat does something in the chat of a lobby, if the player hasn't done too much in chats.
func (a *API) chat(ctx context.Context, code string, do func(player string) error) error {
	player := visitOf(ctx).player.ID
	if !a.chatting.Take(player) {
		return problem.New(problem.TooMany, "You say a lot. Wait a few seconds.")
	}
	return a.byCode(ctx, code, func() error { return do(player) })
}

func chatFor(n lobby.ChatNews) Chat {
	out := Chat{All: n.All, Lines: make([]ChatLine, len(n.Lines))}
	for i, l := range n.Lines {
		out.Lines[i] = ChatLine(l)
	}
	return out
}
