package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/cmd/internal/cluster"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
	"github.com/tandem-game/tandem/store/storetest"
)

// asNode makes a Tandem one of many.
func asNode(c *Config) { c.NodeAddr, c.NodeLinger = "127.0.0.1:0", 0 }

// lingering makes it pass requests on for a while when it leaves.
func lingering(c *Config) { c.NodeLinger = 2 * time.Second }

// startNodes starts nodes on one database, and waits until they know each other.
func startNodes(t *testing.T, database string, n int, change ...func(*Config)) []*running {
	t.Helper()
	nodes := make([]*running, n)
	for i := range nodes {
		nodes[i] = startOn(t, database, append([]func(*Config){asNode}, change...)...)
	}
	meet(t, nodes...)
	return nodes
}

// meet waits until nodes know each other.
func meet(t *testing.T, nodes ...*running) {
	t.Helper()
	for _, node := range nodes {
		eventually(t, "the nodes know each other", func() bool { return len(node.app.cluster.Load().Remotes()) == len(nodes)-1 })
	}
}

// at returns the same visitor, who comes to another node.
func (v *visitor) by(r *running) *visitor {
	c := *v
	c.moveTo(r)
	return &c
}

// again opens the socket of a page that comes back, and returns nil if it can't yet.
func (v *visitor) again(id string, pen uint32) *hand {
	ws, _, err := websocket.Dial(v.t.Context(), v.socketURL(id, pen), &websocket.DialOptions{
		HTTPClient: v.client, HTTPHeader: http.Header{"Origin": {v.url}},
	})
	if err != nil {
		return nil
	}
	ws.SetReadLimit(1 << 20)
	v.t.Cleanup(func() { _ = ws.CloseNow() })
	h := &hand{t: v.t, ws: ws, pen: pen, next: 1}
	for h.welcome.You == 0 {
		if h.frame() != nil {
			return nil
		}
	}
	h.next = h.welcome.N + 1
	return h
}

// back comes back to a room, however often that takes, and returns how long it took.
func (v *visitor) back(id string, pen uint32) (h *hand, took time.Duration) {
	v.t.Helper()
	began := time.Now()
	eventually(v.t, "back in the room", func() bool { h = v.again(id, pen); return h != nil })
	return h, time.Since(began)
}

// drawsFor has one player draw and waits until the other sees it.
func drawsFor(t *testing.T, one, two *hand) {
	t.Helper()
	before := len(two.entries)
	one.stroke(ink.Inks[2].Colour, ink.Point{X: 400, Y: 400}, ink.Point{X: 3600, Y: 600})
	two.until("the stroke", func() bool { return len(two.entries) > before })
}

func TestNodes_AreListed(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t)
	startNodes(t, url, 2)
	code, out, errOut := tandemCommand("nodes", "--database-url", url)
	if code != exitOK || strings.Count(out, " active ") != 2 || !strings.Contains(out, "127.0.0.1:") {
		t.Errorf("%d: %s%s", code, out, errOut)
	}
	if code, out, errOut = tandemCommand("nodes"); code != exitUsage || out != "" || !strings.Contains(errOut, "DATABASE_URL") {
		t.Errorf("without a database %d: %s%s", code, out, errOut)
	}
}

func TestNodes_ALobbyAndAGameOverThreeNodes(t *testing.T) {
	t.Parallel()
	nodes := startNodes(t, storetest.URL(t), 3)
	mila := nodes[0].player(t, "Mila")
	jonas := nodes[1].player(t, "Jonas")
	l := mila.openLobby(nil)
	milaHears := mila.events(l.Code)
	jonas.join(l.Code)
	jonasHears := jonas.by(nodes[2]).events(l.Code)
	milaHears.lobby("Jonas", func(l api.Lobby) bool { return len(l.Members) == 2 && jonas.self(l).State == "here" })

	jonas.by(nodes[1]).says(l.Code, "hello from afar")
	milaHears.chat("Jonas: hello from afar")

	jonas.by(nodes[0]).want(http.StatusOK, "PUT", "/api/me", map[string]any{"name": "Jon"}, nil)
	milaHears.lobby("his new name", func(l api.Lobby) bool { return jonas.self(l).Name == "Jon" })

	mila.by(nodes[2]).ready(l.Code, true)
	jonas.by(nodes[1]).ready(l.Code, true)
	game := milaHears.matched().Room
	if got := jonasHears.matched().Room; got != game {
		t.Fatalf("matched in %s and %s", game, got)
	}
	two, one := jonas.sitDown(game, 22), mila.sitDown(game, 11) // in his node, which isn't the lobby's
	for _, h := range []*hand{one, two} {
		h.until("the first round", func() bool { return h.state.Phase == "round" })
	}
	for _, open := range []bool{true, false} {
		rules := map[string]any{"rules": map[string]any{"chat_in_rooms": open}}
		mila.by(nodes[2]).want(http.StatusOK, "PATCH", "/api/lobbies/"+l.Code, rules, nil)
		for _, h := range []*hand{one, two} {
			h.until("the chat's opening or closing", func() bool { return h.state.Chat == open })
		}
	}
	drawsFor(t, one, two)
	drawsFor(t, two, one)
	var picture []byte
	mila.by(nodes[2]).want(http.StatusOK, "GET", "/api/rooms/"+game+"/picture.qoi", nil, &picture)
	if len(picture) == 0 {
		t.Error("no picture from a third node")
	}

	// The operator closes the room from the node that serves neither of them.
	operator := nodes[2].operator(t)
	var all api.AdminNodes
	operator.want(http.StatusOK, "GET", "/api/admin/nodes", nil, &all)
	rooms := 0
	for _, n := range all.Nodes {
		rooms += n.Rooms
		if n.State != "active" || n.Address == "" || n.ID == "" {
			t.Errorf("a node: %+v", n)
		}
	}
	if len(all.Nodes) != 3 || rooms != 1 {
		t.Errorf("%d nodes with %d rooms", len(all.Nodes), rooms)
	}
	operator.want(http.StatusNoContent, "POST", "/api/admin/rooms/"+game+"/close", map[string]any{"note": "a test"}, nil)
	for i, h := range []*hand{one, two} {
		if code := h.closed(); code != room.CloseKept {
			t.Errorf("seat %d: closed with %d", i+1, code)
		}
	}
	for _, n := range nodes { // whichever it is asked, the report takes along what the lobby's node knows
		mila.by(n).want(http.StatusNoContent, "PUT", "/api/games/"+game+"/report", map[string]any{"reason": "spam"}, nil)
		var reported struct{ Reports []api.Report }
		operator.want(http.StatusOK, "GET", "/api/admin/reports", nil, &reported)
		if r := reported.Reports; len(r) != 1 || len(r[0].Said) != 1 || r[0].Said[0].Text != "hello from afar" {
			t.Errorf("reported %+v", r)
		}
	}
	again := mila.follow("/api/games/"+game+"/again/events", "")
	jonasAgain := jonas.follow("/api/games/"+game+"/again/events", "")
	mila.want(http.StatusOK, "PUT", "/api/games/"+game+"/again", map[string]any{"again": true}, nil)
	jonas.want(http.StatusOK, "PUT", "/api/games/"+game+"/again", map[string]any{"again": true}, nil)
	if a, b := again.matched(), jonasAgain.matched(); a.Room != b.Room {
		t.Errorf("again in %s and %s", a.Room, b.Room)
	}
	if nodes[0].passedOn()+nodes[1].passedOn()+nodes[2].passedOn() == 0 {
		t.Error("nothing is counted as passed on")
	}
}

func TestNodes_StrangersOnTwoNodesMeet(t *testing.T) {
	t.Parallel()
	nodes := startNodes(t, storetest.URL(t), 2)
	mila, jonas := nodes[0].player(t, "Mila"), nodes[1].player(t, "Jonas")
	one, two := mila.wait("en"), jonas.wait("en")
	a, b := one.matched(), two.matched()
	if a.Room != b.Room {
		t.Errorf("matched in %s and %s", a.Room, b.Room)
	}
}

func TestNodes_ANodeThatLeavesHandsItsGamesOver(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t)
	nodes := []*running{startOn(t, url, asNode, lingering), startOn(t, url, asNode)}
	meet(t, nodes...)
	mila, jonas := nodes[0].player(t, "Mila"), nodes[0].player(t, "Jonas")
	id, one, two := nodes[0].inRound(t, mila, jonas)
	drawsFor(t, one, two)
	shown := len(two.entries)
	ended := make(chan error, 1)
	go func() { ended <- nodes[0].stop() }()
	for i, h := range []*hand{one, two} {
		if code := h.closed(); code != room.CloseRestarting {
			t.Errorf("seat %d: closed with %d", i+1, code)
		}
	}
	// The balancer may still send one of them to the node that leaves.
	one, took := mila.back(id, 11)
	two, took2 := jonas.by(nodes[1]).back(id, 22)
	t.Logf("back after %v and %v", took, took2)
	if one.welcome.Epoch != 2 || two.welcome.Epoch != 2 {
		t.Errorf("epochs %d and %d", one.welcome.Epoch, two.welcome.Epoch)
	}
	two.until("all that was shown", func() bool { return len(two.entries) >= shown })
	drawsFor(t, two, one)
	if err := <-ended; err != nil {
		t.Errorf("the node that left: %v", err)
	}
	if code := one.closed(); code != room.CloseResume {
		t.Errorf("a carried socket ended with %d", code)
	}
	one, _ = mila.by(nodes[1]).back(id, 11)
	drawsFor(t, one, two)
}

// The new version has changed the schema as the rule in package migrations allows.
func TestNodes_TheVersionBeforePlaysOnBesideTheNewOne(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t)
	of := func(version string) func(*Config) { return func(c *Config) { c.Version = version } }
	before := startOn(t, url, asNode, of("v0.1.0"))
	mila, jonas := before.player(t, "Mila"), before.player(t, "Jonas")
	id, one, two := before.inRound(t, mila, jonas)
	drawsFor(t, one, two)

	after := startOn(t, url, asNode, of("v0.2.0"))
	for _, statement := range []string{
		`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)`,
		`ALTER TABLE games ADD COLUMN of_the_new TEXT`,
		`ALTER TABLE rooms ADD COLUMN of_the_new INT NOT NULL DEFAULT 7`,
		`ALTER TABLE journal ADD COLUMN of_the_new TEXT`,
		`ALTER TABLE lobbies ADD COLUMN of_the_new TEXT`,
		`CREATE TABLE of_the_new (id TEXT PRIMARY KEY REFERENCES games ON DELETE CASCADE)`,
	} {
		storetest.Exec(t, url, statement)
	}
	meet(t, before, after)
	var all api.AdminNodes
	before.operator(t).want(http.StatusOK, "GET", "/api/admin/nodes", nil, &all)
	versions := map[string]bool{}
	for _, n := range all.Nodes {
		versions[n.Version] = true
	}
	if len(versions) != 2 || !versions["v0.1.0"] || !versions["v0.2.0"] {
		t.Errorf("nodes: %+v", all.Nodes)
	}

	// The new version passes on to the one before what that serves, and the other way round.
	two, _ = jonas.by(after).back(id, 22)
	drawsFor(t, one, two)
	drawsFor(t, two, one)
	l := mila.by(after).openLobby(nil)
	jonas.by(before).join(l.Code)
	before.player(t, "Noor").join(l.Code)
	mila.want(http.StatusOK, "GET", "/readyz", nil, nil)

	ended := make(chan error, 1)
	go func() { ended <- before.stop() }()
	one.closed()
	one, _ = mila.by(after).back(id, 11)
	two, _ = jonas.by(after).back(id, 23)
	drawsFor(t, one, two)
	drawsFor(t, two, one)
	if err := <-ended; err != nil {
		t.Errorf("the version before: %v", err)
	}
}

func TestNodes_ANodeCutOffFromTheDatabaseGivesUp(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t)
	wire, through := wireTo(t, url)
	nodes := []*running{startOn(t, through, asNode), startOn(t, url, asNode)}
	meet(t, nodes...)
	mila, jonas := nodes[0].player(t, "Mila"), nodes[0].player(t, "Jonas")
	id, one, two := nodes[0].inRound(t, mila, jonas)
	drawsFor(t, one, two)
	began := time.Now()
	wire.cut()
	one.stroke(ink.Inks[3].Colour, ink.Point{X: 400, Y: 800}, ink.Point{X: 3600, Y: 900}) // never durable
	for i, h := range []*hand{one, two} {
		if code := h.closed(); code != room.CloseRestarting {
			t.Errorf("seat %d: closed with %d", i+1, code)
		}
	}
	one, _ = mila.back(id, 11) // through the node that is cut off
	two, _ = jonas.by(nodes[1]).back(id, 22)
	t.Logf("back after %v", time.Since(began))
	drawsFor(t, one, two)
	mila.want(http.StatusServiceUnavailable, "GET", "/readyz", nil, nil)
	var me api.Player
	if mila.want(http.StatusOK, "GET", "/api/me", nil, &me); me.ID != mila.ID {
		t.Errorf("answered through the other node: %+v", me)
	}

	wire.mend()
	eventually(t, "it is ready again", func() bool {
		res, err := mila.client.Get(mila.url + "/readyz")
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		return res.StatusCode == http.StatusOK
	})
	drawsFor(t, two, one)
	if _, a, b := nodes[0].inRound(t, nodes[0].player(t, "Eve"), nodes[1].player(t, "Tom")); a == nil || b == nil {
		t.Error("it can't play any more")
	}
}

func TestNodes_WithoutADatabaseAllPlayOn(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t)
	wire, through := wireTo(t, url)
	nodes := startNodes(t, through, 2, withMetrics)
	mila, jonas := nodes[0].player(t, "Mila"), nodes[1].player(t, "Jonas")
	_, one, two := nodes[0].inRound(t, mila, jonas)
	wire.cut()
	eventually(t, "no node trusts its lease", func() bool {
		return !nodes[0].app.cluster.Load().Trusts() && !nodes[1].app.cluster.Load().Trusts()
	})
	drawsFor(t, one, two)
	time.Sleep(2 * time.Second) // no event says that nobody gives up
	drawsFor(t, two, one)
	wire.mend()
	for _, n := range nodes {
		eventually(t, "all is durable", func() bool { return n.metric(t, "tandem_undurable_bytes") == 0 })
	}
	drawsFor(t, one, two)
}

// The owner of a place gives it up at the moment when a request is passed on to it.
func TestNodes_ARequestThatCouldNotBePassedOnIsAnsweredHere(t *testing.T) {
	t.Parallel()
	database := storetest.URL(t)
	node := startOn(t, database, asNode)
	var passedOn atomic.Int64
	owner := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/inner/alive" {
			_, _ = io.WriteString(w, `{"incarnation":"going","renews":true}`)
			return
		}
		passedOn.Add(1)
		storetest.Exec(t, database, `DELETE FROM nodes WHERE id = 'going'`)
		cluster.Moved(w)
	}))
	t.Cleanup(owner.Close)
	storetest.Exec(t, database, `
		INSERT INTO nodes (id, incarnation, address, lease_until)
		VALUES ('going', 'going', '`+owner.Listener.Addr().String()+`', now() + INTERVAL '1 hour')`)
	storetest.Exec(t, database, `INSERT INTO places (id, owner) VALUES ('quick', 'going')`)
	eventually(t, "the nodes know each other", func() bool { return len(node.app.cluster.Load().Remotes()) == 1 })

	mila := node.player(t, "Mila")
	mila.want(http.StatusOK, "PUT", "/api/quick/ticket", map[string]any{"language": "en"}, nil)
	if passedOn.Load() == 0 {
		t.Error("the request was not passed on first")
	}
}
