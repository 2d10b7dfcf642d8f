package store

// SelectLiveGames is for the test that asks Postgres how it reads.
const SelectLiveGames = selectLiveGames
