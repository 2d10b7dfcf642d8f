-- +goose Up

-- The sums of a set's ratings stand with the set: each game that is dealt asks which
-- sets are rated badly.
ALTER TABLE prompt_sets
    ADD COLUMN good INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN bad  INTEGER NOT NULL DEFAULT 0;
UPDATE prompt_sets p
SET good = r.good, bad = r.bad
FROM (SELECT prompt_set, count(*) FILTER (WHERE good) AS good, count(*) FILTER (WHERE NOT good) AS bad
      FROM prompt_ratings GROUP BY prompt_set) r
WHERE r.prompt_set = p.id;

-- +goose Down
ALTER TABLE prompt_sets DROP COLUMN good, DROP COLUMN bad;
