-- +goose Up

-- A host can take a drawing off the lobby's wall, and have who comes in pick one of the known
-- names that are free.
ALTER TABLE games ADD COLUMN on_wall BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE lobbies ADD COLUMN offer_names BOOLEAN NOT NULL DEFAULT false;

-- +goose Down
ALTER TABLE lobbies DROP COLUMN offer_names;
ALTER TABLE games DROP COLUMN on_wall;
