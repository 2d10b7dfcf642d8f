-- +goose Up

-- open is null until a player says something, and then friends of a lobby let others see
-- the game and strangers don't.
ALTER TABLE seats
    ALTER COLUMN open DROP NOT NULL,
    ALTER COLUMN open DROP DEFAULT,
    ADD COLUMN forgotten_at TIMESTAMPTZ; -- the player took their part back; the name is gone with it
UPDATE seats SET open = NULL WHERE NOT open;

-- The host of lobbies whose host was forgotten and that nobody is in.
INSERT INTO players (id, name, session_hash) VALUES ('nobody', '', '');

-- +goose Down
UPDATE lobbies SET host = (SELECT min(id) FROM players WHERE id <> 'nobody') WHERE host = 'nobody';
DELETE FROM players WHERE id = 'nobody';
UPDATE seats SET open = false WHERE open IS NULL;
ALTER TABLE seats DROP COLUMN forgotten_at, ALTER COLUMN open SET DEFAULT false, ALTER COLUMN open SET NOT NULL;
