-- +goose Up

-- Whether the members of a lobby may chat during games, too.
ALTER TABLE lobbies ADD COLUMN chat_in_rooms BOOLEAN NOT NULL DEFAULT false;

-- +goose Down
ALTER TABLE lobbies DROP COLUMN chat_in_rooms;
