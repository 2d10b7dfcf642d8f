-- +goose Up

-- Any number of nodes share the database. A node's row is there while it lives; its
-- incarnation is new each time it joins, so that nothing of an earlier one is taken for it.
-- The id names the place where the process runs, in which no other process can run.
ALTER TABLE nodes
    ADD COLUMN address TEXT, -- where the other nodes reach it; NULL: it can only be alone
    ADD COLUMN version TEXT NOT NULL DEFAULT '',
    ADD COLUMN state   TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'draining')),
    ADD CONSTRAINT nodes_incarnation UNIQUE (incarnation);

-- A room's owner is the incarnation of a node that has a row, or nobody: who removes a node
-- waits for its writes, and then its rooms are free.
UPDATE rooms SET owner = NULL WHERE owner NOT IN (SELECT incarnation FROM nodes);
ALTER TABLE rooms
    ADD CONSTRAINT rooms_owner FOREIGN KEY (owner) REFERENCES nodes (incarnation) ON DELETE SET NULL,
    ADD COLUMN wanted_by TEXT; -- a node that can't reach the owner, and asks it to hand the room over
CREATE INDEX rooms_by_owner ON rooms (owner);

-- What else is served by one node at a time, as its state is in that node's memory: a lobby
-- ('lobby/' and its code), quick play ('quick'), two players after their game ('game/' and
-- its id). A row is there while a node serves it.
CREATE TABLE places (
    id        TEXT PRIMARY KEY,
    owner     TEXT NOT NULL REFERENCES nodes (incarnation) ON DELETE CASCADE,
    wanted_by TEXT
);
CREATE INDEX places_by_owner ON places (owner);

-- What all nodes share and nobody else knows.
CREATE TABLE shared_secret (
    only_one BOOLEAN PRIMARY KEY DEFAULT true CHECK (only_one),
    value    BYTEA NOT NULL
);

-- +goose Down
DROP TABLE shared_secret, places;
DROP INDEX rooms_by_owner;
ALTER TABLE rooms DROP CONSTRAINT rooms_owner, DROP COLUMN wanted_by;
ALTER TABLE nodes
    DROP CONSTRAINT nodes_incarnation,
    DROP COLUMN address, DROP COLUMN version, DROP COLUMN state;
