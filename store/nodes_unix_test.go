//go:build unix

package store_test

import (
	"slices"
	"syscall"
	"testing"

	"github.com/tandem-game/tandem/store"
)

func TestNode_RemovesANodeThatStandsStill(t *testing.T) {
	b := setup(t)
	other := startOtherNode(t, b.url)
	n := become(t, b.Store, store.NodeConfig{ID: "here", Address: "here:7000"})
	until(t, "it knows the other", func() bool { return len(n.Others()) == 1 })
	removed := n.Others()[0].Incarnation
	other.signal(syscall.SIGSTOP)
	until(t, "the other is removed", func() bool { return slices.Equal(nodesOf(t, b), []string{"here"}) })
	other.signal(syscall.SIGCONT)
	other.expect("fenced")
	until(t, "the other is there again", func() bool {
		others := n.Others()
		return len(others) == 1 && others[0].ID == "there" && others[0].Incarnation != removed
	})
	if !n.Trusts() {
		t.Error("the living node lost its lease")
	}
}

// After a failure of Postgres all leases have run out, and nobody must be taken for dead.
func (o otherNode) signal(sig syscall.Signal) {
	o.t.Helper()
	if err := o.cmd.Process.Signal(sig); err != nil {
		o.t.Fatal(err)
	}
}
