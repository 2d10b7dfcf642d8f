package api

import (
	"context"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/store"
)

// Quick is the state of quick play.
type Quick struct {
	Waiting   bool  `json:"waiting" doc:"Whether you have a ticket."`
	Others    int   `json:"others" doc:"How many players wait besides you, and look at their pages." example:"3"`
	Soon      int   `json:"soon,omitempty" doc:"How many others draw with a ghost now. At the end they hear who waits." example:"1"`
	Ghosts    bool  `json:"ghosts" doc:"Whether who doesn't want to wait may draw with a ghost: see playWithGhost."`
	Gallery   bool  `json:"gallery,omitempty" doc:"In the answer to getQuick: whether there is a gallery; see listGallery."`
	UsualWait int64 `json:"usual_wait_ms,omitempty" doc:"How long players with your language have waited lately, in milliseconds; absent if that is not known." example:"6000"`

	Left string `json:"left,omitempty" doc:"In the answer to waitQuick: the code of the lobby where you were ready until now, and aren't any more." example:"plum-kite-otter"`
}

// Wish is what you wait for in quick play.
type Wish struct {
	Language   string `json:"language" maxLength:"35" doc:"The language of the prompts, as a BCP 47 tag." example:"en"`
	Difficulty string `json:"difficulty,omitempty" enum:"easy,normal,wild" default:"normal" doc:"How bold the prompts are."`
}

// Beat is the body of beatQuick, if it has one.
type Beat struct {
	Idle bool `json:"idle" doc:"true: nobody has looked at my pages for a while; false: somebody does."`
}

type (
	quickOutput struct {
		Body Quick
	}
	waitInput      struct{ Body Wish }
	beatQuickInput struct{ Body *Beat }
)

func (a *API) registerQuick() {
	register(a, huma.Operation{
		OperationID: "getQuick",
		Method:      http.MethodGet,
		Path:        "/api/quick",
		Tags:        []string{tagQuick},
		Summary:     "How many wait",
		Errors:      []int{http.StatusTooManyRequests},
	}, a.getQuick)
	register(a, huma.Operation{
		OperationID: "waitQuick",
		Method:      http.MethodPut,
		Path:        "/api/quick/ticket",
		Tags:        []string{tagQuick},
		Summary:     "Wait for a stranger",
		Description: "Gives you a ticket, or yours another wish; it takes the place of one you have in a lobby. You are " +
			"matched while an event stream of yours is open. Wishes relax with the wait, of both: after 10 s any " +
			"difficulty, after 20 s also one you have met today, after 40 s any language. Whom you have blocked " +
			"you never meet.",
		Security: needsSession,
		Errors:   []int{http.StatusConflict, http.StatusTooManyRequests},
	}, a.waitQuick)
	register(a, huma.Operation{
		OperationID: "cancelQuick",
		Method:      http.MethodDelete,
		Path:        "/api/quick/ticket",
		Tags:        []string{tagQuick},
		Summary:     "Wait no more",
		Description: "After a match it changes nothing.",
		Security:    needsSession,
		Errors:      []int{http.StatusTooManyRequests},
	}, a.cancelQuick)
	register(a, huma.Operation{
		OperationID:   "beatQuick",
		Method:        http.MethodPut,
		Path:          "/api/quick/ticket/beat",
		DefaultStatus: http.StatusNoContent,
		Tags:          []string{tagQuick},
		Summary:       "Say that you are there",
		Description: "The answer to each *beat* of the event stream. Without one for 20 s the stream is closed and the ticket expires. " +
			"Who is idle keeps the ticket, and is matched once somebody looks again.",
		Security: needsSession,
	}, a.beatQuick)
	register(a, huma.Operation{
		OperationID: "quickEvents",
		Method:      http.MethodGet,
		Path:        "/api/quick/events",
		Tags:        []string{tagQuick},
		Summary:     "Hear of your match",
		Description: "A stream of server-sent events: *quick* says how it stands, once you wait and when that changes; " +
			"*matched* that you have a partner; *replaced* that you wait by a newer stream, and ends this one; " +
			"*beat*, at once and every 7 s, wants beatQuick for an answer." + aboutPolling,
		Security:  needsSession,
		Responses: a.eventResponses("The stream.", "QuickEvents", a.quickEventSchema()),
		Errors:    []int{http.StatusTooManyRequests},
	}, a.quickEvents)
}

// quickEventSchema describes one event: its name and its data.
func (a *API) quickEventSchema() *huma.Schema {
	return a.eventSchema("QuickEvent", "One event of quick play's stream.", []eventKind{
		{"quick", reflect.TypeFor[Quick]()},
		{"matched", reflect.TypeFor[Matched]()},
		{"replaced", nil},
		{"beat", nil},
	})
}

func (a *API) getQuick(ctx context.Context, _ *struct{}) (*quickOutput, error) {
	v, err := a.visitor(ctx)
	if err != nil {
		return nil, err
	}
	player := ""
	if v.player != nil {
		player = v.player.ID
	}
	out := &quickOutput{Body: quickFor(a.Quick.Queue(player))}
	gallery, err := a.gallery(ctx)
	out.Body.Gallery = gallery != store.NoGallery
	return out, err
}

func (a *API) waitQuick(ctx context.Context, in *waitInput) (*quickOutput, error) {
	if err := a.takeReadiness(ctx); err != nil {
		return nil, err
	}
	w := lobby.Wish{Language: in.Body.Language, Difficulty: prompts.Difficulty(in.Body.Difficulty)}
	q, err := a.Quick.Wait(ctx, visitOf(ctx).player.ID, w)
	if err != nil {
		return nil, err
	}
	return &quickOutput{Body: quickFor(q)}, nil
}

func (a *API) cancelQuick(ctx context.Context, _ *struct{}) (*struct{}, error) {
	return nil, a.Quick.Cancel(ctx, visitOf(ctx).player.ID)
}

func (a *API) beatQuick(ctx context.Context, in *beatQuickInput) (*struct{}, error) {
	a.Quick.Beat(visitOf(ctx).player.ID, in.Body != nil && in.Body.Idle)
	return nil, nil
}

func (a *API) quickEvents(ctx context.Context, in *Polling) (*huma.StreamResponse, error) {
	v := visitOf(ctx)
	return eventSource[lobby.QuickEvent]{
		place: "quick",
		open: func(ctx context.Context) (<-chan lobby.QuickEvent, error) {
			return a.Quick.Follow(ctx, v.player.ID)
		},
		write: a.followQuick,
	}.answer(ctx, a, *in)
}

// followQuick writes the events of the wait until it ends.
func (a *API) followQuick(ctx context.Context, s sink, events <-chan lobby.QuickEvent) error {
	return pass(ctx, a.ctx.Done(), s, events, true, func(e lobby.QuickEvent) error {
		switch e := e.(type) {
		case lobby.Queue:
			return s.event("quick", quickFor(e))
		case lobby.Matched:
			return s.event("matched", matchedFor(e))
		case lobby.Replaced:
			return s.event("replaced", struct{}{})
		}
		return nil
	})
}

func quickFor(q lobby.Queue) Quick {
	return Quick{Waiting: q.Waiting, Others: q.Others, Soon: q.Soon, Ghosts: q.Ghosts, UsualWait: q.Usual.Milliseconds(), Left: q.Left}
}
