-- +goose Up

-- The operator's pages that are signed in. A page proves by a seal, which only who knows
-- the admin token can make, that an id is its own.
CREATE TABLE admin_sessions (
    id      TEXT PRIMARY KEY,
    ends_at TIMESTAMPTZ NOT NULL
);

-- +goose Down
DROP TABLE admin_sessions;
