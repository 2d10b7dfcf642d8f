-- +goose Up

-- seen_at was written when a player took a name only. It says when they were here last
-- from now on, so nobody goes for what was not noted.
UPDATE players SET seen_at = now() WHERE id <> 'nobody';

-- What housekeeping removes, the oldest first.
CREATE INDEX tickets_over ON tickets (created_at) WHERE state <> 'waiting';
CREATE INDEX lobbies_closed ON lobbies (closed_at, code) WHERE closed_at IS NOT NULL;
CREATE INDEX players_idle ON players (seen_at, id);
CREATE INDEX reports_decided ON reports (decided_at) WHERE decided_at IS NOT NULL;
CREATE INDEX audit_oldest ON audit (at);

-- When a row goes, Postgres looks for the rows that refer to it.
CREATE INDEX tickets_by_player ON tickets (player);
CREATE INDEX tickets_by_lobby ON tickets (lobby) WHERE lobby IS NOT NULL;
CREATE INDEX bans_by_player ON bans (player);
CREATE INDEX invitations_by_inviter ON invitations (inviter);
CREATE INDEX invitations_by_invitee ON invitations (invitee);
CREATE INDEX games_by_own_set ON games (own_set) WHERE own_set IS NOT NULL;
CREATE INDEX reports_by_reporter ON reports (reporter) WHERE reporter IS NOT NULL;
CREATE INDEX reports_by_reported ON reports (reported) WHERE reported IS NOT NULL;

-- +goose Down
DROP INDEX reports_by_reported, reports_by_reporter, games_by_own_set,
    invitations_by_invitee, invitations_by_inviter, bans_by_player, tickets_by_lobby, tickets_by_player,
    audit_oldest, reports_decided, players_idle, lobbies_closed, tickets_over;
