-- +goose Up

-- Whether a player wants their game in the gallery. It is there only while both do.
ALTER TABLE seats ADD COLUMN shown BOOLEAN NOT NULL DEFAULT false;

-- A game that both of its players have wanted in the gallery. The row stays when one of them
-- takes that back: whoever agrees once more gets neither new likes nor a newer place.
CREATE TABLE exhibits (
    game        TEXT PRIMARY KEY REFERENCES games ON DELETE CASCADE,
    language    TEXT NOT NULL, -- of its prompts
    theme       TEXT NOT NULL, -- of its prompts; in English if it is one of the library's
    shown_at    TIMESTAMPTZ NOT NULL DEFAULT now(), -- when both agreed; later, when the operator did
    likes       INTEGER NOT NULL DEFAULT 0, -- those that count; a trigger counts them
    verdict     TEXT NOT NULL DEFAULT 'none' CHECK (verdict IN ('none', 'yes', 'no')), -- the operator's
    reported_at TIMESTAMPTZ -- by somebody who saw it, since the verdict
);

-- A page of the gallery walks one of these, or for the week sorts what is newer.
CREATE INDEX exhibits_newest ON exhibits (shown_at DESC, game DESC) INCLUDE (likes, language, theme, verdict, reported_at) WHERE verdict <> 'no';
CREATE INDEX exhibits_newest_by_language ON exhibits (language, shown_at DESC, game DESC) INCLUDE (likes, theme, verdict, reported_at) WHERE verdict <> 'no';
CREATE INDEX exhibits_newest_by_theme ON exhibits (theme, shown_at DESC, game DESC) INCLUDE (likes, language, verdict, reported_at) WHERE verdict <> 'no';
CREATE INDEX exhibits_most_liked ON exhibits (likes DESC, game DESC) INCLUDE (shown_at, language, theme, verdict, reported_at) WHERE verdict <> 'no';
CREATE INDEX exhibits_most_liked_by_language ON exhibits (language, likes DESC, game DESC) INCLUDE (shown_at, theme, verdict, reported_at) WHERE verdict <> 'no';
CREATE INDEX exhibits_most_liked_by_theme ON exhibits (theme, likes DESC, game DESC) INCLUDE (shown_at, language, verdict, reported_at) WHERE verdict <> 'no';
-- The operator's lists.
CREATE INDEX exhibits_by_verdict ON exhibits (verdict, shown_at DESC, game DESC);
CREATE INDEX exhibits_reported ON exhibits (reported_at DESC, game DESC) WHERE reported_at IS NOT NULL;

CREATE TABLE likes (
    game   TEXT NOT NULL REFERENCES exhibits ON DELETE CASCADE,
    player TEXT NOT NULL REFERENCES players ON DELETE CASCADE,
    counts BOOLEAN NOT NULL, -- the player has finished a game, and has no seat in this one
    PRIMARY KEY (game, player)
);
CREATE INDEX likes_by_player ON likes (player);

-- Likes also go with their players, whoever removes those.
-- +goose StatementBegin
CREATE FUNCTION count_like() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.counts THEN
        UPDATE exhibits SET likes = likes - 1 WHERE game = OLD.game;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.counts THEN
        UPDATE exhibits SET likes = likes + 1 WHERE game = NEW.game;
    END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER count_like AFTER INSERT OR DELETE OR UPDATE OF counts ON likes
    FOR EACH ROW EXECUTE FUNCTION count_like();

-- That the operator has signed in: somebody is there who can look at what is to be shown.
CREATE TABLE first_sign_in (
    only_one BOOLEAN PRIMARY KEY DEFAULT true CHECK (only_one),
    at       TIMESTAMPTZ NOT NULL DEFAULT now()
);
INSERT INTO first_sign_in (at)
SELECT now() WHERE EXISTS (SELECT FROM admin_sessions) OR EXISTS (SELECT FROM audit);

-- +goose Down
DROP TABLE first_sign_in, likes;
DROP FUNCTION count_like;
DROP TABLE exhibits;
ALTER TABLE seats DROP COLUMN shown;
