package store_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/storetest"
)

// helperEnv turns the test binary into a process that becomes a node of the database that it
// names, with another address than a node of the test. The process prints "joined", and when it
// has lost what it owned "fenced".
const helperEnv = "STORE_TEST_NODE"

func runHelper(url string) {
	ctx := context.Background()
	s, err := store.Open(ctx, url, store.Options{Logger: slog.New(slog.DiscardHandler), Fleeting: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = s.BecomeNode(ctx, store.NodeConfig{
		ID: "there", Address: "there:7000", Logger: slog.New(slog.DiscardHandler),
		OnFenced: func() { fmt.Println("fenced") },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("joined")
	select {}
}

// otherNode is another process, which is a node.
type otherNode struct {
	t    *testing.T
	cmd  *exec.Cmd
	says *bufio.Reader
}

func startOtherNode(t *testing.T, url string) otherNode {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), helperEnv+"="+url)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	o := otherNode{t, cmd, bufio.NewReader(out)}
	t.Cleanup(o.kill)
	o.expect("joined")
	return o
}

func (o otherNode) expect(line string) {
	o.t.Helper()
	got, err := o.says.ReadString('\n')
	if err != nil || strings.TrimSpace(got) != line {
		o.t.Fatalf("the other node says %q, %v; want %q", got, err, line)
	}
}

func (o otherNode) kill() {
	_ = o.cmd.Process.Kill()
	_ = o.cmd.Wait()
}

func leave(t testing.TB, n *store.Node) {
	t.Helper()
	if err := n.Leave(context.Background()); err != nil {
		t.Error(err)
	}
}

// until waits until something is true, which nothing tells the test.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("not yet: " + what)
		}
	}
}

func nodesOf(t *testing.T, b bundle) (ids []string) {
	t.Helper()
	nodes, err := b.Nodes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range nodes {
		ids = append(ids, n.ID)
	}
	return ids
}

func TestNode_CanBeANodeAgainAfterLeaving(t *testing.T) {
	b := setup(t)
	for range 2 {
		n, err := b.BecomeNode(t.Context(), nodeConfig(t, store.NodeConfig{ID: "here"}))
		if err != nil {
			t.Fatal(err)
		}
		leave(t, n)
	}
}

func TestNode_WithoutAnAddressWaitsUntilItIsAlone(t *testing.T) {
	for name, addresses := range map[string][2]string{
		"neither has one": {"", ""}, "the first has one": {"a:7000", ""}, "the second has one": {"", "b:7000"},
	} {
		t.Run(name, func(t *testing.T) {
			b := setup(t)
			first, err := b.BecomeNode(t.Context(), nodeConfig(t, store.NodeConfig{ID: "a", Address: addresses[0]}))
			if err != nil {
				t.Fatal(err)
			}
			waits := make(chan struct{})
			joined := make(chan error)
			go func() {
				second, err := storetest.Open(t, b.url).BecomeNode(t.Context(), nodeConfig(t, store.NodeConfig{
					ID: "b", Address: addresses[1], Logger: slog.New(slog.NewTextHandler(lineWaiter{"waiting for another tandem", waits}, nil)),
				}))
				if err == nil {
					err = second.Leave(context.Background())
				}
				joined <- err
			}()
			<-waits
			if ids := nodesOf(t, b); !slices.Equal(ids, []string{"a"}) {
				t.Errorf("nodes: %v", ids)
			}
			leave(t, first)
			if err := <-joined; err != nil {
				t.Error(err)
			}
		})
	}
}

func TestNode_ManyKnowEachOther(t *testing.T) {
	b := setup(t)
	one := become(t, b.Store, store.NodeConfig{ID: "a", Address: "a:7000", Version: "v1"})
	two := become(t, storetest.Open(t, b.url), store.NodeConfig{ID: "b", Address: "b:7000"})
	until(t, "the nodes know each other", func() bool { return len(one.Others()) == 1 && len(two.Others()) == 1 })
	if o := two.Others()[0]; o.ID != "a" || o.Address != "a:7000" || o.Version != "v1" || o.State != store.NodeActive || o.Expired || o.Incarnation != one.Incarnation() {
		t.Errorf("%+v", o)
	}
	if err := one.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	until(t, "the other knows that it drains", func() bool { return two.Others()[0].State == store.NodeDraining })
}

func TestNode_TakesOverAtOnceFromAKilledProcessAtItsPlace(t *testing.T) {
	b := setup(t)
	startOtherNode(t, b.url).kill()
	began := time.Now()
	become(t, b.Store, store.NodeConfig{ID: "there"})
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("the takeover took %s: it waited for the lease of a dead node", took)
	}
}

func TestNode_NobodyIsRemovedWhenAllLeasesHaveRunOut(t *testing.T) {
	b := setup(t)
	config := func(id string) store.NodeConfig {
		return store.NodeConfig{ID: id, Address: id, OnFenced: func() { t.Errorf("%s was removed", id) }}
	}
	one := become(t, b.Store, config("a"))
	two := become(t, storetest.Open(t, b.url), config("b"))
	until(t, "both know each other", func() bool { return len(one.Others()) == 1 && len(two.Others()) == 1 })
	release := storetest.Lock(t, b.url, `LOCK TABLE nodes`) // as good as no Postgres
	until(t, "both have lost their trust", func() bool { return !one.Trusts() && !two.Trusts() })
	release()
	storetest.Exec(t, b.url, `UPDATE nodes SET lease_until = now() - INTERVAL '1 hour'`)
	until(t, "both trust again", func() bool { return one.Trusts() && two.Trusts() })
	until(t, "no lease has run out", func() bool {
		return storetest.Value[bool](t, b.url, `SELECT bool_and(lease_until > now()) FROM nodes`)
	})
	if ids := nodesOf(t, b); len(ids) != 2 {
		t.Errorf("nodes: %v", ids)
	}
}

// hold locks the current node's row, as a running flush does, on a connection like that node's.
func hold(t *testing.T, url string) (*pgx.Conn, pgx.Tx) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	if _, err := conn.Exec(t.Context(), `SELECT set_config('application_name', 'tandem ' || split_part(incarnation, '.', 1), false) FROM nodes`); err != nil {
		t.Fatal(err)
	}
	tx, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), `SELECT FROM nodes FOR KEY SHARE`); err != nil {
		t.Fatal(err)
	}
	return conn, tx
}

func TestNode_WaitsForTheLastFlushOfADeadNode(t *testing.T) {
	b := setup(t)
	other := startOtherNode(t, b.url)
	_, flush := hold(t, b.url)
	other.kill()
	joined := make(chan *store.Node)
	go func() {
		n, err := b.BecomeNode(t.Context(), nodeConfig(t, store.NodeConfig{ID: "there"}))
		if err != nil {
			t.Error(err)
		}
		joined <- n
	}()
	select {
	case <-joined:
		t.Fatal("it did not wait")
	case <-time.After(300 * time.Millisecond): // no event says that it waits
	}
	if err := flush.Commit(t.Context()); err != nil {
		t.Errorf("the flush was cut off: %v", err)
	}
	if n := <-joined; n != nil {
		leave(t, n)
	}
}

func TestNode_EndsTheConnectionOfAFlushThatNeverEnds(t *testing.T) {
	b := setup(t)
	other := startOtherNode(t, b.url)
	conn, _ := hold(t, b.url)
	other.kill()
	become(t, b.Store, store.NodeConfig{ID: "there"})
	if err := conn.Ping(t.Context()); err == nil {
		t.Error("the connection that held the row is still open")
	}
}

func TestNode_SurvivesBrokenConnections(t *testing.T) {
	b := setup(t)
	renewed := make(chan struct{})
	n := become(t, b.Store, store.NodeConfig{
		ID: "here", Logger: slog.New(slog.NewTextHandler(lineWaiter{"renewed again", renewed}, nil)),
		OnFenced: func() { t.Error("the node lost what it owned because of a broken connection") },
	})
	storetest.Exec(t, b.url, `
		SELECT pg_terminate_backend(pid)
		FROM pg_stat_activity
		WHERE datname = current_database() AND pid <> pg_backend_pid()`)
	<-renewed
	if !n.Trusts() {
		t.Error("the node doesn't trust its lease")
	}
}

// lineWaiter is a log writer that closes a channel when a line contains some words.
type lineWaiter struct {
	words string
	seen  chan struct{}
}

func (w lineWaiter) Write(p []byte) (int, error) {
	if strings.Contains(string(p), w.words) {
		close(w.seen)
	}
	return len(p), nil
}

func TestNode_Fenced(t *testing.T) {
	b := setup(t)
	fenced := make(chan struct{})
	joinAgain := make(chan struct{})
	n := become(t, b.Store, store.NodeConfig{ID: "here", OnFenced: func() { close(fenced); <-joinAgain }})
	id := b.game(t)
	claim(t, n, id)
	b.storeSets(t, someSet())
	storetest.Exec(t, b.url, `DELETE FROM nodes`)
	_, claimed := n.Claim(t.Context(), id)
	_, taken := n.TakePlace(t.Context(), store.QuickPlace)
	for what, err := range map[string]error{
		"Claim":      claimed,
		"TakePlace":  taken,
		"SetPrompts": n.SetPrompts(t.Context(), id, 1, someSet()),
		"Flush":      n.Flush(t.Context(), []room.Row{{Game: id, Epoch: 1, First: 1, Last: 1, Body: []byte("a")}}),
		"Finish":     n.Finish(t.Context(), room.Finished{Game: id, Epoch: 1, Recording: []byte("\x01r"), EndedAt: time.Now()}),
	} {
		if !errors.Is(err, room.ErrFenced) {
			t.Errorf("%s: %v; want ErrFenced", what, err)
		}
	}
	<-fenced
	g, err := b.Game(t.Context(), id)
	stream, journalErr := b.Journal(t.Context(), id)
	if err != nil || journalErr != nil || g.State != store.Live || g.Prompts != nil || g.Epoch != 1 || len(stream) != 0 {
		t.Errorf("the fenced node wrote: %+v, journal %q, %v, %v", g, stream, err, journalErr)
	}

	close(joinAgain)
	until(t, "it is a node again", func() bool { return len(nodesOf(t, b)) == 1 })
	if again := claim(t, n, id); again.Epoch != 2 {
		t.Errorf("claimed again at epoch %d", again.Epoch)
	}
	if err := n.Flush(t.Context(), []room.Row{{Game: id, Epoch: 1, First: 1, Last: 1, Body: []byte("a")}}); !errors.Is(err, room.ErrRejected) {
		t.Errorf("flush of the earlier epoch: %v; want ErrRejected", err)
	}
}
