package store_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/storetest"
)

// helperEnv turns the test binary into a process that becomes the node of the database that it
// names. The process prints "joined", and after a takeover whether it is fenced.
const helperEnv = "STORE_TEST_NODE"

func runHelper(url string) {
	ctx := context.Background()
	s, err := store.Open(ctx, url, store.Options{Logger: slog.New(slog.DiscardHandler), Fleeting: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	n, err := s.BecomeNode(ctx, slog.New(slog.DiscardHandler))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("joined")
	<-n.Lost()
	err = n.Flush(ctx, []room.Row{{Game: "any", Epoch: 1, First: 1, Last: 1, Body: []byte("a")}})
	fmt.Println("lost; fenced:", errors.Is(err, room.ErrFenced))
}

// otherNode is another process, which is the node.
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

func (o otherNode) signal(sig syscall.Signal) {
	o.t.Helper()
	if err := o.cmd.Process.Signal(sig); err != nil {
		o.t.Fatal(err)
	}
}

func leave(t testing.TB, n *store.Node) {
	t.Helper()
	if err := n.Leave(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestNode_CanBeTheNodeAgainAfterLeaving(t *testing.T) {
	b := setup(t)
	for range 2 {
		n, err := b.BecomeNode(t.Context(), logTo(t.Output()))
		if err != nil {
			t.Fatal(err)
		}
		leave(t, n)
	}
}

func TestNode_RefusedWhileAnotherLives(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	if _, err := storetest.Open(t, b.url).BecomeNode(t.Context(), logTo(t.Output())); !errors.Is(err, store.ErrOtherNode) {
		t.Errorf("got %v; want ErrOtherNode", err)
	}
	select {
	case <-n.Lost():
		t.Error("the first node lost its place to a refused one")
	default:
	}
}

func TestNode_TakesOverAtOnceFromAKilledNode(t *testing.T) {
	b := setup(t)
	startOtherNode(t, b.url).kill()
	began := time.Now()
	b.node(t)
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("the takeover took %s: it waited for the lease of a dead node", took)
	}
}

func TestNode_TakesOverFromASuspendedNode(t *testing.T) {
	b := setup(t)
	other := startOtherNode(t, b.url)
	other.signal(syscall.SIGSTOP)
	n := b.node(t)
	other.signal(syscall.SIGCONT)
	other.expect("lost; fenced: true")
	select {
	case <-n.Lost():
		t.Error("the resumed node took its place back")
	default:
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
	if _, err := conn.Exec(t.Context(), `SELECT set_config('application_name', 'tandem ' || incarnation, false) FROM nodes`); err != nil {
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
		n, err := b.BecomeNode(t.Context(), logTo(t.Output()))
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
	b.node(t)
	if err := conn.Ping(t.Context()); err == nil {
		t.Error("the connection that held the row is still open")
	}
}

func TestNode_SurvivesBrokenConnections(t *testing.T) {
	b := setup(t)
	renewed := make(chan struct{})
	n, err := b.BecomeNode(t.Context(), slog.New(slog.NewTextHandler(lineWaiter{"renewed again", renewed}, nil)))
	if err != nil {
		t.Fatal(err)
	}
	storetest.Exec(t, b.url, `
		SELECT pg_terminate_backend(pid)
		FROM pg_stat_activity
		WHERE datname = current_database() AND pid <> pg_backend_pid()`)
	<-renewed
	if _, err := storetest.Open(t, b.url).BecomeNode(t.Context(), logTo(t.Output())); !errors.Is(err, store.ErrOtherNode) {
		t.Errorf("a second node: %v; want ErrOtherNode", err)
	}
	select {
	case <-n.Lost():
		t.Error("the node lost its place because of a broken connection")
	default:
	}
	leave(t, n)
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
	n := b.node(t)
	id := b.game(t)
	claim(t, n, id)
	b.storeSets(t, someSet())
	storetest.Exec(t, b.url, `UPDATE nodes SET incarnation = 'another'`)
	_, claimed := n.Claim(t.Context(), id)
	for what, err := range map[string]error{
		"Claim":      claimed,
		"SetPrompts": n.SetPrompts(t.Context(), id, 1, someSet()),
		"Flush":      n.Flush(t.Context(), []room.Row{{Game: id, Epoch: 1, First: 1, Last: 1, Body: []byte("a")}}),
		"Finish":     n.Finish(t.Context(), room.Finished{Game: id, Epoch: 1, Recording: []byte("\x01r"), EndedAt: time.Now()}),
	} {
		if !errors.Is(err, room.ErrFenced) {
			t.Errorf("%s: %v; want ErrFenced", what, err)
		}
	}
	<-n.Lost()
	g, err := b.Game(t.Context(), id)
	stream, journalErr := b.Journal(t.Context(), id)
	if err != nil || journalErr != nil || g.State != store.Live || g.Prompts != nil || g.Epoch != 1 || len(stream) != 0 {
		t.Errorf("the fenced node wrote: %+v, journal %q, %v, %v", g, stream, err, journalErr)
	}
}
