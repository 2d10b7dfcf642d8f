package store

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
)

// ErrCursor means that the cursor is none that this list, in this order, gave.
var ErrCursor = errors.New("not a cursor of this list")

// GameFilter says which games are listed. What is zero leaves none out, but for
// Deleted.
type GameFilter struct {
	From, To time.Time // created at From or later and before To
	Player   string    // a player's id, or words of a name, the last of which may be only begun
	Lobby    string    // its code
	Theme    string
	Language string
	State    string // Live, Finished, EndedEarly or Abandoned
	Source   string // of its prompts
	Reported bool   // a report of it is to be decided
	Deleted  bool   // those that the operator has deleted, instead of the others
	Text     string // words of its names, title, theme, caption or lobby, the last of which may be only begun
}

// Order is how games are listed. Those that are equal stand in the order of their ids.
type Order string

// The orders.
const (
	Newest        Order = "newest"
	Oldest        Order = "oldest"
	Longest       Order = "longest" // time of play
	Shortest      Order = "shortest"
	MostStrokes   Order = "most_strokes"
	FewestStrokes Order = "fewest_strokes"
)

// orders says how each order is walked: by an index, in one direction or the other.
var orders = map[Order]struct{ column, direction, beyond string }{
	Newest:        {"created_at", "DESC", "<"},
	Oldest:        {"created_at", "ASC", ">"},
	Longest:       {"play_ms", "DESC", "<"},
	Shortest:      {"play_ms", "ASC", ">"},
	MostStrokes:   {"strokes", "DESC", "<"},
	FewestStrokes: {"strokes", "ASC", ">"},
}

// GamePage is what is asked of the list of games.
type GamePage struct {
	GameFilter
	Order Order
	After string // the cursor of the page before; "" for the first page
	Limit int    // at least 1
}

// ListedGame is a game in the operator's list.
type ListedGame struct {
	ID        string     `db:"id"`
	Lobby     string     `db:"lobby"` // "" if it had none
	State     string     `db:"state"`
	Language  string     `db:"language"`
	Theme     string     `db:"theme"` // of its prompts; as was asked for until they are dealt
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
	Players   [2]string  `db:"players"` // ids; "" once forgotten
	Names     [2]string  `db:"names"`
	Open      [2]bool    `db:"open"` // whether each of them lets others see it
}

// whereGames is a filter's condition on g. What isn't asked for is null, and the
// planner leaves it out: it must see the values, and so must not use a generic plan.
const whereGames = `
	($1::timestamptz IS NULL OR g.created_at >= $1)
	  AND ($2::timestamptz IS NULL OR g.created_at < $2)
	  AND ($3::text[] IS NULL OR g.facets @> $3)
	  AND ($4::text IS NULL OR g.words @@ search_query($4, 'A'))
	  AND ($5::text IS NULL OR g.words @@ search_query($5, ''))
	  AND (g.deleted_at IS NOT NULL) = $6`

// seenPlan has Postgres plan a query for its very values.
const seenPlan = pgx.QueryExecModeCacheDescribe

// args are the values of whereGames.
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

// isID tells what rand.Text makes from a name.
func isID(text string) bool {
	return len(text) == 26 && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == ""
}

// nullText gives an empty text as NULL.
func nullText(text string) *string {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return &text
}

// Two ways lead to a page. A walk goes along the order's index and leaves out what
// doesn't match: quick where much does. A search collects what matches, by the index of
// facets or of words, and sorts it: quick where little does. Postgres' guess which it is
// can be wrong a thousandfold, as it takes facets for independent; and then a page takes
// seconds. So a walk gives up after so many games, and the search follows: what is that
// rare is soon sorted. And where words are said, which the search begins with and which are
// guessed well, there is no walk that would find too few.
const (
	walkByTime = 20_000 // which lie side by side
	walkByMore = 6000   // each is somewhere else
)

// fewWithin is how many games of a time are few: as many as are looked at, side by side as
// they lie, sooner than words that are common are collected.
const fewWithin = 50_000

// walkGames is the walk. What bounds it by the order's own index comes first: the time,
// where that is the order, or else the state.
const walkGames = `
	FROM (SELECT g.*
	      FROM games g
	      WHERE ($7::%[1]s IS NULL OR (g.%[2]s, g.id) %[4]s ($7, $8)) %[5]s
	      ORDER BY g.%[2]s %[3]s, g.id %[3]s
	      LIMIT $10) g
	WHERE` + whereGames

// searchGames is the search. Its order is by no index, so that none is walked.
const searchGames = `
	FROM (SELECT g.*
	      FROM games g
	      WHERE` + whereGames + `
	      OFFSET 0) g
	WHERE $7::%[1]s IS NULL OR (g.%[2]s, g.id) %[4]s ($7, $8)`

// fewGames is the search for what is few by a facet alone: words are looked at in what
// that finds, as collecting all that has them takes far longer.
var fewGames = strings.NewReplacer(
	"g.words @@ search_query($4, 'A')", "(g.words @@ search_query($4, 'A')) IS TRUE",
	"g.words @@ search_query($5, '')", "(g.words @@ search_query($5, '')) IS TRUE",
).Replace(searchGames)

// selectListed reads ListedGames; the way to a page takes the place of its %s. The games
// are found first, and whatever else belongs to them is read for those alone.
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
		%s
		ORDER BY g.%[2]s %[3]s, g.id %[3]s
		LIMIT $9) g
	JOIN seats one ON one.game = g.id AND one.seat = 1
	JOIN seats two ON two.game = g.id AND two.seat = 2
	LEFT JOIN prompt_sets p ON p.id = g.prompt_set
	ORDER BY g.%[2]s %[3]s, g.id %[3]s`

// statement is the statement that goes a way in an order.
func statement(way string, o Order) string {
	by := orders[o]
	within := `AND ($11::text IS NULL OR g.state = $11)`
	if by.column == "created_at" {
		within = `AND ($1::timestamptz IS NULL OR g.created_at >= $1) AND ($2::timestamptz IS NULL OR g.created_at < $2)`
	}
	return fmt.Sprintf(strings.Replace(selectListed, "%s", way, 1), typeOf(by.column), by.column, by.direction, by.beyond, within)
}

// typeOf is the type of a column that games are ordered by.
func typeOf(column string) string {
	if column == "created_at" {
		return "timestamptz"
	}
	return "bigint"
}

// ListGames lists games and gives the cursor of the next page, "" on the last. Games
// that are made meanwhile neither shift nor repeat what follows. ErrCursor.
func (s *Store) ListGames(ctx context.Context, p GamePage) (games []ListedGame, next string, err error) {
	after, err := parseCursor(p.Order, p.After)
	if err != nil {
		return nil, "", err
	}
	// One more than asked for tells whether there is a next page.
	args := append(p.args(), after.value(), after.id, p.Limit+1)
	search, soon, err := s.howToSearch(ctx, p)
	if err != nil {
		return nil, "", err
	}
	if !soon {
		if games, err = s.listed(ctx, walkGames, p.Order, append(args, p.walkArgs()...)...); err != nil {
			return nil, "", err
		}
	}
	if soon || len(games) <= p.Limit && p.walkAtMost() != nil {
		if games, err = s.listed(ctx, search, p.Order, args...); err != nil {
			return nil, "", err
		}
	}
	if len(games) > p.Limit {
		games = games[:p.Limit]
		next = cursorOf(p.Order, games[p.Limit-1]).String()
	}
	return games, next, nil
}

const countWithin = `
	SELECT count(*)
	FROM (SELECT FROM games
	      WHERE ($1::timestamptz IS NULL OR created_at >= $1) AND ($2::timestamptz IS NULL OR created_at < $2)
	      LIMIT $3) g`

// howToSearch chooses the search for a page; soon says that it is sooner done than a walk.
// Few games are those of a facet that never has many, and those of a time, where that is
// not the order.
func (s *Store) howToSearch(ctx context.Context, p GamePage) (search string, soon bool, err error) {
	if p.Lobby != "" || isID(p.Player) || p.Reported || p.Deleted {
		return fewGames, true, nil
	}
	if !p.byTime() && (!p.From.IsZero() || !p.To.IsZero()) {
		var within int
		row := s.pool.QueryRow(ctx, countWithin, seenPlan, nullTime(p.From), nullTime(p.To), fewWithin+1)
		if err := row.Scan(&within); err != nil {
			return "", false, fmt.Errorf("count games within a time: %w", err)
		}
		if within <= fewWithin {
			return fewGames, within <= walkByMore, nil
		}
	}
	if p.Player == "" && p.Text == "" {
		return searchGames, false, nil
	}
	found, err := s.estimate(ctx, estimateWalked, append(p.lookedFor().args(), p.walkAtMost())...)
	return searchGames, found <= p.Limit, err
}

func (p GamePage) byTime() bool { return orders[p.Order].column == "created_at" }

// walkArgs are the values of walkGames, beside those of every way.
func (p GamePage) walkArgs() []any {
	if p.byTime() {
		return []any{p.walkAtMost()}
	}
	return []any{p.walkAtMost(), nullText(p.State)}
}

// lookedFor is what a walk looks at each game for; the rest bounds it.
func (p GamePage) lookedFor() GameFilter {
	f := p.GameFilter
	if p.byTime() {
		f.From, f.To = time.Time{}, time.Time{}
	} else {
		f.State = ""
	}
	return f
}

// walkAtMost is how many games a walk looks at; nil for as many as it takes, where it
// leaves hardly any out.
func (p GamePage) walkAtMost() *int {
	if p.lookedFor() == (GameFilter{}) {
		return nil
	}
	most := walkByMore
	if p.byTime() {
		most = walkByTime
	}
	most = max(most, 20*p.Limit)
	return &most
}

// settings are what Postgres plans a way with. Of all tables only small ones may be read
// whole, a walk goes along its index and nowhere else, and a look at a game costs little:
// or else a second index is read whole to spare a few.
func settings(way string) []string {
	set := []string{"plan_cache_mode = force_custom_plan", "enable_seqscan = off", "jit = off", "random_page_cost = 1.1"}
	if way == walkGames {
		set = append(set, "enable_bitmapscan = off")
	}
	return set
}

// listed runs the statement that goes a way.
func (s *Store) listed(ctx context.Context, way string, o Order, args ...any) (games []ListedGame, err error) {
	var b pgx.Batch
	b.Queue(`BEGIN READ ONLY`)
	for _, set := range settings(way) {
		b.Queue(`SET LOCAL ` + set)
	}
	b.Queue(statement(way, o), args...).Query(func(rows pgx.Rows) (err error) {
		games, err = pgx.CollectRows(rows, pgx.RowToStructByName[ListedGame])
		return err
	})
	b.Queue(`COMMIT`)
	if err := s.pool.SendBatch(ctx, &b).Close(); err != nil {
		return nil, fmt.Errorf("list games: %w", err)
	}
	return games, nil
}

const estimateGames = `EXPLAIN (FORMAT JSON) SELECT FROM games g WHERE` + whereGames

// estimateWalked guesses how many of so many games a walk would find.
const estimateWalked = `EXPLAIN (FORMAT JSON) SELECT FROM (SELECT * FROM games LIMIT $7) g WHERE` + whereGames

// EstimateGames tells about how many games there are, as Postgres guesses it from its
// statistics: counting millions takes too long for a page.
func (s *Store) EstimateGames(ctx context.Context, f GameFilter) (int, error) {
	return s.estimate(ctx, estimateGames, f.args()...)
}

// estimate is Postgres' guess how many rows a query gives, which the statement has explained.
func (s *Store) estimate(ctx context.Context, statement string, args ...any) (int, error) {
	var raw []byte
	if err := s.pool.QueryRow(ctx, statement, append([]any{seenPlan}, args...)...).Scan(&raw); err != nil {
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

// EveryGame goes through all games of a filter, page by page, so that neither their
// number nor a slow reader matters to the database.
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

// cursor is the place of a game in a list. To its readers it is opaque.
type cursor struct {
	order Order
	at    int64 // what the order goes by; a time in microseconds
	id    string
}

// cursorOf is the place of a game.
func cursorOf(o Order, g ListedGame) cursor {
	c := cursor{order: o, id: g.ID}
	switch orders[o].column {
	case "play_ms":
		c.at = g.PlayMS
	case "strokes":
		c.at = int64(g.Strokes)
	default:
		c.at = g.CreatedAt.UnixMicro()
	}
	return c
}

// value is what Postgres compares with; nil for the beginning.
func (c cursor) value() any {
	switch {
	case c.order == "":
		return nil
	case orders[c.order].column == "created_at":
		return time.UnixMicro(c.at)
	default:
		return c.at
	}
}

func (c cursor) String() string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%s %d %s", c.order, c.at, c.id))
}

// parseCursor reads a cursor of a list in this order; "" is its beginning.
func parseCursor(o Order, text string) (cursor, error) {
	if text == "" {
		return cursor{}, nil
	}
	plain, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return cursor{}, ErrCursor
	}
	parts := strings.SplitN(string(plain), " ", 3)
	if len(parts) != 3 || parts[0] != string(o) {
		return cursor{}, ErrCursor
	}
	at, err := strconv.ParseInt(parts[1], 10, 64)
	id := parts[2]
	if err != nil || at < 0 || !utf8.ValidString(id) || strings.ContainsRune(id, 0) { // Postgres takes neither
		return cursor{}, ErrCursor
	}
	return cursor{order: o, at: at, id: id}, nil
}
