package api

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/tandem-game/tandem/room"
)

// openPair returns the server's and the client's end of a socket.
func openPair(t *testing.T, p pulse) (*socket, *websocket.Conn) {
	t.Helper()
	opened := make(chan *socket, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s, err := openSocket(w, r, p)
		if err != nil {
			t.Error(err)
		}
		opened <- s
	}))
	t.Cleanup(server.Close)
	client, _, err := websocket.Dial(t.Context(), strings.Replace(server.URL, "http", "ws", 1), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.CloseNow() })
	s := <-opened
	t.Cleanup(func() {
		s.ping.Stop()
		_ = s.ws.CloseNow()
	})
	return s, client
}

var calm = pulse{every: time.Hour, within: time.Hour}

func TestSocket_CarriesBothKindsOfFrames(t *testing.T) {
	s, client := openPair(t, calm)
	for _, kind := range []websocket.MessageType{websocket.MessageText, websocket.MessageBinary} {
		if err := client.Write(t.Context(), kind, []byte("up")); err != nil {
			t.Fatal(err)
		}
		binary, b, err := s.Read()
		if err != nil || string(b) != "up" || binary != (kind == websocket.MessageBinary) {
			t.Errorf("read %q, %v, %v", b, binary, err)
		}
		if err := s.Write(binary, []byte("down")); err != nil {
			t.Fatal(err)
		}
		got, b, err := client.Read(t.Context())
		if err != nil || string(b) != "down" || got != kind {
			t.Errorf("the client read %q, %v, %v", b, got, err)
		}
	}
}

func TestSocket_ReadsAtMostOneByteTooMany(t *testing.T) {
	s, client := openPair(t, calm)
	for _, size := range []int{room.MaxFrame, room.MaxFrame + 1, 4 * room.MaxFrame} {
		sent := make(chan error, 1)
		go func() { sent <- client.Write(t.Context(), websocket.MessageBinary, bytes.Repeat([]byte{7}, size)) }()
		_, b, err := s.Read()
		if err != nil || len(b) != min(size, room.MaxFrame+1) {
			t.Fatalf("of %d bytes it read %d, %v", size, len(b), err)
		}
		if err := <-sent; err != nil {
			t.Fatal(err)
		}
	}
}

func TestSocket_SendsTheReasonWhenItCloses(t *testing.T) {
	s, client := openPair(t, calm)
	client.CloseRead(t.Context())
	closed := make(chan error, 1)
	go func() { closed <- s.Close(room.CloseReplaced, room.CloseReplaced.Reason()) }()
	if _, _, err := s.Read(); err == nil {
		t.Error("a pending Read did not end")
	}
	if err := <-closed; err != nil {
		t.Error(err)
	}
}

func TestSocket_ClosesWhenPingsAreUnanswered(t *testing.T) {
	s, client := openPair(t, pulse{every: time.Millisecond, within: 20 * time.Millisecond})
	_ = client // reads nothing, so it answers nothing
	if _, _, err := s.Read(); err == nil {
		t.Error("the socket is still open")
	}
}

func TestSocket_StaysOpenWhenPingsAreAnswered(t *testing.T) {
	s, client := openPair(t, pulse{every: time.Millisecond, within: 5 * time.Second})
	client.CloseRead(t.Context()) // answers pings
	read := make(chan error, 1)
	go func() {
		_, _, err := s.Read()
		read <- err
	}()
	select {
	case err := <-read:
		t.Errorf("the socket ended with %v", err)
	case <-time.After(200 * time.Millisecond):
	}
}

func TestSocket_CutEndsPendingReadsAndWrites(t *testing.T) {
	s, client := openPair(t, calm)
	_ = client // reads nothing
	read, written := make(chan error, 1), make(chan error, 1)
	go func() {
		_, _, err := s.Read()
		read <- err
	}()
	go func() {
		var err error
		for err == nil {
			err = s.Write(true, make([]byte, 1<<20))
		}
		written <- err
	}()
	s.Cut()
	if <-read == nil || <-written == nil {
		t.Error("the call did not end")
	}
}

func TestSocket_ReadsDataThatArrivedBeforeItWasOpen(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s, err := openSocket(w, r, calm)
		if err != nil {
			t.Error(err)
			return
		}
		go func() {
			_, b, err := s.Read()
			if err == nil {
				err = s.Write(true, b)
			}
			if err != nil {
				t.Error(err)
			}
			s.Cut()
		}()
	}))
	defer server.Close()
	c, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	// A masked message of 300 bytes, in the same packet as the upgrade request.
	message := append([]byte{0x82, 0x80 | 126, 300 >> 8, 300 & 255, 0, 0, 0, 0}, bytes.Repeat([]byte{7}, 300)...)
	if _, err := fmt.Fprintf(c, "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n%s", message); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(c)
	if err != nil || !bytes.HasSuffix(answer, append([]byte{0x82, 126, 300 >> 8, 300 & 255}, message[8:]...)) {
		t.Errorf("answered %q, %v", answer, err)
	}
}
