package storetest

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// seedSteps fill an empty database with $1 games of two years, as a Tandem that is
// used has them: half of its players come back often, lobbies play a few dozen games
// each, and states, languages and themes are uneven. Nothing is random twice: the same
// number gives the same games. The triggers are left out, which would write each game
// twice; what they do is done here.
var seedSteps = []string{
	`SET session_replication_role = replica`,
	`INSERT INTO prompt_sets (id, key, source, title, theme, language, paper, series, caption, created_at)
	 SELECT 'SET' || n, 'SET' || n, CASE WHEN n % 4 = 0 THEN 'openai' ELSE 'library' END,
	        (ARRAY['The lighthouse picnic', 'A moose in the moon', 'Tea for dragons', 'The night train', 'Robots on holiday'])[1 + n % 5] || ' ' || n,
	        (ARRAY['under the sea', 'space', 'a picnic', 'machines', 'weather', 'monsters', 'breakfast', 'castles', 'insects', 'music', 'winter', 'the circus'])[1 + (n * n) % 12],
	        CASE WHEN n % 7 < 4 THEN 'en' ELSE 'es' END, '#FFF3CF', '[["a hat"], ["a shoe"]]', 'They meet.',
	        TIMESTAMPTZ '2024-01-01Z' + n * INTERVAL '1 day'
	 FROM generate_series(1, 300) n`,
	`INSERT INTO players (id, name, session_hash, created_at)
	 SELECT 'PLAYER' || n, (ARRAY['Mila', 'Jonas', 'Ada', 'Björn', 'Chloé', 'Dana', 'Emil', 'Fay', 'Goran', 'Héctor'])[1 + n % 10] || ' ' || n / 10,
	        int8send(n), TIMESTAMPTZ '2024-01-01Z' + n * INTERVAL '1 minute'
	 FROM generate_series(1, GREATEST(20, $1 / 8)) n`,
	`INSERT INTO lobbies (code, host, round_seconds, rounds, theme, language, created_at, closed_at)
	 SELECT 'plum-kite-' || n, 'PLAYER' || 1 + n % 20, 30, 6, '', 'en', TIMESTAMPTZ '2024-01-01Z' + n * INTERVAL '1 hour',
	        CASE WHEN n % 50 = 0 THEN NULL ELSE TIMESTAMPTZ '2026-01-01Z' END
	 FROM generate_series(0, $1 / 40) n`,
	`INSERT INTO seats (game, seat, player, name)
	 SELECT 'GAME' || n, seat, 'PLAYER' || who,
	        (ARRAY['Mila', 'Jonas', 'Ada', 'Björn', 'Chloé', 'Dana', 'Emil', 'Fay', 'Goran', 'Héctor'])[1 + who % 10] || ' ' || who / 10
	 FROM generate_series(1, $1) n, generate_series(1, 2) seat,
	      LATERAL (SELECT 1 + (hashint8(n * 2 + seat) & 1073741823) % GREATEST(20, $1 / 8) AS who) seated`,
	`INSERT INTO games (id, lobby, round_seconds, rounds, theme, language, prompt_set, state, created_at, started_at,
	                    ended_at, play_ms, strokes, recording, deleted_at, facets, words)
	 SELECT id, lobby, 30, 6, '', language, prompt_set, state, at, at + INTERVAL '5 seconds', at + INTERVAL '4 minutes',
	        luck % 300000, (luck >> 3) % 900, '\x01', CASE WHEN n % 997 = 0 THEN now() END,
	        game_facets(id, state, lobby, '', language, prompt_set), game_words(id, lobby, '', prompt_set)
	 FROM generate_series(1, $1) n,
	      LATERAL (SELECT hashint8(n) & 1073741823 AS luck) lucky,
	      LATERAL (SELECT 1 + (luck * luck::bigint >> 20) % 300 AS dealt) drawn,
	      LATERAL (SELECT 'GAME' || n AS id,
	                      CASE WHEN luck % 10 = 0 THEN NULL ELSE 'plum-kite-' || n / 40 END AS lobby,
	                      CASE WHEN dealt % 7 < 4 THEN 'en' ELSE 'es' END AS language,
	                      'SET' || dealt AS prompt_set,
	                      CASE WHEN luck % 100 < 80 THEN 'finished' WHEN luck % 100 < 92 THEN 'ended_early' ELSE 'abandoned' END AS state,
	                      TIMESTAMPTZ '2024-01-01Z' + INTERVAL '2 years' * (n / $1::float8) AS at) made`,
	`INSERT INTO tickets (lobby, player, state, created_at, game)
	 SELECT 'plum-kite-0', 'PLAYER' || 1 + n % 20, 'matched', TIMESTAMPTZ '2024-01-01Z' + INTERVAL '2 years' * (n / $1::float8) - INTERVAL '9 seconds', 'GAME' || n
	 FROM generate_series(1, $1) n`,
	`SET session_replication_role = DEFAULT`,
	`VACUUM ANALYZE`,
}

// Seed fills an empty database with so many games, to try how it is to find one. The
// URL's role must be a superuser.
func Seed(ctx context.Context, url string, games int) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	for _, step := range seedSteps {
		var args []any
		if strings.Contains(step, "$1") {
			args = []any{games}
		}
		if _, err := conn.Exec(ctx, step, args...); err != nil {
			return fmt.Errorf("seed: %w", err)
		}
	}
	return nil
}
