-- What the witness writes down while robots play: each row of a journal, each change of a
-- room's owner, and each node that is removed, with the process that did it. Postgres does so
-- in the same transaction, so nothing escapes and nothing is written down that was undone.

CREATE SCHEMA witness;

-- The process of this connection, as package store names it.
CREATE FUNCTION witness.process() RETURNS TEXT LANGUAGE sql
    AS $$ SELECT substr(current_setting('application_name'), length('tandem ') + 1) $$;

CREATE TABLE witness.rows (
    n         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    game      TEXT NOT NULL,
    epoch     INTEGER NOT NULL,
    first_seq BIGINT NOT NULL,
    last_seq  BIGINT NOT NULL,
    process   TEXT NOT NULL
);
CREATE FUNCTION witness.see_row() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO witness.rows (game, epoch, first_seq, last_seq, process)
    VALUES (NEW.game, NEW.epoch, NEW.first_seq, NEW.last_seq, witness.process());
    RETURN NULL;
END $$;
CREATE TRIGGER witness AFTER INSERT ON journal FOR EACH ROW EXECUTE FUNCTION witness.see_row();

CREATE TABLE witness.claims (
    n      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    game   TEXT NOT NULL,
    epoch  INTEGER NOT NULL,
    robbed TEXT, -- the owner from whom the room was taken
    owner  TEXT NOT NULL
);
CREATE FUNCTION witness.see_claim() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO witness.claims (game, epoch, robbed, owner)
    VALUES (NEW.game, NEW.epoch, NULLIF(OLD.owner, NEW.owner), NEW.owner);
    RETURN NULL;
END $$;
CREATE TRIGGER witness AFTER UPDATE OF epoch ON rooms FOR EACH ROW
    WHEN (NEW.owner IS NOT NULL) EXECUTE FUNCTION witness.see_claim();

CREATE TABLE witness.removals (
    id          TEXT NOT NULL,
    incarnation TEXT NOT NULL,
    process     TEXT NOT NULL,
    expired     DOUBLE PRECISION NOT NULL, -- for so many seconds
    at          TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp()
);
CREATE FUNCTION witness.see_removal() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO witness.removals (id, incarnation, process, expired)
    VALUES (OLD.id, OLD.incarnation, witness.process(), EXTRACT(EPOCH FROM clock_timestamp() - OLD.lease_until));
    RETURN NULL;
END $$;
CREATE TRIGGER witness AFTER DELETE ON nodes FOR EACH ROW EXECUTE FUNCTION witness.see_removal();

-- Nodes reach each other through the links of the checker.
CREATE TABLE witness.links (
    bound TEXT PRIMARY KEY,
    link  TEXT NOT NULL
);
CREATE FUNCTION witness.lead() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN
    NEW.address := COALESCE((SELECT link FROM witness.links WHERE bound = NEW.address), NEW.address);
    RETURN NEW;
END $$;
CREATE TRIGGER lead BEFORE INSERT ON nodes FOR EACH ROW EXECUTE FUNCTION witness.lead();
