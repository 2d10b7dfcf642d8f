package storetest_test

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/tandem-game/tandem/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m, storetest.IgnoreServer()...) }

func TestNew_IsMigrated(t *testing.T) {
	if err := storetest.New(t).Ready(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestNew_IsTheTestsOwn(t *testing.T) {
	one, two := storetest.URL(t), storetest.URL(t)
	const insert = `INSERT INTO players (id, name, session_hash) VALUES ('mila', 'Mila', 'hash')`
	storetest.Exec(t, one, insert)
	storetest.Exec(t, two, insert)
}

func BenchmarkNew(b *testing.B) {
	storetest.URL(b) // starts the server
	for b.Loop() {
		storetest.URL(b)
	}
}
