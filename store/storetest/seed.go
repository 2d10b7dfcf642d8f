package storetest

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// seedSteps fill an empty database with $1 games of two years, with a realistic distribution:
// half of the players come back often, lobbies play a few dozen games each, and states,
// languages and themes are uneven. The same number always gives the same games. Triggers are
// off, because they would write each game twice; the steps do their work.
var seedSteps = []string{
	`SET session_replication_role = replica`,
	// 64 sets of the library, which most games are dealt, and those of a model.
	`INSERT INTO prompt_sets (id, key, source, title, theme, language, paper, series, caption, created_at)
	 SELECT 'SET' || n, 'SET' || n, CASE WHEN n > 64 THEN 'openai' ELSE 'library' END,
	        CASE WHEN n % 3 = 0 THEN 'The ' ELSE '' END || (ARRAY['quiet', 'upside-down', 'last', 'tiny', 'borrowed', 'golden', 'wet', 'polite', 'invisible', 'second'])[1 + n % 10] || ' ' ||
	        (ARRAY['lighthouse', 'moose', 'picnic', 'train', 'robot', 'shed', 'moon', 'dragon', 'kitchen', 'circus', 'octopus', 'garden', 'parade',
	               'island', 'library', 'snowman', 'ferry', 'market', 'volcano', 'castle', 'beehive', 'mountain', 'bakery'])[1 + n % 23],
	        (ARRAY['under the sea', 'space', 'a picnic', 'machines', 'weather', 'monsters', 'breakfast', 'castles', 'insects', 'music', 'winter', 'the circus'])[1 + (n * n) % 12],
	        CASE WHEN n % 7 < 4 THEN 'en' ELSE 'es' END, '#FFF3CF', '[["a hat"], ["a shoe"]]', 'They meet.',
	        TIMESTAMPTZ '2024-01-01Z' + n * INTERVAL '1 day'
	 FROM generate_series(1, 700) n`,
	chance,
	// The last word of a lobby's code has a letter for each digit.
	`CREATE FUNCTION pg_temp.word(n BIGINT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE
	 RETURN translate(n::text, '0123456789', 'abcdefghij')`,
	// Some names are common. One in six has a number.
	`CREATE FUNCTION pg_temp.named(player BIGINT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE
	 RETURN (ARRAY['Mila', 'Jonas', 'Ada', 'Björn', 'Chloé', 'Dana', 'Emil', 'Fay', 'Goran', 'Héctor', 'Ines', 'Jo', 'Kim', 'Luca', 'Mateo', 'Noor', 'Olga', 'Pau', 'Quim',
	               'Rosa', 'Sam', 'Tomás', 'Uma', 'Vera', 'Wanda', 'Xavi', 'Yuki', 'Zoe', 'Amir', 'Bea', 'Carla', 'Dario', 'Elif', 'Finn', 'Greta', 'Hugo', 'Ida', 'Jana',
	               'Karim', 'Lena', 'Marco', 'Nils', 'Otto', 'Petra', 'Rui', 'Sofía', 'Theo', 'Ursula', 'Victor', 'Willem', 'Anika', 'Bruno', 'Cleo', 'David', 'Esther',
	               'Farid', 'Gala', 'Hana', 'Iker', 'Joana'])[1 + floor(60 * power(pg_temp.chance(player, 0), 1.6))]
	        || CASE WHEN player % 6 = 0 THEN ' ' || 1 + player % 89 ELSE '' END`,
	`INSERT INTO players (id, name, session_hash, created_at)
	 SELECT 'PLAYER' || n, pg_temp.named(n), int8send(n), TIMESTAMPTZ '2024-01-01Z' + n * INTERVAL '1 minute'
	 FROM generate_series(1, GREATEST(20, $1 / 8)) n`,
	`INSERT INTO lobbies (code, host, round_seconds, rounds, theme, language, created_at, closed_at)
	 SELECT 'plum-kite-' || pg_temp.word(n), 'PLAYER' || 1 + n % 20, 30, 6, '', 'en', TIMESTAMPTZ '2024-01-01Z' + n * INTERVAL '1 hour',
	        CASE WHEN n % 50 = 0 THEN NULL ELSE TIMESTAMPTZ '2026-01-01Z' END
	 FROM generate_series(0, $1 / 40) n`,
	`INSERT INTO seats (game, seat, player, name)
	 SELECT 'GAME' || n, seat, 'PLAYER' || who, pg_temp.named(who)
	 FROM generate_series(1, $1) n, generate_series(1, 2) seat,
	      LATERAL (SELECT 1 + floor(GREATEST(20, $1 / 8) * pg_temp.chance(n, seat))::bigint AS who) seated`,
	// How long a game is and how much is drawn depends on how it ended.
	`INSERT INTO games (id, lobby, round_seconds, rounds, theme, language, prompt_set, state, created_at, started_at,
	                    ended_at, play_ms, strokes, recording, deleted_at, facets, words)
	 SELECT id, lobby, 30, 6, '', language, prompt_set, state, at, at + INTERVAL '5 seconds', at + INTERVAL '4 minutes',
	        CASE state WHEN 'finished' THEN 120000 + 180000 * luck ELSE 150000 * luck END,
	        CASE state WHEN 'finished' THEN 30 + 600 * luck * luck WHEN 'ended_early' THEN 200 * luck ELSE 40 * luck END,
	        '\x01', CASE WHEN n % 997 = 0 THEN now() END,
	        game_facets(id, state, lobby, '', language, prompt_set), game_words(id, lobby, '', prompt_set)
	 FROM generate_series(1, $1) n,
	      LATERAL (SELECT pg_temp.chance(n, 3) AS luck, pg_temp.chance(n, 4) AS ending) lucky,
	      LATERAL (SELECT 1 + floor(CASE WHEN n % 4 = 0 THEN 64 + 636 * pg_temp.chance(n, 5) ELSE 64 * pg_temp.chance(n, 5) END)::int AS dealt) drawn,
	      LATERAL (SELECT 'GAME' || n AS id,
	                      CASE WHEN n % 10 = 0 THEN NULL ELSE 'plum-kite-' || pg_temp.word(n / 40) END AS lobby,
	                      CASE WHEN dealt % 7 < 4 THEN 'en' ELSE 'es' END AS language,
	                      'SET' || dealt AS prompt_set,
	                      CASE WHEN ending < 0.8 THEN 'finished' WHEN ending < 0.92 THEN 'ended_early' ELSE 'abandoned' END AS state,
	                      TIMESTAMPTZ '2024-01-01Z' + INTERVAL '2 years' * (n / $1::float8) AS at) made`,
	`INSERT INTO tickets (lobby, player, state, created_at, game)
	 SELECT 'plum-kite-a', 'PLAYER' || 1 + n % 20, 'matched', TIMESTAMPTZ '2024-01-01Z' + INTERVAL '2 years' * (n / $1::float8) - INTERVAL '9 seconds', 'GAME' || n
	 FROM generate_series(1, $1) n`,
	`SET session_replication_role = DEFAULT`,
	`VACUUM ANALYZE`,
}

// chance is a function that returns a number from 0 to 1, always the same one for the same
// arguments.
const chance = `CREATE FUNCTION pg_temp.chance(n BIGINT, of INT) RETURNS FLOAT8 LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN (hashint8(n * 16 + of) & 1073741823) / 1073741824.0`

// gallerySteps hang $1 finished games in a moderated gallery: more of them lately, few with
// many likes. Others wait for the operator, were refused, reported, or made private.
var gallerySteps = []string{
	`SET session_replication_role = replica`,
	chance,
	`CREATE TEMPORARY TABLE hung AS
	 SELECT id AS game, prompt_set, row_number() OVER (ORDER BY id) AS n
	 FROM games WHERE state = 'finished' AND deleted_at IS NULL ORDER BY id LIMIT $1 * 11 / 10`,
	`UPDATE seats SET shown = true, open = hung.n % 211 <> 0 FROM hung WHERE hung.game = seats.game`,
	`INSERT INTO exhibits (game, language, theme, shown_at, likes, verdict, reported_at)
	 SELECT hung.game, p.language, p.theme, now() - INTERVAL '2 years' * power(pg_temp.chance(n, 1), 2), floor(400 * power(pg_temp.chance(n, 2), 9)),
	        CASE WHEN n % 20 = 0 THEN 'none' WHEN n % 50 = 1 THEN 'no' ELSE 'yes' END, CASE WHEN n % 300 = 2 THEN now() END
	 FROM hung JOIN prompt_sets p ON p.id = hung.prompt_set`,
	`INSERT INTO reports (game, seat, reason) SELECT game, 1, 'drawing' FROM hung WHERE n % 307 = 0`,
	`SET session_replication_role = DEFAULT`,
	`VACUUM ANALYZE`,
}

// SeedGallery fills an empty database with games, of which so many hang in the gallery.
func SeedGallery(ctx context.Context, url string, shown int) error {
	if err := Seed(ctx, url, shown*7/5); err != nil { // four of five are finished
		return err
	}
	return run(ctx, url, gallerySteps, shown)
}

// Seed fills an empty database with games, to test searches in a large database. The URL's role
// must be a superuser.
func Seed(ctx context.Context, url string, games int) error { return run(ctx, url, seedSteps, games) }

// run runs steps in one session, with the number that those with a $1 ask for.
func run(ctx context.Context, url string, steps []string, number int) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	for _, step := range steps {
		var args []any
		if strings.Contains(step, "$1") {
			args = []any{number}
		}
		if _, err := conn.Exec(ctx, step, args...); err != nil {
			return fmt.Errorf("seed: %w", err)
		}
	}
	return nil
}
