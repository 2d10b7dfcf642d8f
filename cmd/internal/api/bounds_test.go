package api

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/go-chi/chi/v5/middleware"

	"github.com/tandem-game/tandem/cmd/internal/problem"
)

// layered serves a handler behind a wrapper like meet's.
func layered(t *testing.T, layer func(http.Handler) http.Handler, h http.HandlerFunc) net.Conn {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		layer(h).ServeHTTP(middleware.NewWrapResponseWriter(w, r.ProtoMajor), r)
	}))
	t.Cleanup(server.Close)
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second)) // limits the test
	return conn
}

func TestBoundBody_AnswersARequestWhoseBodyNeverArrives(t *testing.T) {
	conn := layered(t, base("").boundBody(50*time.Millisecond), func(w http.ResponseWriter, _ *http.Request) {
		base("").refuse(w, problem.New(problem.NoSession, "")) // without reading the body
	})
	fmt.Fprint(conn, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusUnauthorized {
		t.Errorf("answered %s", res.Status)
	}
}

func TestBoundBody_AppliesToOneRequest(t *testing.T) {
	const within = 50 * time.Millisecond
	conn := layered(t, base("").boundBody(within), func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if r.URL.RawQuery != "slow" {
			return
		}
		select {
		case <-time.After(3 * within):
		case <-r.Context().Done():
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	answers := bufio.NewReader(conn)
	for _, request := range []string{
		"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}",
		"GET /?slow HTTP/1.1\r\nHost: x\r\n\r\n",
	} {
		fmt.Fprint(conn, request)
		res, err := http.ReadResponse(answers, nil)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusOK {
			t.Errorf("answered %s", res.Status)
		}
	}
}

func TestBoundAnswer_ClosesAClientThatNeverReads(t *testing.T) {
	wrote := make(chan error, 1)
	conn := layered(t, boundAnswer(20*time.Millisecond, time.Millisecond), func(w http.ResponseWriter, _ *http.Request) {
		_, err := w.Write(make([]byte, 64<<20))
		wrote <- err
	})
	fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	select {
	case err := <-wrote:
		if err == nil {
			t.Error("64 MB were sent to a client that reads nothing")
		}
	case <-time.After(time.Minute):
		t.Error("the handler still waits for the client")
	}
}

func TestBoundAnswer_RespectsAHandlersOwnDeadline(t *testing.T) {
	const within = 20 * time.Millisecond
	conn := layered(t, boundAnswer(within, 0), func(w http.ResponseWriter, _ *http.Request) {
		s := newStream(w)
		for range 4 {
			if err := s.beat(); err != nil {
				t.Error(err)
			}
			time.Sleep(within)
		}
		_, _ = w.Write(make([]byte, 64<<20)) // under the stream's own deadline
	})
	fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	time.Sleep(10 * within)
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if n, err := io.Copy(io.Discard, res.Body); n != 64<<20+4*3 || err != nil {
		t.Errorf("it read %d bytes, %v", n, err)
	}
}
