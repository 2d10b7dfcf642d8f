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

// ordering is an order in SQL: the column and its type, the direction, and how a later game
// compares with an earlier one.
type ordering struct{ column, kind, direction, after string }

var orders = map[Order]ordering{
	Newest:        {"created_at", "timestamptz", "DESC", "<"},
	Oldest:        {"created_at", "timestamptz", "ASC", ">"},
	Longest:       {"play_ms", "bigint", "DESC", "<"},
	Shortest:      {"play_ms", "bigint", "ASC", ">"},
	MostStrokes:   {"strokes", "bigint", "DESC", "<"},
	FewestStrokes: {"strokes", "bigint", "ASC", ">"},
}

// byTime reports whether the order is by the time of creation.
func (o Order) byTime() bool { return orders[o].column == "created_at" }

// in writes the order into a query.
func (o Order) in(sql string) string {
	by := orders[o]
	return strings.NewReplacer("{column}", by.column, "{kind}", by.kind, "{direction}", by.direction, "{after}", by.after).Replace(sql)
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
	(@from::timestamptz IS NULL OR g.created_at >= @from)
	  AND (@to::timestamptz IS NULL OR g.created_at < @to)
	  AND (@state::text IS NULL OR g.state = @state)
	  AND (@facets::text[] IS NULL OR g.facets @> @facets)
	  AND (@name::text IS NULL OR g.words @@ search_query(@name, 'A'))
	  AND (@text::text IS NULL OR g.words @@ search_query(@text, ''))
	  AND (g.deleted_at IS NOT NULL) = @deleted`

// customPlan makes Postgres plan a query for its actual values.
const customPlan = pgx.QueryExecModeCacheDescribe

// args returns the values of matches.
func (f GameFilter) args() pgx.NamedArgs {
	var facets []string
	facet := func(name, value string) {
		if value != "" {
			facets = append(facets, name+":"+value)
		}
	}
	facet("lobby", f.Lobby)
	facet("language", f.Language)
	facet("source", f.Source)
	facet("theme", strings.ToLower(f.Theme))
	if f.Reported {
		facets = append(facets, "reported")
	}
	if isID(f.Player) {
		facet("player", f.Player)
	}
	return pgx.NamedArgs{
		"from": nullTime(f.From), "to": nullTime(f.To), "state": nullText(f.State), "facets": facets,
		"name": nullText(f.name()), "text": nullText(f.Text), "deleted": f.Deleted,
	}
}

// name returns the words of a player's name, "" if the filter has none.
func (f GameFilter) name() string {
	if isID(f.Player) {
		return ""
	}
	return f.Player
}

// Allows reports whether games of the filter can be listed in the order. Words are searched
// by time only: the indexes of the other orders don't have them.
func (f GameFilter) Allows(o Order) bool {
	return o.byTime() || nullText(f.name()) == nil && nullText(f.Text) == nil
}

// matchesFew reports whether a filter can never match many games.
func (f GameFilter) matchesFew() bool {
	return f.Lobby != "" || isID(f.Player) || f.Reported || f.Deleted
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

// maxScanned is how many games a page looks through at most.
const maxScanned = 10_000

const (
	afterCursor = `(@at::{kind} IS NULL OR (g.{column}, g.id) {after} (@at, @id))`
	byOrder     = `ORDER BY g.{column} {direction}, g.id {direction}`

	// The next games in the order. {bounds} is the part of the filter that the order's index
	// has, so that the rest of the games is passed by: the times, or the state.
	nextGames   = `FROM games g WHERE ` + afterCursor + ` AND {bounds} ` + byOrder
	timeBounds  = `(@from::timestamptz IS NULL OR g.created_at >= @from) AND (@to::timestamptz IS NULL OR g.created_at < @to)`
	stateBounds = `(@state::text IS NULL OR g.state = @state)`

	// selectScanned keeps what matches of the next games. In the orders by time these are
	// neighbours in the table; the indexes of the other orders have all that is compared.
	selectScanned = `
		SELECT g.id, g.{column}
		FROM (SELECT * ` + nextGames + ` LIMIT @scanned) g
		WHERE ` + matches + `
		` + byOrder + `
		LIMIT @limit`

	// selectBeyond reports whether there are more games than selectScanned looks through.
	selectBeyond = `SELECT EXISTS (SELECT ` + nextGames + ` OFFSET @scanned)`

	// selectMatching finds all games that match, by the indexes of facets and words, and
	// sorts them. That is fast if they are few.
	selectMatching = `
		WITH matching AS MATERIALIZED (SELECT g.id, g.{column} FROM games g WHERE ` + afterCursor + ` AND ` + matches + `)
		SELECT g.id, g.{column}
		FROM matching g
		` + byOrder + `
		LIMIT @limit`
)

// selectListed reads the ListedGames of a page.
const selectListed = `
	SELECT g.id, COALESCE(g.lobby, '') AS lobby, g.state, g.language, COALESCE(p.theme, g.theme) AS theme,
	       COALESCE(p.title, '') AS title, COALESCE(p.paper, '') AS paper,
	       COALESCE(p.source, '') AS source, COALESCE(p.model, '') AS model,
	       g.created_at, g.started_at, g.ended_at, g.deleted_at, g.play_ms, g.strokes,
	       ARRAY[COALESCE(one.player, ''), COALESCE(two.player, '')] AS players, ARRAY[one.name, two.name] AS names,
	       ARRAY[COALESCE(one.open, g.lobby IS NOT NULL), COALESCE(two.open, g.lobby IS NOT NULL)] AS open
	FROM ({page}) page
	JOIN games g ON g.id = page.id
	JOIN seats one ON one.game = g.id AND one.seat = 1
	JOIN seats two ON two.game = g.id AND two.seat = 2
	LEFT JOIN prompt_sets p ON p.id = g.prompt_set
	ORDER BY page.{column} {direction}, page.id {direction}`

var readListed = pgx.RowToStructByName[ListedGame]

// ListGames returns a page of games and the cursor of the next page, "" on the last one.
// Games that are created meanwhile neither shift nor repeat later pages. ErrCursor.
//
// A page looks through maxScanned games, so it can have fewer than the limit, and the last
// one can be empty. If none of them matches, or the filter can't match many, all that match
// are found by other indexes.
func (s *Store) ListGames(ctx context.Context, p GamePage) (games []ListedGame, next string, err error) {
	after, err := parseCursor(p.Order, p.After)
	if err != nil {
		return nil, "", err
	}
	args := p.args()
	args["at"], args["id"], args["scanned"] = after.value(), after.id, s.maxScanned
	args["limit"] = p.Limit + 1 // the last one shows whether there is a next page
	var more bool
	if p.matchesFew() {
		games, err = queryList(ctx, s, matching(p, args), readListed)
	} else {
		games, more, err = s.scanGames(ctx, p, args)
	}
	if err != nil {
		return nil, "", err
	}
	if len(games) > p.Limit {
		games, more = games[:p.Limit], true
	}
	if more {
		next = cursorOf(p.Order, games[len(games)-1]).String()
	}
	return games, next, nil
}

// scanGames finds a page among the next games of the order. If they are many and none
// matches, it finds all that match. more is true if games after the page may match.
func (s *Store) scanGames(ctx context.Context, p GamePage, args pgx.NamedArgs) (games []ListedGame, more bool, err error) {
	games, err = queryList(ctx, s, scanned(p, selectListed, args), readListed)
	if err != nil || len(games) > p.Limit {
		return games, false, err
	}
	beyond, err := queryList(ctx, s, scanned(p, selectBeyond, args), pgx.RowTo[bool])
	if err != nil {
		return nil, false, err
	}
	if beyond[0] && len(games) == 0 {
		games, err = queryList(ctx, s, matching(p, args), readListed)
		return games, false, err
	}
	return games, beyond[0], nil
}

// listQuery is a query for a page, with the planner settings for it.
type listQuery struct {
	sql      string
	args     pgx.NamedArgs
	settings []string
}

// listSettings let Postgres read only small tables as a whole, and tell it that fetching
// one game is cheap. Otherwise it reads a whole second index to save a few fetches.
var listSettings = []string{"plan_cache_mode = force_custom_plan", "enable_seqscan = off", "jit = off", "random_page_cost = 1.1"}

// scanned returns a query that reads along the index of the order: selectListed of
// selectScanned, or selectBeyond.
func scanned(p GamePage, sql string, args pgx.NamedArgs) listQuery {
	bounds := stateBounds
	if p.Order.byTime() {
		bounds = timeBounds
	}
	sql = strings.Replace(sql, "{page}", selectScanned, 1)
	return listQuery{p.Order.in(strings.Replace(sql, "{bounds}", bounds, 1)), args, append(slices.Clip(listSettings), "enable_bitmapscan = off")}
}

// matching returns the query that finds all that match.
func matching(p GamePage, args pgx.NamedArgs) listQuery {
	return listQuery{p.Order.in(strings.Replace(selectListed, "{page}", selectMatching, 1)), args, listSettings}
}

// queryList runs a query for a page.
func queryList[T any](ctx context.Context, s *Store, q listQuery, read pgx.RowToFunc[T]) (found []T, err error) {
	var b pgx.Batch
	b.Queue(`BEGIN READ ONLY`)
	for _, set := range q.settings {
		b.Queue(`SET LOCAL ` + set)
	}
	b.Queue(q.sql, q.args).Query(func(rows pgx.Rows) (err error) {
		found, err = pgx.CollectRows(rows, read)
		return err
	})
	b.Queue(`COMMIT`)
	if err := s.pool.SendBatch(ctx, &b).Close(); err != nil {
		return nil, fmt.Errorf("list games: %w", err)
	}
	return found, nil
}

const estimateGames = `EXPLAIN (FORMAT JSON) SELECT FROM games g WHERE` + matches

// EstimateGames estimates how many games match, from the statistics of Postgres: counting
// millions takes too long for a page.
func (s *Store) EstimateGames(ctx context.Context, f GameFilter) (int, error) {
	var raw []byte
	if err := s.pool.QueryRow(ctx, estimateGames, customPlan, f.args()).Scan(&raw); err != nil {
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
