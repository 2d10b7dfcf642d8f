-- +goose Up

-- A ghost: one player's half of a finished game, which they let play with others. Taking
-- that back removes the row.
CREATE TABLE ghosts (
    game       TEXT NOT NULL,
    seat       SMALLINT NOT NULL,
    language   TEXT NOT NULL, -- of its prompts
    difficulty TEXT NOT NULL,
    plays      INTEGER NOT NULL DEFAULT 0, -- games that it was dealt to
    unreadable BOOLEAN NOT NULL DEFAULT false, -- its recording can't be read: it is dealt no more
    PRIMARY KEY (game, seat),
    FOREIGN KEY (game, seat) REFERENCES seats ON DELETE CASCADE
);
CREATE INDEX ghosts_least_played ON ghosts (language, difficulty, plays) WHERE NOT unreadable;

-- A game with a ghost: its seat, whose ink it is, and when that was drawn. The source is the
-- id of the game that was recorded, or the name of a recording that ships with Tandem. It is
-- no reference: the game goes on when its source is deleted.
ALTER TABLE games
    ADD COLUMN ghost_seat     SMALLINT CHECK (ghost_seat IN (1, 2)),
    ADD COLUMN ghost_source   TEXT,
    ADD COLUMN ghost_drawn_at TIMESTAMPTZ,
    ADD CONSTRAINT ghost_complete CHECK (num_nulls(ghost_seat, ghost_source, ghost_drawn_at) IN (0, 3));
CREATE INDEX games_by_ghost ON games (ghost_source, ghost_seat) WHERE ghost_source IS NOT NULL;

ALTER TABLE days ADD COLUMN ghosts INTEGER NOT NULL DEFAULT 0; -- games with a ghost

-- +goose Down
ALTER TABLE days DROP COLUMN ghosts;
DROP INDEX games_by_ghost;
ALTER TABLE games DROP COLUMN ghost_seat, DROP COLUMN ghost_source, DROP COLUMN ghost_drawn_at;
DROP TABLE ghosts;
