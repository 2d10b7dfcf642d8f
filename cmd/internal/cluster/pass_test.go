package cluster

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
)

// remoteTo returns a remote whose inner listener lets serve answer what is passed on.
func remoteTo(t *testing.T, serve http.HandlerFunc) *Remote {
	t.Helper()
	k := &Cluster{key: "the key"}
	server := httptest.NewServer(k.Inner(serve))
	t.Cleanup(server.Close)
	r := newRemote(t.Context(), store.NodeInfo{Address: server.Listener.Addr().String()}, k)
	r.passing, r.silence = context.WithCancel(r.ctx) // it answers
	t.Cleanup(r.client.CloseIdleConnections)
	return r
}

var aClient = Passed{Client: netip.MustParsePrefix("203.0.113.7/32"), Address: "https://draw.example", Request: "R1"}

func anyAnswer(*http.Response) bool { return true }

func TestPass_TellsWhatTheFirstNodeKnows(t *testing.T) {
	r := remoteTo(t, func(w http.ResponseWriter, req *http.Request) {
		p, ok := PassedOf(req.Context())
		body, _ := io.ReadAll(req.Body)
		if !ok || p != aClient || req.Host != "draw.example" || string(body) != "hello" || req.URL.RequestURI() != "/api/quick?a=b%2Fc" {
			t.Errorf("passed on %v %+v, host %s, %s with %q", ok, p, req.Host, req.URL.RequestURI(), body)
		}
		if req.Header.Get("Cookie") != "a=1" || req.Header.Get(keyHeader) != "" || req.Header.Get(clientHeader) != "" {
			t.Errorf("headers %v", req.Header)
		}
		w.Header().Set("X-Own", "the node's")
		w.WriteHeader(http.StatusTeapot)
	})
	req := httptest.NewRequest(http.MethodPut, "https://draw.example/api/quick?a=b%2Fc", nil)
	req.Header.Set("Cookie", "a=1")
	req.Header.Set(clientHeader, "198.51.100.1/32") // forged
	w := httptest.NewRecorder()
	w.Header().Set("X-Request-Id", "ours")
	if err := r.Pass(w, req, aClient, []byte("hello"), anyAnswer); err != nil {
		t.Fatal(err)
	}
	if w.Code != http.StatusTeapot || w.Header().Get("X-Own") != "the node's" || w.Header().Get("X-Request-Id") != "" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}

func TestPass_LeavesNothingWhenItFails(t *testing.T) {
	for name, c := range map[string]struct {
		serve  http.HandlerFunc
		accept func(*http.Response) bool
		silent bool
	}{
		"the node does not own it": {serve: func(w http.ResponseWriter, _ *http.Request) { Moved(w) }, accept: anyAnswer},
		"not accepted":             {serve: func(http.ResponseWriter, *http.Request) {}, accept: func(*http.Response) bool { return false }},
		"it does not answer":       {serve: func(http.ResponseWriter, *http.Request) {}, accept: anyAnswer, silent: true},
	} {
		t.Run(name, func(t *testing.T) {
			r := remoteTo(t, c.serve)
			if c.silent {
				r.silence()
			}
			w := httptest.NewRecorder()
			w.Header().Set("X-Request-Id", "ours")
			err := r.Pass(w, httptest.NewRequest(http.MethodGet, "/api/quick", nil), aClient, nil, c.accept)
			if !errors.Is(err, ErrNobody) || w.Header().Get("X-Request-Id") != "ours" || w.Flushed || w.Body.Len() > 0 {
				t.Errorf("%v, %v", err, w.Header())
			}
		})
	}
}

func TestPass_AStreamEndsWhenTheNodeFallsSilent(t *testing.T) {
	began := make(chan struct{})
	r := remoteTo(t, func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = io.WriteString(w, "event: beat\n\n")
		_ = http.NewResponseController(w).Flush()
		close(began)
		<-req.Context().Done()
	})
	edge := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		_ = r.Pass(w, req, aClient, nil, anyAnswer)
	}))
	defer edge.Close()
	res, err := http.Get(edge.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	lines := bufio.NewReader(res.Body)
	if line, err := lines.ReadString('\n'); err != nil || line != "event: beat\n" {
		t.Fatalf("%q, %v", line, err)
	}
	<-began
	r.silence()
	if _, err := io.ReadAll(lines); err == nil {
		t.Error("the stream ended as if it were complete")
	}
}

func TestInner_AnswersOnlyNodes(t *testing.T) {
	k := &Cluster{key: "the key"}
	inner := k.Inner(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("it was served") }))
	for _, key := range []string{"", "another"} {
		for _, path := range []string{"/", alivePath, newsPath, "/api/admin/games"} {
			req := httptest.NewRequest(http.MethodGet, path, nil)
			req.Header.Set(keyHeader, key)
			w := httptest.NewRecorder()
			if inner.ServeHTTP(w, req); w.Code != http.StatusForbidden {
				t.Errorf("%s with the key %q: %d", path, key, w.Code)
			}
		}
	}
}

// page is a page's socket, at its node.
type page struct {
	up     chan string
	down   chan string
	closed chan room.Close
	gone   chan struct{}
}

func newTestPage() *page {
	return &page{make(chan string), make(chan string, 10), make(chan room.Close, 1), make(chan struct{})}
}

func (p *page) Read() (bool, []byte, error) {
	select {
	case s := <-p.up:
		return strings.HasPrefix(s, "ink"), []byte(s), nil
	case <-p.gone:
		return false, nil, io.EOF
	}
}

func (p *page) Write(binary bool, b []byte) error {
	if binary {
		p.down <- "binary " + string(b)
	} else {
		p.down <- "text " + string(b)
	}
	return nil
}

func (p *page) Close(code room.Close, _ string) error { p.closed <- code; p.Cut(); return nil }

func (p *page) Cut() {
	select {
	case <-p.gone:
	default:
		close(p.gone)
	}
}

func TestCarry(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(node *websocket.Conn, r *Remote)
		want room.Close
	}{
		"the room closes it":         {func(ws *websocket.Conn, _ *Remote) { _ = ws.Close(4100, "replaced") }, room.CloseReplaced},
		"the node dies":              {func(ws *websocket.Conn, _ *Remote) { _ = ws.CloseNow() }, room.CloseResume},
		"the node stops answering":   {func(_ *websocket.Conn, r *Remote) { r.silence() }, room.CloseResume},
		"the node closes it by 1012": {func(ws *websocket.Conn, _ *Remote) { _ = ws.Close(1012, "") }, room.CloseResume},
	} {
		t.Run(name, func(t *testing.T) {
			accepted := make(chan *websocket.Conn, 1)
			ended := make(chan struct{})
			r := remoteTo(t, func(w http.ResponseWriter, req *http.Request) {
				ws, err := websocket.Accept(w, req, &websocket.AcceptOptions{InsecureSkipVerify: true})
				if err != nil {
					t.Error(err)
					return
				}
				accepted <- ws
				<-ended
			})
			line, answer, err := r.Dial(httptest.NewRequest(http.MethodGet, "/api/rooms/X/socket?pen=1", nil), aClient)
			if err != nil || answer != nil {
				t.Fatal(answer, err)
			}
			defer close(ended)
			node, p := <-accepted, newTestPage()
			carried := make(chan struct{})
			go func() { defer close(carried); _ = line.Carry(t.Context(), p) }()

			p.up <- "ink up"
			if kind, b, err := node.Read(t.Context()); err != nil || kind != websocket.MessageBinary || string(b) != "ink up" {
				t.Errorf("%v %q %v", kind, b, err)
			}
			if err := node.Write(t.Context(), websocket.MessageText, []byte("state")); err != nil {
				t.Fatal(err)
			}
			if got := <-p.down; got != "text state" {
				t.Errorf("the page got %q", got)
			}
			go func() { _, _, _ = node.Read(context.Background()) }() // answers the close frame
			c.end(node, r)
			if code := <-p.closed; code != c.want {
				t.Errorf("closed with %d, want %d", code, c.want)
			}
			<-carried
		})
	}
}

func TestCarry_EndsWithThePage(t *testing.T) {
	gone := make(chan struct{})
	r := remoteTo(t, func(w http.ResponseWriter, req *http.Request) {
		ws, err := websocket.Accept(w, req, nil)
		if err == nil {
			_, _, err = ws.Read(context.Background())
		}
		if err == nil {
			t.Error("a message came")
		}
		close(gone)
	})
	line, _, err := r.Dial(httptest.NewRequest(http.MethodGet, "/api/rooms/X/socket", nil), aClient)
	if err != nil {
		t.Fatal(err)
	}
	p := newTestPage()
	p.Cut()
	_ = line.Carry(t.Context(), p)
	select {
	case <-gone:
	case <-time.After(time.Minute):
		t.Error("the node still has the socket")
	}
}

func TestDial_RelaysARefusal(t *testing.T) {
	r := remoteTo(t, func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "not yours", http.StatusForbidden) })
	_, answer, err := r.Dial(httptest.NewRequest(http.MethodGet, "/api/rooms/X/socket", nil), aClient)
	if err != nil || answer.StatusCode != http.StatusForbidden {
		t.Fatal(answer, err)
	}
	if body, err := io.ReadAll(answer.Body); err != nil || string(body) != "not yours\n" {
		t.Errorf("%q, %v", body, err)
	}
}
