-- +goose Up

-- Who is in a lobby but only watches is not waited for, and not paired.
ALTER TABLE members ADD COLUMN watching BOOLEAN NOT NULL DEFAULT false;

-- +goose Down
ALTER TABLE members DROP COLUMN watching;
