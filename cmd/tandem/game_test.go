package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
)

// match lets two players be matched in a new lobby, and returns the room.
func (r *running) match(t *testing.T, settings map[string]any, one, two *visitor) string {
	t.Helper()
	l := one.openLobby(settings)
	two.join(l.Code)
	one.ready(l.Code, true)
	two.ready(l.Code, true)
	deadline := time.Now().Add(time.Minute)
	for {
		var now api.Lobby
		one.want(http.StatusOK, "GET", "/api/lobbies/"+l.Code, nil, &now)
		if room := one.self(now).Room; room != "" {
			return room
		}
		if time.Now().After(deadline) {
			t.Fatalf("never matched: %+v", now)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// hand is a player's page in a room, with its socket.
type hand struct {
	t    *testing.T
	ws   *websocket.Conn
	pen  uint32
	next uint32 // n of the next op

	welcome welcome
	state   state
	entries []byte // everything that came down in binary frames
	refused int
}

type welcome struct {
	Epoch   uint32 `json:"epoch"`
	From    uint64 `json:"from"`
	Seq     uint64 `json:"seq"`
	Durable uint64 `json:"durable"`
	You     int    `json:"you"`
	N       uint32 `json:"n"`
	State   state  `json:"state"`
}

type state struct {
	Phase  string `json:"phase"`
	How    string `json:"how"`
	Round  int    `json:"round"`
	Rounds int    `json:"rounds"`
	Prompt string `json:"prompt"`
	Paper  string `json:"paper"`
	LeftMS int64  `json:"left_ms"`
	Chat   bool   `json:"chat"`
	Paused *struct {
		Held bool `json:"held"`
	} `json:"paused"`
	Seats []struct {
		Name string `json:"name"`
		Here bool   `json:"here"`
	} `json:"seats"`
}

// socketURL returns the address of a room's socket.
func (v *visitor) socketURL(room string, pen uint32) string {
	return fmt.Sprintf("%s/api/rooms/%s/socket?pen=%d&epoch=0&after=0", strings.Replace(v.url, "http", "ws", 1), room, pen)
}

// sitDown opens the socket and waits for the welcome.
func (v *visitor) sitDown(room string, pen uint32) *hand {
	v.t.Helper()
	ws, _, err := websocket.Dial(v.t.Context(), v.socketURL(room, pen), &websocket.DialOptions{
		HTTPClient: v.client,
		HTTPHeader: http.Header{"Origin": {v.origin()}},
	})
	if err != nil {
		v.t.Fatal(err)
	}
	ws.SetReadLimit(1 << 20)
	v.t.Cleanup(func() { _ = ws.CloseNow() }) // usually it is closed already
	h := &hand{t: v.t, ws: ws, pen: pen, next: 1}
	h.until("the welcome", func() bool { return h.welcome.You != 0 })
	return h
}

// frame reads one frame.
func (h *hand) frame() error {
	ctx, cancel := context.WithTimeout(h.t.Context(), time.Minute)
	defer cancel()
	kind, b, err := h.ws.Read(ctx)
	if err != nil {
		return err
	}
	if kind == websocket.MessageBinary {
		h.entries = append(h.entries, b...)
		return nil
	}
	var f struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(b, &f); err != nil {
		return err
	}
	switch f.Type {
	case "welcome":
		if err := json.Unmarshal(b, &h.welcome); err != nil {
			return err
		}
		h.state = h.welcome.State
	case "state":
		h.state = state{}
		return json.Unmarshal(b, &h.state)
	case "refused":
		h.refused++
	case "check", "beat": // need no answer
	default:
		return fmt.Errorf("unknown frame %s", b)
	}
	return nil
}

// until reads frames until a condition holds.
func (h *hand) until(what string, ok func() bool) {
	h.t.Helper()
	for began := time.Now(); !ok(); {
		if time.Since(began) > time.Minute {
			h.t.Fatalf("still waiting for %s (state %+v)", what, h.state)
		}
		if err := h.frame(); err != nil {
			h.t.Fatalf("waiting for %s: %v (state %+v)", what, err, h.state)
		}
	}
}

// closed reads frames until the socket is closed, and returns the code.
func (h *hand) closed() room.Close {
	h.t.Helper()
	for began := time.Now(); ; {
		if time.Since(began) > time.Minute {
			h.t.Fatal("the socket stays open")
		}
		if err := h.frame(); err != nil {
			code := websocket.CloseStatus(err)
			if code == -1 {
				h.t.Fatalf("the socket broke: %v", err)
			}
			return room.Close(code)
		}
	}
}

func (h *hand) say(message string) {
	h.t.Helper()
	if err := h.ws.Write(h.t.Context(), websocket.MessageText, []byte(message)); err != nil {
		h.t.Fatal(err)
	}
}

// send sends count ops in one frame.
func (h *hand) send(count int, ops []byte) {
	h.t.Helper()
	frame := append(binary.AppendUvarint(nil, uint64(h.next)), ops...)
	if err := h.ws.Write(h.t.Context(), websocket.MessageBinary, frame); err != nil {
		h.t.Fatal(err)
	}
	h.next += uint32(count)
}

// stroke draws a line.
func (h *hand) stroke(colour ink.RGB, from, to ink.Point) {
	h.t.Helper()
	ops := ink.AppendBegin(nil, ink.Pen, 44, colour, from)
	ops = ink.AppendPoints(ops, ink.Pen, 16, from, ink.Point{X: (from.X + to.X) / 2, Y: (from.Y + to.Y) / 2}, to)
	ops = ink.AppendEnd(ops)
	h.send(3, ops)
}

func TestGame_FromLobbyToDrawing(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila, jonas, eve := tandem.player(t, "Mila"), tandem.player(t, "Jonas"), tandem.player(t, "Eve")
	id := tandem.match(t, map[string]any{"round_seconds": 10, "rounds": 3}, mila, jonas)

	var seat api.Room
	mila.want(http.StatusOK, "GET", "/api/rooms/"+id, nil, &seat)
	if seat.ID != id || seat.Seat != 1 || seat.State != "live" || seat.Lobby == "" {
		t.Errorf("room %+v", seat)
	}
	for _, path := range []string{"", "/drawing.png", "/drawing.svg", "/recording"} {
		mila.problem(http.StatusNotFound, "no_such_game", "GET", "/api/games/"+id+path, nil)
	}

	t.Run("only its players may open the socket", func(t *testing.T) {
		mila, eve := mila.in(t), eve.in(t)
		eve.problem(http.StatusForbidden, "not_your_seat", "GET", "/api/rooms/"+id, nil)
		for _, test := range []struct {
			who    *visitor
			room   string
			origin string
			status int
		}{
			{eve, id, eve.url, http.StatusForbidden},
			{tandem.visitor(t), id, eve.url, http.StatusUnauthorized},
			{mila, "no-such-room", eve.url, http.StatusNotFound},
			{mila, id, "https://elsewhere.example", http.StatusForbidden},
		} {
			_, res, err := websocket.Dial(t.Context(), test.who.socketURL(test.room, 1), &websocket.DialOptions{
				HTTPClient: test.who.client, HTTPHeader: http.Header{"Origin": {test.origin}},
			})
			if err == nil || res == nil || res.StatusCode != test.status {
				t.Errorf("%s from %s to %s: %v, %v; want %d", test.who.Name, test.origin, test.room, res, err, test.status)
			}
		}
		mila.problem(http.StatusUpgradeRequired, "not_a_socket", "GET", "/api/rooms/"+id+"/socket?pen=1", nil)
		mila.problem(http.StatusUnprocessableEntity, "invalid", "GET", "/api/rooms/"+id+"/socket", nil)
	})

	one, two := mila.sitDown(id, 11), jonas.sitDown(id, 22)
	if one.welcome.You != 1 || two.welcome.You != 2 {
		t.Fatalf("seats %d and %d", one.welcome.You, two.welcome.You)
	}
	prompts := [2][]string{}
	for round := 1; round <= 3; round++ {
		for i, h := range []*hand{one, two} {
			h.until(fmt.Sprint("round ", round), func() bool { return h.state.Phase == "round" && h.state.Round == round })
			if h.state.Prompt == "" {
				t.Errorf("seat %d has no prompt in round %d", i+1, round)
			}
			prompts[i] = append(prompts[i], h.state.Prompt)
		}
		if one.state.Prompt == two.state.Prompt {
			t.Errorf("both seats have %q in round %d", one.state.Prompt, round)
		}
		y := int16(600 * round)
		one.stroke(ink.Inks[2].Colour, ink.Point{X: 400, Y: y}, ink.Point{X: 3600, Y: y + 200})
		two.stroke(ink.Inks[6].Colour, ink.Point{X: 3600, Y: y}, ink.Point{X: 400, Y: y + 300})
		one.say(`{"type":"go_on"}`)
		two.say(`{"type":"go_on"}`)
	}
	for i, h := range []*hand{one, two} {
		h.until("the end", func() bool { return h.state.Phase == "kept" })
		if h.state.How != "all_rounds" {
			t.Errorf("seat %d: the game ended as %s", i+1, h.state.How)
		}
		if code := h.closed(); code != room.CloseKept {
			t.Errorf("seat %d: closed with %d", i+1, code)
		}
	}

	t.Run("a page that opens after the end", func(t *testing.T) {
		mila := mila.in(t)
		ws, _, err := websocket.Dial(t.Context(), mila.socketURL(id, 12), &websocket.DialOptions{HTTPClient: mila.client})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = ws.CloseNow() }()
		if _, _, err := ws.Read(t.Context()); room.Close(websocket.CloseStatus(err)) != room.CloseKept {
			t.Errorf("closed with %v", err)
		}
		mila.want(http.StatusOK, "GET", "/api/rooms/"+id, nil, &seat)
		if seat.State != "finished" {
			t.Errorf("the room is %s", seat.State)
		}
	})

	var game api.Game
	jonas.want(http.StatusOK, "GET", "/api/games/"+id, nil, &game)
	if game.State != "finished" || game.You != 2 || game.Strokes != 6 || game.Rounds != 3 || game.StartedAt == nil || game.EndedAt == nil {
		t.Errorf("game %+v", game)
	}
	for i, name := range []string{"Mila", "Jonas"} {
		if got := game.Seats[i]; got.Name != name || strings.Join(got.Prompts, "|") != strings.Join(prompts[i], "|") {
			t.Errorf("seat %d is %+v, want %s with %q", i+1, got, name, prompts[i])
		}
	}
	var seen api.Game
	tandem.visitor(t).want(http.StatusOK, "GET", "/api/games/"+id, nil, &seen)
	if seen.You != 0 || seen.Lobby != "" {
		t.Errorf("a stranger is shown seat %d and lobby %q", seen.You, seen.Lobby)
	}
	if game.Lobby == "" {
		t.Error("the game lacks its lobby for a player")
	}

	t.Run("the drawing", func(t *testing.T) {
		mila := mila.in(t)
		var recording []byte
		mila.want(http.StatusOK, "GET", "/api/games/"+id+"/recording", nil, &recording)
		paper, err := ink.ParseRGB(game.Paper)
		if err != nil {
			t.Fatal(err)
		}
		canvas, err := room.Draw(t.Context(), recording, paper)
		if err != nil {
			t.Fatal(err)
		}
		eventually(t, "its picture is drawn", func() bool {
			mila.want(http.StatusOK, "GET", "/api/games/"+id, nil, &game)
			return game.PictureHash != ""
		})
		if canvas.Hash() != game.PictureHash {
			t.Errorf("the recording draws %s, the game says %s", canvas.Hash(), game.PictureHash)
		}
		if blank := ink.NewCanvas(ink.RasterWidth, ink.RasterHeight, paper).Hash(); game.PictureHash == blank {
			t.Error("nothing was drawn")
		}

		var file []byte
		res := mila.want(http.StatusOK, "GET", game.Picture, nil, &file)
		picture, err := png.Decode(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		if picture.Bounds() != image.Rect(0, 0, 2048, 1536) || !samePixels(picture, canvas.Image()) {
			t.Error("the PNG shows another picture")
		}
		if got := res.Header.Values("Cache-Control"); len(got) != 1 || got[0] != "no-cache" {
			t.Errorf("cached as %q", got)
		}
		again := mila.want(http.StatusNotModified, "GET", game.Picture, nil, &file, "If-None-Match", res.Header.Get("ETag"))
		if len(file) != 0 || again.Header.Get("ETag") != res.Header.Get("ETag") {
			t.Error("the file is sent again despite If-None-Match")
		}

		mila.want(http.StatusOK, "GET", game.Picture+"?width=480", nil, &file)
		small, err := png.Decode(bytes.NewReader(file))
		if err != nil || small.Bounds() != image.Rect(0, 0, 480, 360) {
			t.Errorf("480 wide: %v, %v", small.Bounds(), err)
		}
		for _, width := range []string{"65", "481", "2049", "wide"} {
			mila.problem(http.StatusUnprocessableEntity, "invalid", "GET", game.Picture+"?width="+width, nil)
		}
		res = mila.want(http.StatusOK, "GET", "/api/games/"+id+"/drawing.svg", nil, &file)
		if res.Header.Get("Content-Type") != "image/svg+xml" || !bytes.Contains(file, []byte("<svg")) {
			t.Errorf("the SVG is %s: %.60s", res.Header.Get("Content-Type"), file)
		}
	})

	t.Run("for the operator", func(t *testing.T) {
		eve := eve.in(t)
		var detail api.AdminGameDetail
		eve.want(http.StatusOK, "GET", "/api/admin/games/"+id, nil, &detail, "Authorization", "Bearer "+adminToken)
		if detail.PictureHash != game.PictureHash || detail.Source != "library" || detail.Seats[1].Name != "Jonas" {
			t.Errorf("detail %+v", detail)
		}
		var said []string
		for _, e := range detail.Events {
			said = append(said, e.Event)
		}
		told := strings.Join(said, " ")
		for _, want := range []string{"began_counting_in", "round", "going_on", "finished"} {
			if !strings.Contains(told, want) {
				t.Errorf("the events lack %s: %s", want, told)
			}
		}
	})
}

// shown draws the received entries, as a page does.
func (h *hand) shown() (canvas *ink.Canvas, seq uint64) {
	h.t.Helper()
	paper, err := ink.ParseRGB(h.state.Paper)
	if err != nil {
		h.t.Fatal(err)
	}
	canvas = ink.NewCanvas(ink.RasterWidth, ink.RasterHeight, paper)
	var r room.Reader
	for b := h.entries; len(b) > 0; {
		item, err := r.Next(b)
		if err != nil {
			h.t.Fatal(err)
		}
		b = b[item.Size:]
		switch e := item.Entry; {
		case e.Seq == 0: // a durable notice
		case e.Event == 0:
			canvas.Apply(e.Seat, e.ID, e.Op)
		case e.Event == room.EventLifted:
			canvas.Lift(e.Seat)
		}
	}
	return canvas, r.Seq()
}

func TestGame_APictureReplacesTheStreamForALatePage(t *testing.T) {
	t.Parallel()
	tandem := start(t, withMetrics)
	mila, jonas := tandem.player(t, "Mila"), tandem.player(t, "Jonas")
	id := tandem.match(t, map[string]any{"round_seconds": 60, "rounds": 3}, mila, jonas)
	path := "/api/rooms/" + id + "/picture.qoi"
	tandem.visitor(t).problem(http.StatusUnauthorized, "no_session", "GET", path, nil)
	tandem.player(t, "Eve").problem(http.StatusForbidden, "not_your_seat", "GET", path, nil)
	mila.problem(http.StatusNotFound, "no_such_room", "GET", "/api/rooms/no-such-room/picture.qoi", nil)

	one, two := mila.sitDown(id, 11), jonas.sitDown(id, 22)
	one.until("round 1", func() bool { return one.state.Phase == "round" })
	two.until("round 1", func() bool { return two.state.Phase == "round" })
	look := func(ops uint64) {
		t.Helper()
		// The page has both players' ops and the events.
		before := two.welcome.Seq
		var canvas *ink.Canvas
		var seq uint64
		two.until("the ops", func() bool {
			canvas, seq = two.shown()
			return seq >= before+ops
		})
		var file []byte
		res := jonas.want(http.StatusOK, "GET", path, nil, &file)
		if got := res.Header.Get("Picture-Seq"); got != strconv.FormatUint(seq, 10) {
			t.Fatalf("a picture at %s, the page is at %d", got, seq)
		}
		if got := res.Header.Get("Picture-Epoch"); got != strconv.FormatUint(uint64(two.welcome.Epoch), 10) {
			t.Errorf("of epoch %s, the page is at %d", got, two.welcome.Epoch)
		}
		if got := res.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("cached as %q", got)
		}
		if !bytes.Equal(file, canvas.QOI()) {
			t.Errorf("at %d the picture differs from the page's", seq)
		}
	}
	_, began := two.shown()
	two.welcome.Seq = began
	one.stroke(ink.Inks[2].Colour, ink.Point{X: 400, Y: 300}, ink.Point{X: 3600, Y: 900})
	one.send(2, ink.AppendPoints(ink.AppendBegin(nil, ink.Pen, 88, ink.Inks[6].Colour, ink.Point{X: 900, Y: 900}),
		ink.Pen, 16, ink.Point{X: 900, Y: 900}, ink.Point{X: 1300, Y: 1500}))
	look(5)
	one.send(1, ink.AppendEnd(nil))
	look(6)
	if n := tandem.metric(t, `tandem_picture_rasters_total{how="again"}`); n != 1 {
		t.Errorf("%v pictures continued an earlier one", n)
	}
}

func samePixels(a, b image.Image) bool {
	if a.Bounds() != b.Bounds() {
		return false
	}
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			ar, ag, ab, _ := a.At(x, y).RGBA()
			br, bg, bb, _ := b.At(x, y).RGBA()
			if ar != br || ag != bg || ab != bb {
				return false
			}
		}
	}
	return true
}

// TestGame_AHostilePageLosesOnlyItsSocket breaks each rule of ink over a real socket. The socket is
// closed, the accepted ops stay, and the partner continues to draw.
func TestGame_AHostilePageLosesOnlyItsSocket(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila, jonas := tandem.player(t, "Mila"), tandem.player(t, "Jonas")
	id := tandem.match(t, nil, mila, jonas)
	one, two := mila.sitDown(id, 11), jonas.sitDown(id, 22)
	for _, h := range []*hand{one, two} {
		h.until("the first round", func() bool { return h.state.Phase == "round" })
	}
	one.stroke(ink.Inks[2].Colour, ink.Point{X: 400, Y: 400}, ink.Point{X: 3600, Y: 600})

	begin := ink.AppendBegin(nil, ink.Eraser, ink.MaxSize, ink.RGB{}, ink.Point{})
	leap := ink.AppendPoints(nil, ink.Eraser, 16, ink.Point{}, slices.Repeat([]ink.Point{{X: 4000, Y: 3000}, {}}, ink.MaxPoints/2)...)
	tremble := ink.AppendPoints(nil, ink.Eraser, 16, ink.Point{}, slices.Repeat([]ink.Point{{X: 1}, {}}, ink.MaxPoints/2)...)
	undo := ink.AppendUndo(nil, ink.ID{N: 1})
	many := func(count int, op []byte) []byte { return bytes.Repeat(op, count) }
	for i, c := range []struct {
		name   string
		frames [][]byte // each has one op, except the last
		want   room.Close
	}{
		{"an unknown op", [][]byte{{0xFF, 0xFF}}, room.CloseMalformed},
		{"an oversized frame", [][]byte{make([]byte, room.MaxFrame)}, room.CloseMalformed},
		{"a point off the canvas", [][]byte{ink.AppendBegin(nil, ink.Pen, 12, ink.RGB{}, ink.Point{X: ink.MaxX + 1})}, room.CloseMalformed},
		{"two strokes at once", [][]byte{begin, begin}, room.CloseMalformed},
		{"undo within a stroke", [][]byte{begin, undo}, room.CloseMalformed},
		{"a fill beyond the canvas", [][]byte{ink.AppendFill(nil, ink.RGB{}, ink.RGB{}, ink.RasterWidth-1, 0, 2, []byte{255, 255})}, room.CloseMalformed},
		{"a fill with too many runs", [][]byte{ink.AppendFill(nil, ink.RGB{}, ink.RGB{}, 0, 0, 500, many(100*500, []byte{7}))}, room.CloseMalformed},
		{"a flood of leaps", [][]byte{begin, many(20, leap)}, room.CloseTooFast},
		{"a flood of points", [][]byte{begin, many(700, tremble), many(700, tremble), many(700, tremble)}, room.CloseTooFast},
		{"a flood of undo", [][]byte{many(10_000, undo)}, room.CloseTooFast},
	} {
		hostile := mila.sitDown(id, uint32(100+i))
		for _, ops := range c.frames {
			frame := append(binary.AppendUvarint(nil, uint64(hostile.next)), ops...)
			_ = hostile.ws.Write(t.Context(), websocket.MessageBinary, frame) // the socket may be closed already
			hostile.next += uint32(bytes.Count(ops, tremble)) + uint32(bytes.Count(ops[:1], begin[:1]))
		}
		if code := hostile.closed(); code != c.want {
			t.Errorf("%s: closed with %d, want %d", c.name, code, c.want)
		}
		two.until("Mila gone", func() bool { return !two.state.Seats[0].Here })
		two.stroke(ink.Inks[6].Colour, ink.Point{X: 400, Y: 900}, ink.Point{X: 3600, Y: 900})
		one = mila.sitDown(id, 11)
		if one.welcome.N != 3 {
			t.Errorf("%s: the room has %d of three ops", c.name, one.welcome.N)
		}
		two.until("Mila back", func() bool { return two.state.Seats[0].Here })
	}
	if two.stroke(ink.Inks[6].Colour, ink.Point{X: 400, Y: 900}, ink.Point{X: 3600, Y: 900}); two.refused > 0 {
		t.Errorf("%d of the partner's ops were refused", two.refused)
	}
}
