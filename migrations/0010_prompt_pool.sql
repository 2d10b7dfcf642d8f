-- +goose Up

-- How hard a game's prompts are, and the set a host wrote for it, if one.
ALTER TABLE lobbies
    ADD COLUMN difficulty TEXT NOT NULL DEFAULT 'normal' CHECK (difficulty IN ('easy', 'normal', 'wild')),
    ADD COLUMN own_set    TEXT REFERENCES prompt_sets ON DELETE SET NULL;
ALTER TABLE games
    ADD COLUMN difficulty TEXT NOT NULL DEFAULT 'normal' CHECK (difficulty IN ('easy', 'normal', 'wild')),
    ADD COLUMN own_set    TEXT REFERENCES prompt_sets ON DELETE SET NULL;

-- Sets that are the same to whoever has played one have one key: the languages of
-- a set of the library, and what was mended in it.
ALTER TABLE prompt_sets
    ADD COLUMN key         TEXT,
    ADD COLUMN difficulty  TEXT NOT NULL DEFAULT 'normal' CHECK (difficulty IN ('easy', 'normal', 'wild')),
    ADD COLUMN owner       TEXT REFERENCES players ON DELETE SET NULL, -- the host who wrote it
    ADD COLUMN cost_micros BIGINT NOT NULL DEFAULT 0, -- millionths of a dollar
    ADD COLUMN disabled_at TIMESTAMPTZ; -- it is not dealt any more
UPDATE prompt_sets SET key = id;
ALTER TABLE prompt_sets ALTER COLUMN key SET NOT NULL;
CREATE INDEX prompt_sets_newest ON prompt_sets (created_at DESC, id DESC);
CREATE INDEX prompt_sets_by_owner ON prompt_sets (owner, created_at DESC) WHERE owner IS NOT NULL;
CREATE INDEX games_by_prompt_set ON games (prompt_set);

-- Which sets a player has met. A set is dealt to nobody who has.
CREATE TABLE met_sets (
    player TEXT NOT NULL REFERENCES players ON DELETE CASCADE,
    key    TEXT NOT NULL,
    met_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (player, key)
);
INSERT INTO met_sets (player, key, met_at)
SELECT s.player, p.key, max(g.created_at)
FROM seats s
JOIN games g ON g.id = s.game
JOIN prompt_sets p ON p.id = g.prompt_set
WHERE s.player IS NOT NULL
GROUP BY s.player, p.key;

-- A shelf of the pool holds sets for one kind of game. How many it should hold
-- follows its demand, which counts games and fades. One node at a time makes sets
-- for it.
CREATE TABLE prompt_shelves (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    language     TEXT NOT NULL,
    difficulty   TEXT NOT NULL,
    rounds       INTEGER NOT NULL,
    theme        TEXT NOT NULL, -- '': any
    own_words    BOOLEAN NOT NULL, -- the theme is a player's: sets are made while a lobby has it
    seconds      INTEGER NOT NULL, -- a round, as last wanted
    demand       DOUBLE PRECISION NOT NULL,
    wanted_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    leased_by    TEXT,
    leased_until TIMESTAMPTZ,
    UNIQUE (language, difficulty, rounds, theme)
);

-- A set on its shelf, with its key. Taking it removes the row.
CREATE TABLE ready_sets (
    prompt_set TEXT PRIMARY KEY REFERENCES prompt_sets,
    key        TEXT NOT NULL,
    shelf      BIGINT NOT NULL REFERENCES prompt_shelves ON DELETE CASCADE,
    made_at    TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX ready_sets_by_shelf ON ready_sets (shelf, made_at);

-- What a player thought of a game's prompts.
CREATE TABLE prompt_ratings (
    game       TEXT NOT NULL REFERENCES games ON DELETE CASCADE,
    seat       SMALLINT NOT NULL CHECK (seat IN (1, 2)),
    prompt_set TEXT NOT NULL REFERENCES prompt_sets,
    good       BOOLEAN NOT NULL,
    rated_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (game, seat)
);
CREATE INDEX prompt_ratings_by_set ON prompt_ratings (prompt_set);

-- What the model took on a day (UTC).
CREATE TABLE prompt_days (
    day           DATE PRIMARY KEY,
    calls         BIGINT NOT NULL DEFAULT 0,
    input_tokens  BIGINT NOT NULL DEFAULT 0,
    output_tokens BIGINT NOT NULL DEFAULT 0,
    cost_micros   BIGINT NOT NULL DEFAULT 0
);

-- +goose Down
DROP TABLE prompt_days, prompt_ratings, ready_sets, prompt_shelves, met_sets;
DROP INDEX games_by_prompt_set, prompt_sets_newest, prompt_sets_by_owner;
ALTER TABLE games DROP COLUMN difficulty, DROP COLUMN own_set;
ALTER TABLE lobbies DROP COLUMN difficulty, DROP COLUMN own_set;
ALTER TABLE prompt_sets DROP COLUMN key, DROP COLUMN difficulty, DROP COLUMN owner, DROP COLUMN cost_micros, DROP COLUMN disabled_at;
