package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/store"
)

// Report is a player's complaint about the other player of a game.
type Report struct {
	ID           int64      `json:"id" example:"17"`
	Game         string     `json:"game" doc:"The game, which is the evidence." example:"7C3IXHWN2YVQ5EKRZ4PAJUSOGD"`
	Seat         int        `json:"seat" enum:"1,2" doc:"The seat of who is reported."`
	Reported     string     `json:"reported,omitempty" doc:"The player's id; absent once it is forgotten." example:"4F2Q6ZJ7XKD3MWPLBN5ROTYHCA"`
	ReportedName string     `json:"reported_name" example:"Eve"`
	ReporterName string     `json:"reporter_name" example:"Mila"`
	Reason       string     `json:"reason" enum:"drawing,behaviour,spam,other"`
	Words        string     `json:"words" doc:"The reporter's; may be empty." example:"That was no octopus."`
	Said         []SaidLine `json:"said" nullable:"false" doc:"What the two had said last in the chat of their lobby."`
	CreatedAt    time.Time  `json:"created_at" example:"2026-05-01T18:30:00Z"`
	State        string     `json:"state" enum:"open,upheld,dismissed" doc:"open: to be decided."`
	Note         string     `json:"note" doc:"The operator's." example:"Talked to both; nothing was meant."`
	DecidedAt    *time.Time `json:"decided_at,omitempty" example:"2026-05-02T09:15:00Z"`
}

// SaidLine is a line of a chat that goes with a report.
type SaidLine struct {
	Seat int    `json:"seat" enum:"1,2" doc:"The seat of who said it."`
	Text string `json:"text" example:"Mine is better than yours."`
}

// Decision is the body of decideReport.
type Decision struct {
	State string `json:"state" enum:"open,upheld,dismissed" doc:"upheld: it was right; dismissed: it was not; open: to be decided anew."`
	Note  string `json:"note,omitempty" maxLength:"1000" doc:"For whoever reads it later." example:"Talked to both; nothing was meant."`
}

type (
	listReportsInput struct {
		State string `query:"state" enum:"open,upheld,dismissed" default:"open" doc:"Only reports in this state."`
		Below int64  `query:"below" minimum:"1" doc:"Only reports with a lower id: the last one of the page before." example:"42"`
		Limit int    `query:"limit" minimum:"1" maximum:"100" default:"50" doc:"How many at most."`
	}
	listReportsOutput struct {
		Body struct {
			Reports []Report `json:"reports" nullable:"false" doc:"The newest first."`
		}
	}
	decideReportInput struct {
		ID   int64 `path:"id" doc:"The report's id." example:"17"`
		Body Decision
	}
	reportOutput struct {
		Body Report
	}
)

func (a *API) registerReports() {
	register(a, huma.Operation{
		OperationID: "listReports",
		Method:      http.MethodGet,
		Path:        "/api/admin/reports",
		Tags:        []string{tagAdmin},
		Summary:     "Reports to decide",
		Security:    needsAdmin,
		Errors:      []int{http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, a.listReports)
	register(a, huma.Operation{
		OperationID: "decideReport",
		Method:      http.MethodPut,
		Path:        "/api/admin/reports/{id}",
		Tags:        []string{tagAdmin},
		Summary:     "Decide a report",
		Security:    needsAdmin,
		Errors:      []int{http.StatusNotFound, http.StatusTooManyRequests},
	}, a.decideReport)
}

func (a *API) listReports(ctx context.Context, in *listReportsInput) (*listReportsOutput, error) {
	reports, err := a.Safety.Reports(ctx, in.State, in.Below, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &listReportsOutput{}
	out.Body.Reports = make([]Report, len(reports))
	for i, r := range reports {
		out.Body.Reports[i] = reportFor(r)
	}
	return out, nil
}

func (a *API) decideReport(ctx context.Context, in *decideReportInput) (*reportOutput, error) {
	r, err := a.Safety.DecideReport(ctx, in.ID, in.Body.State, auditNoteOf(ctx, in.Body.Note))
	if err != nil {
		return nil, err
	}
	return &reportOutput{Body: reportFor(r)}, nil
}

func reportFor(r store.Report) Report {
	said := make([]SaidLine, len(r.Said))
	for i, l := range r.Said {
		said[i] = SaidLine(l)
	}
	return Report{
		ID: r.ID, Game: r.Game, Seat: r.Seat, Reported: r.Reported, ReportedName: r.ReportedName, ReporterName: r.ReporterName,
		Reason: r.Reason, Words: r.Words, Said: said, CreatedAt: r.CreatedAt, State: r.State, Note: r.Note, DecidedAt: r.DecidedAt,
	}
}
