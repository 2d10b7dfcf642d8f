-- +goose Up

-- A ticket that came to nothing is deleted, so that who is ready, and not, and ready
-- again leaves no rows behind.
DELETE FROM tickets WHERE state IN ('cancelled', 'expired');
ALTER TABLE tickets
    DROP CONSTRAINT tickets_state_check,
    ADD CONSTRAINT tickets_state_check CHECK (state IN ('waiting', 'matched'));

-- Who is banned or forgotten leaves all lobbies, which are found and locked first.
CREATE INDEX members_by_player ON members (player);
CREATE INDEX lobbies_by_host ON lobbies (host);
CREATE INDEX lobbies_by_own_set ON lobbies (own_set) WHERE own_set IS NOT NULL;

-- +goose Down
DROP INDEX lobbies_by_own_set, lobbies_by_host, members_by_player;
ALTER TABLE tickets
    DROP CONSTRAINT tickets_state_check,
    ADD CONSTRAINT tickets_state_check CHECK (state IN ('waiting', 'matched', 'cancelled', 'expired'));
