package main

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httputil"
	"regexp"
	"strings"
	"testing"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/cmd/internal/robot"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store/storetest"
)

// playGame has two players meet in a lobby, draw in all rounds and see what was kept.
func (r *running) playGame(t *testing.T) {
	t.Helper()
	mila, jonas := r.player(t, "Mila"), r.player(t, "Jonas")
	l := mila.openLobby(map[string]any{"round_seconds": 10, "rounds": 3})
	if want := r.url + "/l/" + l.Code; l.Link != want {
		t.Errorf("the lobby's link is %s, want %s", l.Link, want)
	}
	hears := mila.events(l.Code)
	jonas.join(l.Code)
	hears.lobby("Jonas", func(l api.Lobby) bool { return len(l.Members) == 2 })
	mila.ready(l.Code, true)
	jonas.ready(l.Code, true)
	id := hears.matched().Room
	one, two := mila.sitDown(id, 11), jonas.sitDown(id, 22)
	for round := 1; round <= 3; round++ {
		for _, h := range []*hand{one, two} {
			h.until(fmt.Sprint("round ", round), func() bool { return h.state.Phase == "round" && h.state.Round == round })
		}
		drawsFor(t, one, two)
		drawsFor(t, two, one)
		one.say(`{"type":"go_on"}`)
		two.say(`{"type":"go_on"}`)
	}
	for _, h := range []*hand{one, two} {
		h.until("the end", func() bool { return h.state.Phase == "kept" })
		if code := h.closed(); code != room.CloseKept {
			t.Errorf("closed with %d", code)
		}
	}
	var game api.Game
	eventually(t, "its picture is drawn", func() bool {
		jonas.want(http.StatusOK, "GET", "/api/games/"+id, nil, &game)
		return game.PictureHash != ""
	})
	if game.Strokes != 6 {
		t.Errorf("%d strokes were kept", game.Strokes)
	}
	picture := strings.TrimPrefix(game.Picture, mustParse(t, r.url).Path)
	jonas.want(http.StatusOK, "GET", picture, nil, new([]byte))
	var page []byte
	jonas.want(http.StatusOK, "GET", "/g/"+id, nil, &page)
	for _, want := range []string{
		`<meta property="og:url" content="` + r.url + `/g/` + id + `"`,
		`<meta property="og:image" content="` + r.url + `/api/games/` + id + `/card.png"`,
	} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the page of the game lacks %s", want)
		}
	}
	jonas.want(http.StatusOK, "GET", "/api/games/"+id+"/card.png", nil, new([]byte))
	mila.want(http.StatusOK, "GET", "/api/me/games", nil, nil)
	mila.want(http.StatusOK, "GET", "/api/admin/games", nil, nil, "Authorization", "Bearer "+adminToken)
	mila.want(http.StatusOK, "GET", "/api/admin/games/"+id, nil, nil, "Authorization", "Bearer "+adminToken)
}

// underPath is the path of PUBLIC_URL in these tests.
const underPath = "/games/tandem"

func TestSubPath_AWholeGame(t *testing.T) {
	t.Parallel()
	tandem := start(t, func(c *Config) { c.PublicURL = mustParse(t, "http://draw.example"+underPath) })
	for name, request := range map[string]func(*httputil.ProxyRequest){
		"the proxy keeps the path": nil,
		"the proxy removes it": func(p *httputil.ProxyRequest) {
			p.Out.URL.Path = strings.TrimPrefix(p.Out.URL.Path, underPath)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			proxy := tandem.behind(t, func(p *httputil.ProxyRequest) {
				p.Out.Header.Set("X-Forwarded-For", "203.0.113.7")
				if request != nil {
					request(p)
				}
			}, nil)
			wantFindings(t, proxy.examined(t, "http://draw.example"+underPath))
			public := proxy.named(t, "http://draw.example"+underPath)
			public.playGame(t)
			public.crawl(t)
		})
	}
}

// crawl follows the page's addresses.
func (r *running) crawl(t *testing.T) {
	t.Helper()
	v := r.visitor(t)
	link := regexp.MustCompile(`(?:href|src)="([^"#]+)`)
	base := mustParse(t, r.url+"/")
	seen := map[string]bool{}
	for _, place := range []string{"", "/quick", "/l/plum-kite-otter", "/offline.html", "/api/docs"} {
		var page []byte
		v.want(http.StatusOK, "GET", place, nil, &page)
		from := base
		if place == "/api/docs" { // has no <base>
			from = base.JoinPath(place)
		}
		for _, found := range link.FindAllSubmatch(page, -1) {
			at := from.ResolveReference(mustParse(t, string(found[1])))
			if seen[at.Path] {
				continue
			}
			seen[at.Path] = true
			rest, below := strings.CutPrefix(at.Path, base.Path)
			if !below {
				t.Errorf("%s leads to %s", place, at)
				continue
			}
			v.want(http.StatusOK, "GET", "/"+rest, nil, new([]byte))
		}
	}
	if len(seen) < 4 {
		t.Errorf("only %v were found", seen)
	}
}

// named returns the same Tandem under another address, whose name leads to it.
func (r *running) named(t *testing.T, address string) *running {
	t.Helper()
	named := *r
	named.url, named.at = address, cmp.Or(r.at, mustParse(t, r.url).Host)
	return &named
}

// dial opens a connection to the address where the name leads.
func (r *running) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	return new(net.Dialer).DialContext(ctx, network, cmp.Or(r.at, addr))
}

// A Tandem at its own address is reached with the path or without it.
func TestSubPath_AtItsOwnAddress(t *testing.T) {
	t.Parallel()
	tandem := start(t, func(c *Config) { c.PublicURL = mustParse(t, "http://draw.example/tandem") })
	v := tandem.visitor(t)
	for _, path := range []string{"/readyz", "/tandem/readyz", "/tandem", "/tandem/", "/", "/quick"} {
		v.want(http.StatusOK, "GET", path, nil, new([]byte))
	}
	var spec struct{ Servers []struct{ URL string } }
	v.want(http.StatusOK, "GET", "/tandem/api/openapi.json", nil, &spec)
	if len(spec.Servers) != 1 || spec.Servers[0].URL != "/tandem/" {
		t.Errorf("the document's servers are %v", spec.Servers)
	}
}

func TestSubPath_RobotsPlayBelowIt(t *testing.T) {
	t.Parallel()
	tandem := start(t, func(c *Config) { c.PublicURL = mustParse(t, "http://draw.example/tandem") })
	ctx := t.Context()
	one, err := robot.Meet(ctx, tandem.url+"/tandem/", "One", "")
	if err != nil {
		t.Fatal(err)
	}
	two, err := robot.Meet(ctx, tandem.url+"/tandem/", "Two", "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := robot.Pair(ctx, robot.Settings{RoundSeconds: 10, Rounds: 3}, one, two); err != nil {
		t.Fatal(err)
	}
}

func TestSubPath_NodesPassRequestsOn(t *testing.T) {
	t.Parallel()
	nodes := startNodes(t, storetest.URL(t), 2, func(c *Config) { c.PublicURL = mustParse(t, "http://draw.example/tandem") })
	mila := nodes[0].named(t, "http://draw.example/tandem").player(t, "Mila")
	l := mila.openLobby(nil)
	mila.events(l.Code).lobby("herself", func(api.Lobby) bool { return true })
	jonas := nodes[1].named(t, "http://draw.example/tandem").player(t, "Jonas")
	if got := jonas.join(l.Code); got.Link != "http://draw.example/tandem/l/"+l.Code {
		t.Errorf("over another node the lobby's link is %s", got.Link)
	}
	if nodes[1].passedOn() == 0 {
		t.Error("nothing was passed on")
	}
}
