-- +goose Up

-- By how many ms the host of a lobby has made each round of a live game longer, from the first on.
ALTER TABLE rooms ADD COLUMN longer_ms BIGINT[] NOT NULL DEFAULT '{}';

-- +goose Down
ALTER TABLE rooms DROP COLUMN longer_ms;
