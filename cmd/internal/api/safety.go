package api

import (
	"context"
	"net/http"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/cmd/internal/problem"
	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/store"
)

// Between is a player's relation to a game and to its partner in it.
type Between struct {
	Strangers   bool `json:"strangers" doc:"You met in quick play."`
	YouOpen     bool `json:"you_open" doc:"You let others see it."`
	PartnerOpen bool `json:"partner_open" doc:"Your partner does."`
	Blocked     bool `json:"blocked" doc:"You have blocked your partner."`
	Lent        bool `json:"lent" doc:"Your half plays with others, as a ghost: see setLending."`
	Lendable    bool `json:"lendable" doc:"It may: all rounds were played, and you drew."`

	Gallery      string `json:"gallery" enum:"none,out,waiting,in,refused" doc:"Where the game is on its way into the gallery: see setShowing. none: it can't come there; out: not both of you want it there; waiting: for the operator; refused: it isn't shown."`
	YouShow      bool   `json:"you_show" doc:"You want it in the gallery."`
	PartnerShows bool   `json:"partner_shows" doc:"Your partner does."`
	Likes        int    `json:"likes" doc:"How many players like it." example:"3"`
}

// MakeReport is the body of report.
type MakeReport struct {
	Reason string `json:"reason" enum:"drawing,behaviour,spam,other" doc:"What it is about."`
	Words  string `json:"words,omitempty" maxLength:"500" doc:"What you have to say, if you like." example:"They wrote over my drawing."`
}

// SetSharing is the body of setSharing.
type SetSharing struct {
	Open bool `json:"open" doc:"true: others may see it; false: not any more."`
}

type (
	betweenOutput struct {
		Body Between
	}
	reportInput struct {
		GamePath
		Body MakeReport
	}
	sharingInput struct {
		GamePath
		Body SetSharing
	}
)

func (a *API) registerSafety() {
	register(a, huma.Operation{
		OperationID: "getBetween",
		Method:      http.MethodGet,
		Path:        "/api/games/{id}/between",
		Tags:        []string{tagGames},
		Summary:     "How you stand to a game of yours and to your partner in it",
		Security:    needsSession,
		Errors:      []int{http.StatusForbidden, http.StatusNotFound},
	}, a.getBetween)
	register(a, huma.Operation{
		OperationID: "setSharing",
		Method:      http.MethodPut,
		Path:        "/api/games/{id}/sharing",
		Tags:        []string{tagGames},
		Summary:     "Let others see a game of yours, or not",
		Description: "Whoever has its link sees it while both of its players let them. Friends of a lobby do until one says otherwise; " +
			"strangers when both have said so.",
		Security: needsSession,
		Errors:   []int{http.StatusNotFound},
	}, a.setSharing)
	register(a, huma.Operation{
		OperationID:   "report",
		Method:        http.MethodPut,
		Path:          "/api/games/{id}/report",
		DefaultStatus: http.StatusNoContent,
		Tags:          []string{tagGames},
		Summary:       "Report your partner",
		Description: "Reaches the operator, with the game as evidence and the last lines that you and your partner said in the lobby's " +
			"chat, also while it is live. You don't meet in quick play any more. A second report takes the place of the first.",
		Security: needsSession,
		Errors:   []int{http.StatusNotFound, http.StatusTooManyRequests},
	}, a.report)
	register(a, huma.Operation{
		OperationID: "block",
		Method:      http.MethodPut,
		Path:        "/api/games/{id}/block",
		Tags:        []string{tagGames},
		Summary:     "Never meet your partner again in quick play",
		Security:    needsSession,
		Errors:      []int{http.StatusNotFound},
	}, a.block)
	register(a, huma.Operation{
		OperationID: "unblock",
		Method:      http.MethodDelete,
		Path:        "/api/games/{id}/block",
		Tags:        []string{tagGames},
		Summary:     "Take a block back",
		Description: "If your partner has blocked you, that holds.",
		Security:    needsSession,
		Errors:      []int{http.StatusNotFound},
	}, a.unblock)
}

func (a *API) getBetween(ctx context.Context, in *GamePath) (*betweenOutput, error) {
	g, err := a.admit(ctx, in.ID, guardIt)
	if err != nil {
		return nil, err
	}
	you, partner := g.Seats[g.seat-1], g.Seats[2-g.seat]
	out := Between{Strangers: g.Strangers(), YouOpen: you.Open, PartnerOpen: partner.Open}
	lending, err := a.Safety.Lending(ctx, g.ID, you.Player)
	if err != nil {
		return nil, err
	}
	out.Lent, out.Lendable = lending.Lent, lending.Possible
	if err := a.showingFor(ctx, g, &out); err != nil {
		return nil, err
	}
	if partner.Player != "" {
		out.Blocked, err = a.Safety.Blocks(ctx, you.Player, partner.Player)
	}
	return &betweenOutput{Body: out}, err
}

func (a *API) setSharing(ctx context.Context, in *sharingInput) (*betweenOutput, error) {
	g, err := a.admit(ctx, in.ID, guardIt)
	if err != nil {
		return nil, err
	}
	if err := a.Safety.SetOpen(ctx, g.ID, visitOf(ctx).player.ID, in.Body.Open); err != nil {
		return nil, err
	}
	a.wallChanged(g)
	return a.getBetween(ctx, &in.GamePath)
}

func (a *API) report(ctx context.Context, in *reportInput) (*struct{}, error) {
	v := visitOf(ctx)
	g, err := a.admit(ctx, in.ID, reportIt)
	if err != nil {
		return nil, err
	}
	if !a.reports.Take(v.client) {
		return nil, problem.New(problem.TooMany, "Too many reports came from your address. Wait a little.")
	}
	words := lobby.CleanText(in.Body.Words)
	if utf8.RuneCountInString(words) > maxReportRunes {
		return nil, problem.InvalidField("body.words", "must be at most 500 characters")
	}
	return nil, a.Safety.MakeReport(ctx, g.ID, v.player.ID, in.Body.Reason, words, a.saidIn(g))
}

// saidIn returns what the two players of a game have said last in the chat of its lobby.
func (a *API) saidIn(g admission) (said []store.SaidLine) {
	for _, l := range a.Lobbies.Said(g.Lobby, g.Seats[0].Player, g.Seats[1].Player) {
		seat := 1
		if l.Player != g.Seats[0].Player {
			seat = 2
		}
		said = append(said, store.SaidLine{Seat: seat, Text: l.Text})
	}
	return said
}

// maxReportRunes is the maximum length of a report's words, in characters.
const maxReportRunes = 500

func (a *API) block(ctx context.Context, in *GamePath) (*betweenOutput, error) {
	return a.setBlock(ctx, in, a.Safety.Block)
}

func (a *API) unblock(ctx context.Context, in *GamePath) (*betweenOutput, error) {
	return a.setBlock(ctx, in, a.Safety.Unblock)
}

func (a *API) setBlock(ctx context.Context, in *GamePath, set func(ctx context.Context, player, other string) error) (*betweenOutput, error) {
	g, err := a.admit(ctx, in.ID, guardIt)
	if err != nil {
		return nil, err
	}
	if partner := g.Seats[2-g.seat].Player; partner != "" {
		if err := set(ctx, g.Seats[g.seat-1].Player, partner); err != nil {
			return nil, err
		}
	}
	return a.getBetween(ctx, in)
}
