-- +goose Up

-- How long and how full a game is depends on how it ended, so a state's games are walked
-- in these orders by themselves.
CREATE INDEX games_longest_by_state ON games (state, play_ms DESC, id DESC);
CREATE INDEX games_most_strokes_by_state ON games (state, strokes DESC, id DESC);

-- The words said, the last of which may be only begun. To find all that begin in some way
-- takes as long as there are many, so only one may.
CREATE OR REPLACE FUNCTION search_query(said TEXT, weight TEXT) RETURNS TSQUERY LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT to_tsquery('simple', string_agg(
                   quote_literal(word) || CASE WHEN place = last THEN ':*' || weight WHEN weight <> '' THEN ':' || weight ELSE '' END, ' & '))
        FROM (SELECT word, place, max(place) OVER () AS last
              FROM regexp_split_to_table(search_form(said), ' ') WITH ORDINALITY split (word, place)
              WHERE word <> '') words);

-- +goose Down
CREATE OR REPLACE FUNCTION search_query(said TEXT, weight TEXT) RETURNS TSQUERY LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT to_tsquery('simple', string_agg(quote_literal(word) || ':*' || weight, ' & '))
        FROM regexp_split_to_table(search_form(said), ' ') word
        WHERE word <> '');
DROP INDEX games_most_strokes_by_state, games_longest_by_state;
