package store

import (
	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/lobby"
)

// lobbyRow is a row of lobbies.
type lobbyRow struct {
	Code   string
	Host   string
	Closed bool
	lobby.Settings
	lobby.Rules
}

// lobbyColumns reads lobbies as lobbyRows. pgx refuses a row without a column for each
// field.
const lobbyColumns = `
	code, host, closed_at IS NOT NULL AS closed,
	round_seconds, rounds, theme, language, difficulty, COALESCE(own_set, '') AS own_set,
	name, pairing, capacity, locked, public, names_only, NULLIF(names, '{}') AS names, offer_names, chat_in_rooms`

// The columns that settings and rules are written to, with the values of settingsArgs and
// rulesArgs.
const (
	settingsColumns = `round_seconds, rounds, theme, language, difficulty, own_set`
	settingsValues  = `@round_seconds, @rounds, @theme, @language, @difficulty, NULLIF(@own_set, '')`

	rulesColumns = `name, pairing, capacity, locked, public, names_only, names, offer_names, chat_in_rooms`
	rulesValues  = `@name, @pairing, @capacity, @locked, @public, @names_only, COALESCE(@names, '{}'::text[]), @offer_names, @chat_in_rooms`
)

func settingsArgs(code string, s lobby.Settings) pgx.StrictNamedArgs {
	return pgx.StrictNamedArgs{
		"code":          code,
		"round_seconds": s.RoundSeconds,
		"rounds":        s.Rounds,
		"theme":         s.Theme,
		"language":      s.Language,
		"difficulty":    s.Difficulty,
		"own_set":       s.OwnSet,
	}
}

func rulesArgs(code string, r lobby.Rules) pgx.StrictNamedArgs {
	return pgx.StrictNamedArgs{
		"code":       code,
		"name":       r.Name,
		"pairing":    r.Pairing,
		"capacity":   r.Capacity,
		"locked":     r.Locked,
		"public":     r.Public,
		"names_only": r.NamesOnly,
		"names":      r.Names,

		"offer_names": r.OfferNames,

		"chat_in_rooms": r.ChatInRooms,
	}
}
