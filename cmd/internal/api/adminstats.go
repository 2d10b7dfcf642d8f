package api

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/cmd/internal/problem"
	"github.com/tandem-game/tandem/prompts"
)

// AdminDay is the statistics of one day.
type AdminDay struct {
	Day     string  `json:"day" format:"date" doc:"In UTC." example:"2026-05-01"`
	Games   int     `json:"games" doc:"Made on that day." example:"412"`
	Players int     `json:"players" doc:"Different ones in those games." example:"305"`
	Minutes float64 `json:"minutes" doc:"Of play, pauses left out." example:"1240.5"`
	Strokes int64   `json:"strokes" example:"90214"`
	Ghosts  int     `json:"ghosts" doc:"Of the games, those with a ghost." example:"31"`
	Waits   int     `json:"waits" doc:"Tickets that were matched with a player." example:"824"`
	WaitMS  int64   `json:"wait_ms" doc:"How long those waited on average, in milliseconds." example:"4100"`
	Dollars float64 `json:"dollars" doc:"What the model cost." example:"0.12"`
}

// AdminStats is a list of days.
type AdminStats struct {
	Days []AdminDay `json:"days" nullable:"false" doc:"In order; days on which nothing was counted may be absent."`
}

// AuditEntry is one change that the operator made.
type AuditEntry struct {
	ID      int64     `json:"id" example:"42"`
	At      time.Time `json:"at" example:"2026-05-02T09:15:00Z"`
	Action  string    `json:"action" enum:"delete_game,restore_game,ban_player,unban_player,close_lobby,close_room,disable_prompt_set,enable_prompt_set,forget_ratings,decide_report,show_exhibit,hide_exhibit" doc:"What was done." example:"delete_game"`
	Subject string    `json:"subject" doc:"To what: an id or a code." example:"7C3IXHWN2YVQ5EKRZ4PAJUSOGD"`
	Note    string    `json:"note,omitempty" doc:"Why, in the operator's words." example:"Asked for by mail on 3 May."`
	Client  string    `json:"client" doc:"The address it came from." example:"192.0.2.7"`
}

// Audit is one page of the changes.
type Audit struct {
	Entries    []AuditEntry `json:"entries" nullable:"false" doc:"The newest first."`
	NextCursor string       `json:"next_cursor,omitempty" doc:"Give it back as cursor for the next page; absent on the last." example:"eyJvIjoiY3JlYXRlZF9hdCIsImlkIjoiN0MzSSJ9"`
}

type (
	adminStatsInput struct {
		From time.Time `query:"from" timeFormat:"2006-01-02" required:"true" doc:"The first day (UTC)." example:"2026-05-01"`
		To   time.Time `query:"to" timeFormat:"2006-01-02" required:"true" doc:"The last day; at most 800 days later." example:"2026-05-31"`
	}
	adminStatsOutput struct {
		Body AdminStats
	}
	auditInput struct {
		Subject string `query:"subject" maxLength:"64" doc:"Only changes of this id or code." example:"7C3IXHWN2YVQ5EKRZ4PAJUSOGD"`
		PageQuery
	}
	auditOutput struct {
		Body Audit
	}
)

// maxStatsDays is how many days one request may ask for.
const maxStatsDays = 800

func (a *API) registerAdminStats() {
	register(a, huma.Operation{
		OperationID: "getAdminStats",
		Method:      http.MethodGet,
		Path:        "/api/admin/stats",
		Tags:        []string{tagAdmin},
		Summary:     "What was played, by day",
		Security:    needsAdmin,
		Errors:      []int{http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, a.getAdminStats)
	register(a, huma.Operation{
		OperationID: "listAudit",
		Method:      http.MethodGet,
		Path:        "/api/admin/audit",
		Tags:        []string{tagAdmin},
		Summary:     "What the operator changed",
		Security:    needsAdmin,
		Errors:      []int{http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, a.listAudit)
}

func (a *API) getAdminStats(ctx context.Context, in *adminStatsInput) (*adminStatsOutput, error) {
	to := in.To
	if now := time.Now().UTC(); to.After(now) {
		to = now.Truncate(24 * time.Hour)
	}
	if in.To.Sub(in.From) > maxStatsDays*24*time.Hour {
		return nil, problem.InvalidField("query.to", "is more than 800 days after from")
	}
	days, err := a.Operator.Days(ctx, in.From, to)
	if err != nil {
		return nil, err
	}
	out := &adminStatsOutput{Body: AdminStats{Days: make([]AdminDay, len(days))}}
	for i, d := range days {
		out.Body.Days[i] = AdminDay{
			Day: d.Day.Format(time.DateOnly), Games: d.Games, Players: d.Players,
			Minutes: float64(d.PlayMS) / float64(time.Minute/time.Millisecond), Strokes: d.Strokes,
			Ghosts: d.Ghosts, Waits: d.Waits, WaitMS: d.WaitMS / max(1, int64(d.Waits)), Dollars: dollars(prompts.Usage{CostMicros: d.Cost}),
		}
	}
	return out, nil
}

func (a *API) listAudit(ctx context.Context, in *auditInput) (*auditOutput, error) {
	before := int64(math.MaxInt64)
	if in.Cursor != "" {
		var err error
		if before, err = strconv.ParseInt(in.Cursor, 10, 64); err != nil {
			return nil, problem.InvalidField("query.cursor", "is none that this list gave")
		}
	}
	entries, err := a.Operator.Audit(ctx, in.Subject, before, in.Limit+1)
	if err != nil {
		return nil, err
	}
	out := &auditOutput{}
	if len(entries) > in.Limit {
		entries = entries[:in.Limit]
		out.Body.NextCursor = strconv.FormatInt(entries[in.Limit-1].ID, 10)
	}
	out.Body.Entries = make([]AuditEntry, len(entries))
	for i, e := range entries {
		out.Body.Entries[i] = AuditEntry(e)
	}
	return out, nil
}
