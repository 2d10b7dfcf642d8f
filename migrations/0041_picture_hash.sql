-- +goose Up

-- What is told of a kept game, so that to read it needs neither its drawing nor its
-- recording. Null until it is known: the hash once the picture was drawn first, and
-- both, of games kept before this, once somebody asks.
ALTER TABLE games
    ADD COLUMN picture_hash TEXT,
    ADD COLUMN round_starts BIGINT[]; -- by the game clock in ms, of the rounds that began

-- +goose Down
ALTER TABLE games DROP COLUMN picture_hash, DROP COLUMN round_starts;
