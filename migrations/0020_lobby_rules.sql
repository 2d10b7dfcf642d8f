-- +goose Up

-- How a lobby is kept, beside how its games are played.
ALTER TABLE lobbies
    ADD COLUMN name     TEXT NOT NULL DEFAULT '',
    ADD COLUMN pairing  TEXT NOT NULL DEFAULT 'as_they_come' CHECK (pairing IN ('as_they_come', 'everyone', 'pick')),
    ADD COLUMN capacity INTEGER NOT NULL DEFAULT 200 CHECK (capacity BETWEEN 2 AND 200),
    ADD COLUMN locked   BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN public   BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN seen_at  TIMESTAMPTZ NOT NULL DEFAULT now(); -- when somebody was last in it
CREATE INDEX lobbies_open ON lobbies (seen_at) WHERE closed_at IS NULL;

ALTER TABLE members ADD COLUMN cohost BOOLEAN NOT NULL DEFAULT false;

-- Who was sent out of a lobby and can't come back.
CREATE TABLE bans (
    lobby      TEXT NOT NULL REFERENCES lobbies ON DELETE CASCADE,
    player     TEXT NOT NULL REFERENCES players ON DELETE CASCADE,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (lobby, player)
);

-- A member's open wish to draw with another one. It lapses by itself.
CREATE TABLE invitations (
    lobby      TEXT NOT NULL REFERENCES lobbies ON DELETE CASCADE,
    inviter    TEXT NOT NULL REFERENCES players ON DELETE CASCADE,
    invitee    TEXT NOT NULL REFERENCES players ON DELETE CASCADE,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (lobby, inviter)
);

-- +goose Down
DROP TABLE invitations, bans;
ALTER TABLE members DROP COLUMN cohost;
ALTER TABLE lobbies DROP COLUMN name, DROP COLUMN pairing, DROP COLUMN capacity, DROP COLUMN locked,
    DROP COLUMN public, DROP COLUMN seen_at;
