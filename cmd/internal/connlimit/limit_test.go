package connlimit

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// serve starts a server that answers /healthz at once and /wait when release is closed, and that
// takes over the connection of /socket.
func serve(t *testing.T, c Config) (address string, release chan struct{}) {
	t.Helper()
	c.Logger = slog.New(slog.NewTextHandler(t.Output(), nil))
	release = make(chan struct{})
	mux := http.NewServeMux()
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "well") })
	mux.HandleFunc("/wait", func(w http.ResponseWriter, _ *http.Request) {
		w.(http.Flusher).Flush()
		<-release
	})
	mux.HandleFunc("/socket", func(w http.ResponseWriter, _ *http.Request) {
		wire, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.WriteString(wire, "HTTP/1.1 101 Switching Protocols\r\n\r\n")
		go func() {
			defer wire.Close()
			_, _ = io.Copy(wire, wire) // an echo
		}()
	})
	l := New(c)
	s := httptest.NewUnstartedServer(mux)
	l.Guard(s.Config)
	s.Listener = l.Listen(s.Listener)
	s.Start()
	t.Cleanup(func() {
		select {
		case <-release:
		default:
			close(release) // after a failed test
		}
		s.Close()
	})
	return s.Listener.Addr().String(), release
}

// page is a connection of a client.
type page struct {
	net.Conn
	read *bufio.Reader
}

func dial(t *testing.T, address string) page {
	t.Helper()
	c, err := (&net.Dialer{Timeout: 10 * time.Second}).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return page{c, bufio.NewReader(c)}
}

// ask sends a request and returns the status of its answer; 0: the connection was closed.
func (p page) ask(path string) int {
	_, _ = fmt.Fprintf(p, "GET %s HTTP/1.1\r\nHost: tandem\r\n\r\n", path)
	res, err := http.ReadResponse(p.read, nil)
	if err != nil {
		return 0
	}
	if path == "/healthz" {
		_, _ = io.Copy(io.Discard, res.Body)
	}
	return res.StatusCode
}

func TestLimit_ServesClientsDespiteSilentConnections(t *testing.T) {
	for name, c := range map[string]Config{
		"of many clients": {Most: 20, MostPerClient: 100},
		"of one client":   {Most: 1000, MostPerClient: 20},
		"of a proxy":      {Most: 20, MostPerClient: 5, Proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}},
	} {
		t.Run(name, func(t *testing.T) {
			address, _ := serve(t, c)
			for i := range 200 {
				silent := dial(t, address)
				if i%2 == 0 { // some begin a request
					_, _ = io.WriteString(silent, "GET /healthz HTTP/1.1\r\n")
				}
			}
			if got := dial(t, address).ask("/healthz"); got != http.StatusOK {
				t.Errorf("/healthz gives %d", got)
			}
		})
	}
}

func TestLimit_ClosesTheLongestWaitingAndNoneInUse(t *testing.T) {
	address, release := serve(t, Config{Most: 4, MostPerClient: 100})
	stream, socket := dial(t, address), dial(t, address)
	if got := stream.ask("/wait"); got != http.StatusOK {
		t.Fatal(got)
	}
	if got := socket.ask("/socket"); got != http.StatusSwitchingProtocols {
		t.Fatal(got)
	}
	idle := dial(t, address)
	for range 3 { // an open connection may send more requests
		if got := idle.ask("/healthz"); got != http.StatusOK {
			t.Fatal(got)
		}
	}
	for range 10 {
		if got := dial(t, address).ask("/healthz"); got != http.StatusOK {
			t.Fatalf("a new connection gets %d", got)
		}
	}
	if got := idle.ask("/healthz"); got != 0 {
		t.Errorf("the connection that waited longest gets %d", got)
	}
	_, _ = io.WriteString(socket, "ink\n")
	if got, err := socket.read.ReadString('\n'); got != "ink\n" {
		t.Errorf("the socket gives %q, %v", got, err)
	}
	close(release)
	if _, err := stream.read.ReadString('\n'); err != nil {
		t.Errorf("the stream was cut off: %v", err)
	}
}

func TestLimit_RefusesANewConnectionWhileAllAreInUse(t *testing.T) {
	address, release := serve(t, Config{Most: 2, MostPerClient: 2})
	defer close(release)
	one, two := dial(t, address), dial(t, address)
	if one.ask("/wait") != http.StatusOK || two.ask("/socket") != http.StatusSwitchingProtocols {
		t.Fatal("two connections are not allowed")
	}
	if got := dial(t, address).ask("/healthz"); got != 0 {
		t.Errorf("a third connection gets %d", got)
	}
	two.Close()
	deadline := time.Now().Add(time.Minute)
	for dial(t, address).ask("/healthz") != http.StatusOK {
		if time.Now().After(deadline) {
			t.Fatal("no connection is allowed after one ended")
		}
	}
}

// wire is a connection from a given address.
type wire struct {
	net.Conn
	from net.Addr
}

func (w wire) RemoteAddr() net.Addr { return w.from }
func (wire) Close() error           { return nil }

func TestLimit_CountsWhatIsOpen(t *testing.T) {
	l := New(Config{Most: 8, MostPerClient: 3, Logger: slog.New(slog.DiscardHandler)})
	from := func(address string) *conn {
		return l.admit(wire{from: net.TCPAddrFromAddrPort(netip.MustParseAddrPort(address))})
	}
	var all []*conn
	for i := range 10 { // all of one IPv6 network, so one client
		all = append(all, from(fmt.Sprintf("[2001:db8::%d]:1", i+1)))
	}
	if l.open != 3 || len(l.clients) != 1 || l.waiting.Len() != 3 {
		t.Errorf("%d are open, of %d clients", l.open, len(l.clients))
	}
	for i := range 20 {
		all = append(all, from(fmt.Sprintf("203.0.113.%d:1", i)))
	}
	if l.open != 8 || l.waiting.Len() != 8 {
		t.Errorf("%d are open, %d wait", l.open, l.waiting.Len())
	}
	for _, c := range all {
		l.serve(c)
		l.changed(c, http.StateIdle)
		l.changed(c, http.StateHijacked)
		c.Close()
		c.Close()
		l.changed(c, http.StateIdle)
		l.serve(c)
	}
	if l.open != 0 || len(l.clients) != 0 || l.waiting.Len() != 0 {
		t.Errorf("%d are open, of %d clients, when all have closed", l.open, len(l.clients))
	}
}

func TestLimit_LogsRefusalsRarely(t *testing.T) {
	var said strings.Builder
	l := New(Config{Most: 1, MostPerClient: 1, Logger: slog.New(slog.NewTextHandler(&said, nil))})
	for i := range 5 {
		c := l.admit(wire{from: net.TCPAddrFromAddrPort(netip.MustParseAddrPort(fmt.Sprintf("203.0.113.%d:1", i)))})
		if c != nil {
			l.serve(c)
		}
	}
	if n := strings.Count(said.String(), "level=WARN"); n != 1 || !strings.Contains(said.String(), "ulimit -n") {
		t.Errorf("logged %d times:\n%s", n, said.String())
	}
}
