-- +goose Up

-- Whether a player of a game between strangers lets others see it. Others do when both
-- let them; a game of a lobby is open to whoever has its link.
ALTER TABLE seats ADD COLUMN open BOOLEAN NOT NULL DEFAULT false;

-- What a player has to say against the other one of a game. The game is the evidence.
CREATE TABLE reports (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    game       TEXT NOT NULL REFERENCES games ON DELETE CASCADE,
    reporter   TEXT REFERENCES players ON DELETE SET NULL,
    reported   TEXT REFERENCES players ON DELETE SET NULL,
    seat       SMALLINT NOT NULL CHECK (seat IN (1, 2)), -- of who is reported
    reason     TEXT NOT NULL CHECK (reason IN ('drawing', 'behaviour', 'spam', 'other')),
    words      TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    state      TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'upheld', 'dismissed')),
    note       TEXT NOT NULL DEFAULT '', -- the operator's
    decided_at TIMESTAMPTZ,
    UNIQUE (game, seat)
);
CREATE INDEX reports_by_state ON reports (state, id DESC);

-- +goose Down
DROP TABLE reports;
ALTER TABLE seats DROP COLUMN open;
