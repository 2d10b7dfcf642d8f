package store

import "time"

// SelectLiveGames is for the test that asks Postgres how it reads.
const SelectLiveGames = selectLiveGames

// Statement is a query with values, for the test that asks Postgres how it reads.
type Statement struct {
	Name, SQL string
	Args      []any
}

// AdminStatements are the queries of the operator's lists, with values as they may come.
func AdminStatements(f GameFilter, id string) (all []Statement) {
	day := time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)
	for o := range orders {
		p := GamePage{GameFilter: f, Order: o}
		args := append(f.args(), nil, "", 51)
		all = append(all,
			Statement{"walk " + string(o), statement(walkGames, o), append(args, p.walkArgs()...)},
			Statement{"search " + string(o), statement(searchGames, o), args})
		if f.Lobby != "" || isID(f.Player) || f.Deleted || !f.From.IsZero() {
			all = append(all, Statement{"search few " + string(o), statement(fewGames, o), args})
		}
	}
	return append(all,
		Statement{"games within a time", countWithin, []any{day, day.AddDate(0, 1, 0), fewWithin}},
		Statement{"audit", selectAudit, []any{nil, int64(1 << 40), 51}},
		Statement{"audit of one", selectAudit, []any{&id, int64(1 << 40), 51}},
		Statement{"lobbies", selectLobbies, []any{nil, "", 51}},
		Statement{"players", selectPlayers, []any{nil, nil, nil, "", 51}},
		Statement{"players by id", selectPlayers, []any{&id, nil, nil, "", 51}},
		Statement{"players by name", selectPlayers, []any{nil, &id, nil, "", 51}},
		Statement{"days counted", selectDays, []any{day, day}},
		Statement{"days", countDay, []any{day, day.AddDate(0, 0, 1)}},
		Statement{"live games", selectLiveGames, []any{"", 256}},
		Statement{"one game", selectGame + `WHERE g.id = $1`, []any{id}},
	)
}
