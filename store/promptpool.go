package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/prompts"
)

// The demand of a shelf counts the games that wanted a set of it, and halves every
// demandHalves seconds. The shelf's level is one ready set for every two of these games, at
// most topLevel. A shelf with a player's own words is removed, with its sets, when nobody
// has wanted it for shelfDays.
const (
	demandHalves = "3600"
	topLevel     = "12"
	shelfDays    = "7"

	// demandNow and levelNow are SQL expressions of a prompt_shelves s.
	demandNow = `(s.demand * power(0.5, extract(epoch FROM clock_timestamp() - s.wanted_at)::float8 / ` + demandHalves + `))`
	levelNow  = `LEAST(` + topLevel + `, ceil(` + demandNow + ` / 2 - 0.1))::int`
)

// TakeReady takes the oldest set off the shelf that neither player has met, and records
// that both have. It is one statement that skips a row which another call is taking, so no
// two calls take the same set. It reads the shelf in order and stops at the first set that
// fits.
func (s *Store) TakeReady(ctx context.Context, shelf prompts.Shelf, players [2]string) (prompts.Set, bool, error) {
	set, ok, err := oneSet(s.pool.Query(ctx, `
		WITH oldest AS (
			SELECT prompt_set
			FROM ready_sets
			WHERE shelf = (SELECT id FROM prompt_shelves WHERE language = $1 AND difficulty = $2 AND rounds = $3 AND theme = $4)
			  AND NOT key = ANY(ARRAY(SELECT m.key FROM met_sets m WHERE m.player = ANY($5)))
			ORDER BY shelf, made_at
			LIMIT 1
			FOR UPDATE SKIP LOCKED
		), taken AS (
			DELETE FROM ready_sets
			WHERE prompt_set = (SELECT prompt_set FROM oldest)
			RETURNING prompt_set, key
		), met AS (
			INSERT INTO met_sets (player, key)
			SELECT players.id, taken.key
			FROM taken
			JOIN players ON players.id = ANY($5)
			ON CONFLICT DO NOTHING
		)`+selectSet+`
		FROM taken
		JOIN prompt_sets p ON p.id = taken.prompt_set`,
		shelf.Language, shelf.Difficulty, shelf.Rounds, shelf.Theme, inOrder(players)))
	if err != nil {
		return set, false, fmt.Errorf("take a ready prompt set: %w", classify(err))
	}
	return set, ok, nil
}

// inOrder returns the players whose rows a statement locks, always in the same order.
func inOrder(players [2]string) []string {
	known := slices.DeleteFunc(players[:], func(id string) bool { return id == "" })
	slices.Sort(known)
	return known
}

// Meet records that the players meet a set. It returns false if one of them has met it, or
// if the set is disabled or doesn't exist.
func (s *Store) Meet(ctx context.Context, id string, players [2]string) (ok bool, err error) {
	err = s.pool.QueryRow(ctx, `
		WITH set AS (
			SELECT key
			FROM prompt_sets p
			WHERE id = $1 AND disabled_at IS NULL
			  AND NOT EXISTS (SELECT FROM met_sets m WHERE m.player = ANY($2) AND m.key = p.key)
		), known AS (
			SELECT id FROM players WHERE id = ANY($2) ORDER BY id
		), met AS (
			INSERT INTO met_sets (player, key)
			SELECT known.id, set.key FROM known, set
			ON CONFLICT DO NOTHING
			RETURNING player
		)
		SELECT EXISTS (SELECT FROM set) AND (SELECT count(*) FROM met) = (SELECT count(*) FROM known)`,
		id, inOrder(players)).Scan(&ok)
	if err != nil {
		return false, fmt.Errorf("record that prompt set %s is met: %w", id, classify(err))
	}
	return ok, nil
}

// MeetAgain records that the players meet a set, even if one of them has met it.
func (s *Store) MeetAgain(ctx context.Context, id string, players [2]string) error {
	_, err := s.pool.Exec(ctx, `
		INSERT INTO met_sets (player, key)
		SELECT players.id, p.key FROM players, prompt_sets p WHERE players.id = ANY($2) AND p.id = $1 ORDER BY players.id
		ON CONFLICT (player, key) DO UPDATE SET met_at = now()`, id, inOrder(players))
	if err != nil {
		return fmt.Errorf("record that prompt set %s is met again: %w", id, classify(err))
	}
	return nil
}

// badlyRated is the condition that a set p of the library is bad: at least three thumbs
// down, and more than twice as many as up. It doesn't apply to other sources: a host's set
// is the host's own business, and a set of the model is dealt to one pair only.
const badlyRated = `(p.source = '` + prompts.FromLibrary + `' AND p.bad >= 3 AND p.bad > 2 * p.good)`

// Met returns what the players have met, and which sets of the library must not be dealt.
func (s *Store) Met(ctx context.Context, players [2]string) (prompts.Met, error) {
	met := prompts.Met{At: map[string]time.Time{}, Disabled: map[string]bool{}, Disliked: map[string]int{}}
	var b pgx.Batch
	b.Queue(`SELECT key, max(met_at) FROM met_sets WHERE player = ANY($1) GROUP BY key`, inOrder(players)).
		Query(func(rows pgx.Rows) error {
			var key string
			var at time.Time
			_, err := pgx.ForEachRow(rows, []any{&key, &at}, func() error { met.At[key] = at; return nil })
			return err
		})
	b.Queue(`
		SELECT id, disabled_at IS NOT NULL, `+badlyRated+`, bad - 2 * good
		FROM prompt_sets p
		WHERE source = $1 AND (disabled_at IS NOT NULL OR `+badlyRated+`)`, prompts.FromLibrary).
		Query(func(rows pgx.Rows) error {
			var id string
			var disabled, bad bool
			var dislikes int
			_, err := pgx.ForEachRow(rows, []any{&id, &disabled, &bad, &dislikes}, func() error {
				if disabled {
					met.Disabled[id] = true
				}
				if bad {
					met.Disliked[id] = dislikes
				}
				return nil
			})
			return err
		})
	if err := s.pool.SendBatch(ctx, &b).Close(); err != nil {
		return met, fmt.Errorf("read the sets that players have met: %w", classify(err))
	}
	return met, nil
}

// WantReady raises the demand of shelves, and creates those that don't exist.
func (s *Store) WantReady(ctx context.Context, demands []prompts.Demand) error {
	slices.SortFunc(demands, func(a, b prompts.Demand) int { // lock in one order
		return strings.Compare(fmt.Sprint(a.Shelf), fmt.Sprint(b.Shelf))
	})
	var b pgx.Batch
	for _, d := range demands {
		b.Queue(`
			INSERT INTO prompt_shelves AS s (language, difficulty, rounds, theme, own_words, seconds, demand)
			VALUES ($1, $2, $3, $4, $5, $6, GREATEST($7::float8, 1))
			ON CONFLICT (language, difficulty, rounds, theme) DO UPDATE
			SET demand = GREATEST(`+demandNow+` + $7::float8, 1), seconds = $6, wanted_at = clock_timestamp()`,
			d.Language, d.Difficulty, d.Rounds, d.Theme, d.OwnWords, d.Seconds, d.Games)
	}
	b.Queue(`DELETE FROM prompt_shelves WHERE own_words AND wanted_at < now() - interval '` + shelfDays + ` days'`)
	if err := s.pool.SendBatch(ctx, &b).Close(); err != nil {
		return fmt.Errorf("want ready prompt sets: %w", err)
	}
	return nil
}

// ClaimShelf leases a shelf that lacks sets: an empty one first, and of those the one
// wanted last, because a game may be waiting there. A shelf with a player's own words lacks
// nothing unless an open lobby has that theme.
func (s *Store) ClaimShelf(ctx context.Context, maker string, lease time.Duration) (c prompts.Claim, ok bool, err error) {
	err = s.pool.QueryRow(ctx, `
		WITH lacking AS (
			SELECT s.id, `+levelNow+` - r.ready AS lacks, r.ready
			FROM prompt_shelves s
			CROSS JOIN LATERAL (SELECT count(*)::int AS ready FROM ready_sets r WHERE r.shelf = s.id) r
			WHERE (s.leased_until IS NULL OR s.leased_until < clock_timestamp())
			  AND (NOT s.own_words OR EXISTS (
			      SELECT FROM lobbies l
			      WHERE l.closed_at IS NULL AND l.theme = s.theme AND l.language = s.language
			        AND l.difficulty = s.difficulty AND l.rounds = s.rounds))
		), neediest AS (
			SELECT s.id, l.lacks
			FROM lacking l
			JOIN prompt_shelves s ON s.id = l.id
			WHERE l.lacks > 0 AND (s.leased_until IS NULL OR s.leased_until < clock_timestamp())
			ORDER BY l.ready = 0 DESC, s.wanted_at DESC
			LIMIT 1
			FOR UPDATE OF s SKIP LOCKED
		)
		UPDATE prompt_shelves s
		SET leased_by = $1, leased_until = clock_timestamp() + $2
		FROM neediest
		WHERE s.id = neediest.id
		RETURNING s.language, s.difficulty, s.rounds, s.theme, s.own_words, s.seconds, neediest.lacks`,
		maker, lease).Scan(&c.Language, &c.Difficulty, &c.Rounds, &c.Theme, &c.OwnWords, &c.Seconds, &c.Lacks)
	if errors.Is(err, pgx.ErrNoRows) {
		return c, false, nil
	}
	if err != nil {
		return c, false, fmt.Errorf("claim a shelf of prompts: %w", err)
	}
	return c, true, nil
}

// Shelve stores a set and puts it on the shelf.
func (s *Store) Shelve(ctx context.Context, shelf prompts.Shelf, set prompts.Set) error {
	err := s.inTx(ctx, func(tx pgx.Tx) error {
		var b pgx.Batch
		queueSave(&b, set)
		b.Queue(`
			INSERT INTO ready_sets (prompt_set, key, shelf)
			SELECT $1, $2, id FROM prompt_shelves WHERE language = $3 AND difficulty = $4 AND rounds = $5 AND theme = $6
			ON CONFLICT DO NOTHING`, set.ID, set.Key, shelf.Language, shelf.Difficulty, shelf.Rounds, shelf.Theme)
		return tx.SendBatch(ctx, &b).Close()
	})
	if err != nil {
		return fmt.Errorf("shelve prompt set %s: %w", set.ID, err)
	}
	return nil
}

// ReleaseShelf ends the maker's lease; the shelf then rests for a while.
func (s *Store) ReleaseShelf(ctx context.Context, maker string, shelf prompts.Shelf, rest time.Duration) error {
	_, err := s.pool.Exec(ctx, `
		UPDATE prompt_shelves
		SET leased_by = NULL, leased_until = clock_timestamp() + $6
		WHERE leased_by = $1 AND language = $2 AND difficulty = $3 AND rounds = $4 AND theme = $5`,
		maker, shelf.Language, shelf.Difficulty, shelf.Rounds, shelf.Theme, rest)
	if err != nil {
		return fmt.Errorf("release a shelf of prompts: %w", err)
	}
	return nil
}

// Spend adds the cost of calls to the day's total, unless the day's budget is used up.
func (s *Store) Spend(ctx context.Context, u prompts.Usage, within prompts.Budget) (today prompts.Usage, ok bool, err error) {
	err = s.pool.QueryRow(ctx, `
		INSERT INTO prompt_days AS d (day, calls, input_tokens, output_tokens, cost_micros)
		VALUES ((now() AT TIME ZONE 'UTC')::date, $1, $2, $3, $4)
		ON CONFLICT (day) DO UPDATE
		SET calls = d.calls + $1, input_tokens = d.input_tokens + $2,
		    output_tokens = d.output_tokens + $3, cost_micros = d.cost_micros + $4
		WHERE ($5 = 0 OR d.calls + $1 <= $5) AND ($6 = 0 OR d.cost_micros < $6)
		RETURNING calls, input_tokens, output_tokens, cost_micros`,
		u.Calls, u.InputTokens, u.OutputTokens, u.CostMicros, within.Calls, within.CostMicros).
		Scan(&today.Calls, &today.InputTokens, &today.OutputTokens, &today.CostMicros)
	if errors.Is(err, pgx.ErrNoRows) {
		return today, false, nil
	}
	if err != nil {
		return today, false, fmt.Errorf("count the cost of prompts: %w", err)
	}
	return today, true, nil
}
