-- +goose Up

-- A ticket without a lobby waits in quick play.
ALTER TABLE tickets
    ALTER COLUMN lobby DROP NOT NULL,
    ADD COLUMN language   TEXT NOT NULL DEFAULT '',
    ADD COLUMN difficulty TEXT NOT NULL DEFAULT '',
    ADD COLUMN beat_at    TIMESTAMPTZ NOT NULL DEFAULT now(); -- the last sign of life, in quick play
CREATE INDEX tickets_quick ON tickets (id) WHERE state = 'waiting' AND lobby IS NULL;

-- Who never meets whom again in quick play; it holds both ways.
CREATE TABLE blocks (
    blocker    TEXT NOT NULL REFERENCES players ON DELETE CASCADE,
    blocked    TEXT NOT NULL REFERENCES players ON DELETE CASCADE,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (blocker, blocked)
);
CREATE INDEX blocks_by_blocked ON blocks (blocked, blocker);

-- +goose Down
DROP TABLE blocks;
DELETE FROM tickets WHERE lobby IS NULL;
DROP INDEX tickets_quick;
ALTER TABLE tickets
    ALTER COLUMN lobby SET NOT NULL,
    DROP COLUMN language, DROP COLUMN difficulty, DROP COLUMN beat_at;
