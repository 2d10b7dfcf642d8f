-- +goose Up

-- A page of the operator's list by length or strokes looks through many games. The indexes
-- have all that its filter compares, so that it reads no rows of games that it doesn't list:
-- each would be on another page of the table.
DROP INDEX games_longest, games_most_strokes, games_longest_by_state, games_most_strokes_by_state;
CREATE INDEX games_longest ON games (play_ms DESC, id DESC) INCLUDE (created_at, deleted_at, facets);
CREATE INDEX games_most_strokes ON games (strokes DESC, id DESC) INCLUDE (created_at, deleted_at, facets);
CREATE INDEX games_longest_by_state ON games (state, play_ms DESC, id DESC) INCLUDE (created_at, deleted_at, facets);
CREATE INDEX games_most_strokes_by_state ON games (state, strokes DESC, id DESC) INCLUDE (created_at, deleted_at, facets);

-- One index intersects frequent facets and words; two would each collect all of theirs first.
DROP INDEX games_by_facet, games_by_word;
CREATE INDEX games_by_facets_and_words ON games USING gin (facets, words) WITH (gin_pending_list_limit = 256);

-- +goose Down
DROP INDEX games_by_facets_and_words;
CREATE INDEX games_by_facet ON games USING gin (facets) WITH (gin_pending_list_limit = 256);
CREATE INDEX games_by_word ON games USING gin (words) WITH (gin_pending_list_limit = 256);
DROP INDEX games_longest, games_most_strokes, games_longest_by_state, games_most_strokes_by_state;
CREATE INDEX games_longest ON games (play_ms DESC, id DESC);
CREATE INDEX games_most_strokes ON games (strokes DESC, id DESC);
CREATE INDEX games_longest_by_state ON games (state, play_ms DESC, id DESC);
CREATE INDEX games_most_strokes_by_state ON games (state, strokes DESC, id DESC);
