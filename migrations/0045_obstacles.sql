-- +goose Up

-- From which addresses a player was seen lately: one IPv4 address, or one IPv6 /64.
CREATE TABLE sightings (
    client  CIDR NOT NULL,
    player  TEXT NOT NULL REFERENCES players ON DELETE CASCADE,
    seen_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (client, player)
);
CREATE INDEX sightings_by_player ON sightings (player, seen_at);
CREATE INDEX sightings_oldest ON sightings (seen_at);

-- An address that somebody was sent away from, which others who are new can't come from
-- for a while: into a lobby, to one who blocked them, or, with neither, into Tandem.
-- Who was sent away isn't said, so that to be forgotten is no way around it.
CREATE TABLE obstacles (
    id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    client  CIDR NOT NULL,
    lobby   TEXT REFERENCES lobbies ON DELETE CASCADE,
    blocker TEXT REFERENCES players ON DELETE CASCADE,
    made_at TIMESTAMPTZ NOT NULL -- as banned_at or created_at of what it was made for
);
CREATE INDEX obstacles_by_client ON obstacles (client);
CREATE INDEX obstacles_by_lobby ON obstacles (lobby) WHERE lobby IS NOT NULL;
CREATE INDEX obstacles_by_blocker ON obstacles (blocker) WHERE blocker IS NOT NULL;
CREATE INDEX obstacles_oldest ON obstacles (made_at);

-- Obstacles are made and lifted by triggers, so that no writer can forget them.
-- +goose StatementBegin
CREATE FUNCTION obstruct_removed() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO obstacles (client, lobby, made_at)
    SELECT client, NEW.lobby, NEW.created_at
    FROM sightings
    WHERE player = NEW.player AND seen_at > now() - INTERVAL '1 day';
    RETURN NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION obstruct_blocked() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO obstacles (client, blocker, made_at)
        SELECT client, NEW.blocker, NEW.created_at
        FROM sightings
        WHERE player = NEW.blocked AND seen_at > now() - INTERVAL '1 day';
    ELSIF EXISTS (SELECT FROM players WHERE id = OLD.blocked) THEN -- else it goes with the player
        DELETE FROM obstacles WHERE blocker = OLD.blocker AND made_at = OLD.created_at;
    END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION obstruct_banned() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.banned_at IS NULL THEN
        DELETE FROM obstacles WHERE made_at = OLD.banned_at AND lobby IS NULL AND blocker IS NULL;
    ELSE
        INSERT INTO obstacles (client, made_at)
        SELECT client, NEW.banned_at
        FROM sightings
        WHERE player = NEW.id;
    END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER obstruct_removed AFTER INSERT ON bans
    FOR EACH ROW EXECUTE FUNCTION obstruct_removed();
CREATE TRIGGER obstruct_blocked AFTER INSERT OR DELETE ON blocks
    FOR EACH ROW EXECUTE FUNCTION obstruct_blocked();
CREATE TRIGGER obstruct_banned AFTER UPDATE OF banned_at ON players
    FOR EACH ROW WHEN (NEW.banned_at IS DISTINCT FROM OLD.banned_at) EXECUTE FUNCTION obstruct_banned();

-- How often somebody new came from where a banned player had been seen.
ALTER TABLE players ADD COLUMN returns INTEGER NOT NULL DEFAULT 0;
CREATE INDEX players_banned ON players (banned_at) WHERE banned_at IS NOT NULL;

-- The names that may come into a lobby, if only they may.
ALTER TABLE lobbies
    ADD COLUMN names_only BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN names      TEXT[] NOT NULL DEFAULT '{}';

-- +goose Down
ALTER TABLE lobbies DROP COLUMN names, DROP COLUMN names_only;
DROP INDEX players_banned;
ALTER TABLE players DROP COLUMN returns;
DROP TRIGGER obstruct_banned ON players;
DROP TRIGGER obstruct_blocked ON blocks;
DROP TRIGGER obstruct_removed ON bans;
DROP FUNCTION obstruct_banned, obstruct_blocked, obstruct_removed;
DROP TABLE obstacles, sightings;
