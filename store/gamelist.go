package store

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// GameFilter says which games to list. A zero field doesn't restrict the list, except
// Deleted.
type GameFilter struct {
	From, To time.Time // created at From or later, and before To
	Player   string    // a player's id, or words of a name; the last word may be a prefix
	Lobby    string    // its code
	Theme    string
	Language string
	State    string // Live, Finished, EndedEarly or Abandoned
	Source   string // of the game's prompts
	Reported bool   // only games with an open report
	Deleted  bool   // only deleted games; false: only games that aren't deleted
	Text     string // words of its names, title, theme, caption or lobby; the last word may be a prefix
}

// Order is the sort order of a list of games. Equal games are sorted by id.
type Order string

// The orders.
const (
	Newest        Order = "newest"
	Oldest        Order = "oldest"
	Longest       Order = "longest" // by time of play
	Shortest      Order = "shortest"
	MostStrokes   Order = "most_strokes"
	FewestStrokes Order = "fewest_strokes"
)

// orders says how to scan each order: by which index, and in which direction.
var orders = map[Order]struct{ column, direction, beyond string }{
	Newest:        {"created_at", "DESC", "<"},
	Oldest:        {"created_at", "ASC", ">"},
	Longest:       {"play_ms", "DESC", "<"},
	Shortest:      {"play_ms", "ASC", ">"},
	MostStrokes:   {"strokes", "DESC", "<"},
	FewestStrokes: {"strokes", "ASC", ">"},
}

// GamePage asks for one page of the list of games.
type GamePage struct {
	GameFilter
	Order Order
	After string // the cursor from the page before; "" for the first page
	Limit int    // at least 1
}

// ListedGame is a game in the operator's list.
type ListedGame struct {
	ID        string     `db:"id"`
	Lobby     string     `db:"lobby"` // "" if it had none
	State     string     `db:"state"`
	Language  string     `db:"language"`
	Theme     string     `db:"theme"` // of its prompts, or the theme that was asked for until they are dealt
	Title     string     `db:"title"`
	Paper     string     `db:"paper"`
	Source    string     `db:"source"` // "" until dealt
	Model     string     `db:"model"`
	CreatedAt time.Time  `db:"created_at"`
	StartedAt *time.Time `db:"started_at"`
	EndedAt   *time.Time `db:"ended_at"`
	DeletedAt *time.Time `db:"deleted_at"`
	PlayMS    int64      `db:"play_ms"`
	Strokes   int        `db:"strokes"`
	Players   [2]string  `db:"players"` // ids; "" once the player is deleted
	Names     [2]string  `db:"names"`
	Open      [2]bool    `db:"open"` // whether each of them lets others see the game
}

// matches is the condition of a filter on g. A value that isn't asked for is null, and the
// planner drops its condition. For that it must see the values, so it must not use a
// generic plan.
const matches = `
	($1::timestamptz IS NULL OR g.created_at >= $1)
	  AND ($2::timestamptz IS NULL OR g.created_at < $2)
	  AND ($3::text[] IS NULL OR g.facets @> $3)
	  AND ($4::text IS NULL OR g.words @@ search_query($4, 'A'))
	  AND ($5::text IS NULL OR g.words @@ search_query($5, ''))
	  AND (g.deleted_at IS NOT NULL) = $6`

// customPlan makes Postgres plan a query for its actual values.
const customPlan = pgx.QueryExecModeCacheDescribe

// args returns the values of matches.
func (f GameFilter) args() []any {
	var facets []string
	facet := func(name, value string) {
		if value != "" {
			facets = append(facets, name+":"+value)
		}
	}
	facet("state", f.State)
	facet("lobby", f.Lobby)
	facet("language", f.Language)
	facet("source", f.Source)
	facet("theme", strings.ToLower(f.Theme))
	if f.Reported {
		facets = append(facets, "reported")
	}
	name := f.Player
	if isID(f.Player) {
		facet("player", f.Player)
		name = ""
	}
	return []any{nullTime(f.From), nullTime(f.To), facets, nullText(name), nullText(f.Text), f.Deleted}
}

// isID tells an id, as rand.Text makes it, from a name.
func isID(text string) bool {
	return len(text) == 26 && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == ""
}

// nullText returns NULL for an empty text.
func nullText(text string) *string {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return &text
}

// ListGames chooses a page from candidates, which it finds in one of three ways:
//
//   - scanned: the next games along the index of the order, at most maxScanned. Fast if
//     many games match.
//   - few: the games of a lobby or a player, or those that are reported or deleted. There
//     never are many; words are compared in each, as the text index would find far more.
//   - matching: all that match, by the facet and text indexes. Fast if few games match.
//
// ListGames scans, unless the filter is one of few. If the scan doesn't fill the page, so
// few games match that it finds and sorts all of them quickly.
//
// Postgres can't choose by itself: it assumes that facets are independent, and its estimate
// of how many games match can be wrong by a factor of a thousand.
type candidates string

const (
	maxScannedByTime = 20_000 // neighbours in the table, because they were created one after another
	maxScanned       = 10_000 // in another order each game is on a different page of the table
)

const afterCursor = `($7::%[1]s IS NULL OR (g.%[2]s, g.id) %[4]s ($7, $8))`

// OFFSET 0 prevents Postgres from scanning the order's index instead.
const (
	scanned candidates = `
		SELECT g.* FROM games g
		WHERE ` + afterCursor + `
		  AND ($10::timestamptz IS NULL OR g.created_at >= $10) AND ($11::timestamptz IS NULL OR g.created_at < $11)
		  AND ($12::text IS NULL OR g.state = $12)
		ORDER BY g.%[2]s %[3]s, g.id %[3]s
		LIMIT $13`
	few candidates = `
		SELECT g.* FROM games g
		WHERE ` + afterCursor + `
		  AND ($3::text[] IS NULL OR g.facets @> $3) AND (g.deleted_at IS NOT NULL) = $6
		OFFSET 0`
	matching candidates = `
		SELECT g.* FROM games g
		WHERE ` + afterCursor + ` AND ` + matches + `
		OFFSET 0`
)

// selectListed reads ListedGames; the candidates replace its %[5]s. It finds the games
// first, and reads everything else for those alone.
const selectListed = `
	SELECT g.id, COALESCE(g.lobby, '') AS lobby, g.state, g.language, COALESCE(p.theme, g.theme) AS theme,
	       COALESCE(p.title, '') AS title, COALESCE(p.paper, '') AS paper,
	       COALESCE(p.source, '') AS source, COALESCE(p.model, '') AS model,
	       g.created_at, g.started_at, g.ended_at, g.deleted_at, g.play_ms, g.strokes,
	       ARRAY[COALESCE(one.player, ''), COALESCE(two.player, '')] AS players, ARRAY[one.name, two.name] AS names,
	       ARRAY[COALESCE(one.open, g.lobby IS NOT NULL), COALESCE(two.open, g.lobby IS NOT NULL)] AS open
	FROM (
		SELECT g.id, g.lobby, g.state, g.language, g.theme, g.prompt_set, g.created_at, g.started_at, g.ended_at,
		       g.deleted_at, g.play_ms, g.strokes
		FROM (%[5]s) g
		WHERE ` + matches + `
		ORDER BY g.%[2]s %[3]s, g.id %[3]s
		LIMIT $9) g
	JOIN seats one ON one.game = g.id AND one.seat = 1
	JOIN seats two ON two.game = g.id AND two.seat = 2
	LEFT JOIN prompt_sets p ON p.id = g.prompt_set
	ORDER BY g.%[2]s %[3]s, g.id %[3]s`

// ListGames returns a page of games and the cursor of the next page, "" on the last one.
// Games that are created meanwhile neither shift nor repeat later pages. ErrCursor.
func (s *Store) ListGames(ctx context.Context, p GamePage) (games []ListedGame, next string, err error) {
	after, err := parseCursor(p.Order, p.After)
	if err != nil {
		return nil, "", err
	}
	// One game more than asked for shows whether there is a next page.
	args := append(p.args(), after.value(), after.id, p.Limit+1)
	from := scanned
	if p.matchesFew() {
		from = few
	}
	games, err = s.queryListed(ctx, from.query(p, args))
	if err == nil && from == scanned && p.scanLimit() != nil && len(games) <= p.Limit {
		games, err = s.queryListed(ctx, matching.query(p, args))
	}
	if err != nil {
		return nil, "", err
	}
	if len(games) > p.Limit {
		games = games[:p.Limit]
		next = cursorOf(p.Order, games[p.Limit-1]).String()
	}
	return games, next, nil
}

// matchesFew reports whether a filter can never match many games.
func (f GameFilter) matchesFew() bool {
	return f.Lobby != "" || isID(f.Player) || f.Reported || f.Deleted
}

// scanBounds returns the part of the filter that limits a scan through the index of the
// order: the times if the order is by time, else the state.
func (p GamePage) scanBounds() GameFilter {
	if orders[p.Order].column == "created_at" {
		return GameFilter{From: p.From, To: p.To}
	}
	return GameFilter{State: p.State}
}

// scanLimit returns how many games a scan reads at most, or nil for no limit, if scanBounds
// is the whole filter.
func (p GamePage) scanLimit() *int {
	if p.scanBounds() == p.GameFilter {
		return nil
	}
	most := maxScanned
	if orders[p.Order].column == "created_at" {
		most = maxScannedByTime
	}
	most = max(most, 20*p.Limit)
	return &most
}

// listQuery is the query for a page, with the planner settings for it.
type listQuery struct {
	sql      string
	args     []any
	settings []string
}

// listSettings let Postgres read only small tables as a whole, and tell it that fetching
// one game is cheap. Otherwise it reads a whole second index to save a few fetches.
var listSettings = []string{"plan_cache_mode = force_custom_plan", "enable_seqscan = off", "jit = off", "random_page_cost = 1.1"}

// query returns the query for a page chosen from the candidates. args are the values of
// matches, the cursor and the limit.
func (c candidates) query(p GamePage, args []any) listQuery {
	q := listQuery{args: args, settings: listSettings}
	if c == scanned {
		bounds := p.scanBounds()
		q.args = append(slices.Clip(args), nullTime(bounds.From), nullTime(bounds.To), nullText(bounds.State), p.scanLimit())
		q.settings = append(slices.Clip(listSettings), "enable_bitmapscan = off")
	}
	by := orders[p.Order]
	keyType := "bigint"
	if by.column == "created_at" {
		keyType = "timestamptz"
	}
	from := fmt.Sprintf(string(c)+"%.0[1]s%.0[3]s", keyType, by.column, by.direction, by.beyond)
	q.sql = fmt.Sprintf(selectListed+"%.0[1]s%.0[4]s", keyType, by.column, by.direction, by.beyond, from)
	return q
}

// queryListed runs the query of a page.
func (s *Store) queryListed(ctx context.Context, q listQuery) (games []ListedGame, err error) {
	var b pgx.Batch
	b.Queue(`BEGIN READ ONLY`)
	for _, set := range q.settings {
		b.Queue(`SET LOCAL ` + set)
	}
	b.Queue(q.sql, q.args...).Query(func(rows pgx.Rows) (err error) {
		games, err = pgx.CollectRows(rows, pgx.RowToStructByName[ListedGame])
		return err
	})
	b.Queue(`COMMIT`)
	if err := s.pool.SendBatch(ctx, &b).Close(); err != nil {
		return nil, fmt.Errorf("list games: %w", err)
	}
	return games, nil
}

const estimateGames = `EXPLAIN (FORMAT JSON) SELECT FROM games g WHERE` + matches

// EstimateGames estimates how many games match, from the statistics of Postgres: counting
// millions takes too long for a page.
func (s *Store) EstimateGames(ctx context.Context, f GameFilter) (int, error) {
	var raw []byte
	if err := s.pool.QueryRow(ctx, estimateGames, append([]any{customPlan}, f.args()...)...).Scan(&raw); err != nil {
		return 0, fmt.Errorf("estimate games: %w", err)
	}
	var explained []struct {
		Plan struct {
			Rows float64 `json:"Plan Rows"`
		}
	}
	if err := json.Unmarshal(raw, &explained); err != nil || len(explained) != 1 {
		return 0, fmt.Errorf("estimate games: read the plan %q: %w", raw, err)
	}
	return int(explained[0].Plan.Rows), nil
}

// exportPage is how many games EveryGame reads at once.
const exportPage = 1000

// EveryGame iterates over all games of a filter, page by page, so that neither their number
// nor a slow reader burdens the database.
func (s *Store) EveryGame(ctx context.Context, f GameFilter, o Order) iter.Seq2[ListedGame, error] {
	return func(yield func(ListedGame, error) bool) {
		page := GamePage{GameFilter: f, Order: o, Limit: exportPage}
		for {
			games, next, err := s.ListGames(ctx, page)
			if err != nil {
				yield(ListedGame{}, err)
				return
			}
			for _, g := range games {
				if !yield(g, nil) {
					return
				}
			}
			if next == "" {
				return
			}
			page.After = next
		}
	}
}
