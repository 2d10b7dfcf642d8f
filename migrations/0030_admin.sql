-- +goose Up

-- What the operator's list of games is filtered by. facets holds what is so or not
-- (state:finished, player:4F2Q…); words holds what is searched, names with weight A.
-- Both are made from other columns and tables, by triggers, so that no writer can
-- forget them.
ALTER TABLE games
    ADD COLUMN deleted_at TIMESTAMPTZ, -- by the operator; it goes for good 30 days later
    ADD COLUMN facets     TEXT[],
    ADD COLUMN words      TSVECTOR;

-- A text in the form in which it is searched: without capitals and accents, which
-- the database's locale may not know, and without what stands between words.
CREATE FUNCTION search_form(said TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(lower(translate(said,
    'ÁÀÂÄÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜÝáàâäãåçéèêëíìîïñóòôöõúùûüýÿŒœÆæØøŠšŽž',
    'aaaaaaceeeeiiiinooooouuuuyaaaaaaceeeeiiiinooooouuuuyyooaaoosszz')), '[[:punct:][:space:]]+', ' ', 'g');

-- Words that begin like each of those said.
CREATE FUNCTION search_query(said TEXT, weight TEXT) RETURNS TSQUERY LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT to_tsquery('simple', string_agg(quote_literal(word) || ':*' || weight, ' & '))
        FROM regexp_split_to_table(search_form(said), ' ') word
        WHERE word <> '');

CREATE FUNCTION game_facets(game TEXT, state TEXT, lobby TEXT, theme TEXT, language TEXT, prompt_set TEXT)
RETURNS TEXT[] LANGUAGE sql STABLE
RETURN (SELECT array_remove(ARRAY[
                   'state:' || game_facets.state, 'lobby:' || game_facets.lobby,
                   'language:' || game_facets.language, 'source:' || p.source,
                   'theme:' || lower(COALESCE(p.theme, NULLIF(game_facets.theme, ''))),
                   CASE WHEN EXISTS (SELECT FROM reports r WHERE r.game = game_facets.game AND r.state = 'open') THEN 'reported' END], NULL)
               || ARRAY(SELECT 'player:' || s.player FROM seats s WHERE s.game = game_facets.game AND s.player IS NOT NULL)
        FROM (VALUES (game_facets.prompt_set)) dealt (id)
        LEFT JOIN prompt_sets p ON p.id = dealt.id);

CREATE FUNCTION game_words(game TEXT, lobby TEXT, theme TEXT, prompt_set TEXT)
RETURNS TSVECTOR LANGUAGE sql STABLE
RETURN (SELECT setweight(to_tsvector('simple', search_form(
                   (SELECT COALESCE(string_agg(s.name, ' '), '') FROM seats s WHERE s.game = game_words.game))), 'A')
               || to_tsvector('simple', search_form(concat_ws(' ', game_words.lobby, game_words.theme, p.theme, p.title, p.caption)))
        FROM (VALUES (game_words.prompt_set)) dealt (id)
        LEFT JOIN prompt_sets p ON p.id = dealt.id);

-- +goose StatementBegin
CREATE FUNCTION list_game() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    NEW.facets := game_facets(NEW.id, NEW.state, NEW.lobby, NEW.theme, NEW.language, NEW.prompt_set);
    NEW.words := game_words(NEW.id, NEW.lobby, NEW.theme, NEW.prompt_set);
    RETURN NEW;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION list_seated() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE games g
    SET facets = game_facets(g.id, g.state, g.lobby, g.theme, g.language, g.prompt_set),
        words = game_words(g.id, g.lobby, g.theme, g.prompt_set)
    WHERE g.id IN (SELECT game FROM seated);
    RETURN NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION list_again() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE games g
    SET facets = game_facets(g.id, g.state, g.lobby, g.theme, g.language, g.prompt_set),
        words = game_words(g.id, g.lobby, g.theme, g.prompt_set)
    WHERE g.id = NEW.game;
    RETURN NULL;
END $$;
-- +goose StatementEnd

UPDATE games g
SET facets = game_facets(g.id, g.state, g.lobby, g.theme, g.language, g.prompt_set),
    words = game_words(g.id, g.lobby, g.theme, g.prompt_set);

-- A game's seats come right after it, and then it is listed.
CREATE TRIGGER list_game BEFORE UPDATE OF state, lobby, theme, language, prompt_set ON games
    FOR EACH ROW EXECUTE FUNCTION list_game();
CREATE TRIGGER list_seated AFTER INSERT ON seats
    REFERENCING NEW TABLE AS seated FOR EACH STATEMENT EXECUTE FUNCTION list_seated();
CREATE TRIGGER list_again AFTER UPDATE OF player, name ON seats
    FOR EACH ROW EXECUTE FUNCTION list_again();
CREATE TRIGGER list_again AFTER INSERT OR UPDATE OF state ON reports
    FOR EACH ROW EXECUTE FUNCTION list_again();

-- A page of the list walks one of the orders and leaves out what doesn't match, or
-- collects the few that match and sorts them. How common each facet is tells which.
DROP INDEX games_by_state;
CREATE INDEX games_longest ON games (play_ms DESC, id DESC);
CREATE INDEX games_most_strokes ON games (strokes DESC, id DESC);
CREATE INDEX games_deleted ON games (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX games_by_facet ON games USING gin (facets) WITH (gin_pending_list_limit = 256);
CREATE INDEX games_by_word ON games USING gin (words) WITH (gin_pending_list_limit = 256);
ALTER TABLE games ALTER COLUMN facets SET STATISTICS 400, ALTER COLUMN words SET STATISTICS 400;

CREATE INDEX tickets_by_game ON tickets (game) WHERE game IS NOT NULL;

ALTER TABLE players ADD COLUMN banned_at TIMESTAMPTZ;
CREATE INDEX players_newest ON players (created_at DESC, id DESC);
CREATE INDEX players_by_name ON players (search_form(name) text_pattern_ops);
CREATE INDEX lobbies_newest ON lobbies (created_at DESC, code DESC) WHERE closed_at IS NULL;

-- Every change that the operator made.
CREATE TABLE audit (
    id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      TIMESTAMPTZ NOT NULL DEFAULT now(),
    action  TEXT NOT NULL,
    subject TEXT NOT NULL, -- the id or code of what was changed
    note    TEXT NOT NULL DEFAULT '',
    client  TEXT NOT NULL  -- the address it came from
);
CREATE INDEX audit_by_subject ON audit (subject, id DESC);

-- A day that is over, counted (UTC). Games that go later stay counted.
CREATE TABLE days (
    day         DATE PRIMARY KEY,
    games       INTEGER NOT NULL,
    players     INTEGER NOT NULL,
    play_ms     BIGINT NOT NULL,
    strokes     BIGINT NOT NULL,
    waits       INTEGER NOT NULL, -- tickets that were matched
    wait_ms     BIGINT NOT NULL,  -- of all of them together
    cost_micros BIGINT NOT NULL   -- of the model, in millionths of a dollar
);

-- +goose Down
DROP TABLE days, audit;
DROP INDEX lobbies_newest, players_by_name, players_newest, tickets_by_game;
ALTER TABLE players DROP COLUMN banned_at;
DROP TRIGGER list_again ON reports;
DROP TRIGGER list_again ON seats;
DROP TRIGGER list_seated ON seats;
DROP TRIGGER list_game ON games;
ALTER TABLE games DROP COLUMN deleted_at, DROP COLUMN facets, DROP COLUMN words; -- and their indexes
DROP FUNCTION list_again, list_seated, list_game, game_words, game_facets, search_query, search_form;
DROP INDEX games_most_strokes, games_longest;
CREATE INDEX games_by_state ON games (state, created_at DESC, id DESC);
