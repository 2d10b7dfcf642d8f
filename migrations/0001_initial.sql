-- +goose Up

-- A guest: a name and an unguessable session. No account.
CREATE TABLE players (
    id           TEXT PRIMARY KEY,
    name         TEXT NOT NULL,
    session_hash BYTEA NOT NULL UNIQUE,
    created_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    seen_at      TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE TABLE lobbies (
    code          TEXT PRIMARY KEY,
    host          TEXT NOT NULL REFERENCES players,
    round_seconds INTEGER NOT NULL CHECK (round_seconds BETWEEN 10 AND 120),
    rounds        INTEGER NOT NULL CHECK (rounds BETWEEN 3 AND 10),
    theme         TEXT NOT NULL,
    language      TEXT NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    closed_at     TIMESTAMPTZ
);

CREATE TABLE members (
    lobby     TEXT NOT NULL REFERENCES lobbies ON DELETE CASCADE,
    player    TEXT NOT NULL REFERENCES players ON DELETE CASCADE,
    joined_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (lobby, player)
);

-- A prompt set outlives the games that used it. series holds two arrays of strings.
CREATE TABLE prompt_sets (
    id            TEXT PRIMARY KEY,
    source        TEXT NOT NULL,
    title         TEXT NOT NULL,
    theme         TEXT NOT NULL,
    language      TEXT NOT NULL,
    paper         TEXT NOT NULL,
    series        JSONB NOT NULL,
    caption       TEXT NOT NULL DEFAULT '',
    model         TEXT NOT NULL DEFAULT '',
    input_tokens  BIGINT NOT NULL DEFAULT 0,
    output_tokens BIGINT NOT NULL DEFAULT 0,
    took_ms       BIGINT NOT NULL DEFAULT 0,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now()
);

-- The kept record of what a room played. recording is null until the game is kept.
CREATE TABLE games (
    id            TEXT PRIMARY KEY,
    lobby         TEXT REFERENCES lobbies,
    round_seconds INTEGER NOT NULL,
    rounds        INTEGER NOT NULL,
    theme         TEXT NOT NULL,
    language      TEXT NOT NULL,
    prompt_set    TEXT REFERENCES prompt_sets,
    state         TEXT NOT NULL DEFAULT 'live' CHECK (state IN ('live', 'finished', 'ended_early', 'abandoned')),
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    started_at    TIMESTAMPTZ,
    ended_at      TIMESTAMPTZ,
    play_ms       BIGINT NOT NULL DEFAULT 0,
    strokes       INTEGER NOT NULL DEFAULT 0,
    recording     BYTEA
);
CREATE INDEX games_newest ON games (created_at DESC, id DESC);
CREATE INDEX games_by_state ON games (state, created_at DESC, id DESC);
CREATE INDEX games_by_lobby ON games (lobby, created_at DESC);

CREATE TABLE seats (
    game    TEXT NOT NULL REFERENCES games ON DELETE CASCADE,
    seat    SMALLINT NOT NULL CHECK (seat IN (1, 2)),
    player  TEXT REFERENCES players ON DELETE SET NULL,
    name    TEXT NOT NULL,
    left_at TIMESTAMPTZ, -- for good, while the game was live
    PRIMARY KEY (game, seat)
);
CREATE INDEX seats_by_player ON seats (player, game);

-- One player's wish to be matched.
CREATE TABLE tickets (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lobby      TEXT NOT NULL REFERENCES lobbies ON DELETE CASCADE,
    player     TEXT NOT NULL REFERENCES players ON DELETE CASCADE,
    state      TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'matched', 'cancelled', 'expired')),
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    game       TEXT REFERENCES games ON DELETE SET NULL
);
CREATE UNIQUE INDEX tickets_one_waiting ON tickets (player) WHERE state = 'waiting';
CREATE INDEX tickets_waiting ON tickets (lobby, id) WHERE state = 'waiting';

-- A live tandem process. Its row is the fence: whoever takes its rooms over removes the row first.
CREATE TABLE nodes (
    id          TEXT PRIMARY KEY,
    incarnation TEXT NOT NULL,
    lease_until TIMESTAMPTZ NOT NULL,
    started_at  TIMESTAMPTZ NOT NULL DEFAULT now()
);

-- Where a live game is played: its placement and how many owners it has had.
CREATE TABLE rooms (
    game  TEXT PRIMARY KEY REFERENCES games ON DELETE CASCADE,
    owner TEXT,
    epoch INTEGER NOT NULL DEFAULT 0
);

-- The entries of live games; a row packs one room's entries of one flush. The
-- flush joins rooms, so that each row has one; a foreign key would do no more, and
-- would write a lock into the game's row each time.
CREATE TABLE journal (
    game      TEXT NOT NULL,
    epoch     INTEGER NOT NULL,
    first_seq BIGINT NOT NULL,
    last_seq  BIGINT NOT NULL,
    body      BYTEA NOT NULL,
    PRIMARY KEY (game, epoch, first_seq)
);

-- +goose Down
DROP TABLE journal, rooms, nodes, tickets, seats, games, prompt_sets, members, lobbies, players;
