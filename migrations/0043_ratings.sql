-- +goose Up

-- Whether who held the seat drew anything; NULL in games that ended before this was kept.
ALTER TABLE seats ADD COLUMN drew BOOLEAN;

-- What sets' ratings come to by the rule of store.RatePrompts, which those from before
-- were not counted by.
UPDATE prompt_sets p
SET (good, bad) = (
    SELECT count(*) FILTER (WHERE liked), count(*) FILTER (WHERE NOT liked)
    FROM (
        SELECT bool_or(good) AS liked
        FROM (
            SELECT DISTINCT ON (COALESCE(s.player, r.game || r.seat)) r.good,
                   COALESCE(LEAST(s.player, o.player) || GREATEST(s.player, o.player), r.game) AS pair
            FROM prompt_ratings r
            JOIN games g ON g.id = r.game
            JOIN seats s ON s.game = r.game AND s.seat = r.seat
            JOIN seats o ON o.game = r.game AND o.seat <> r.seat
            WHERE r.prompt_set = p.id AND g.state IN ('finished', 'ended_early') AND g.play_ms >= 13000 AND g.strokes > 0
            ORDER BY COALESCE(s.player, r.game || r.seat), r.rated_at DESC
        ) players
        GROUP BY pair
    ) pairs
)
WHERE p.good > 0 OR p.bad > 0;

-- +goose Down
ALTER TABLE seats DROP COLUMN drew;
