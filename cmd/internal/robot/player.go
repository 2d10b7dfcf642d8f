package robot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	// requestTime is how long one request may take.
	requestTime = 10 * time.Second
	// askAgain is the pause before what failed is asked again, and between looks
	// at a lobby.
	askAgain = 150 * time.Millisecond
	// sayAgain is how often a robot that waits says that it is ready.
	sayAgain = 2 * time.Second
)

// Player is a guest as its browser knows it: a cookie, and where Tandem is.
type Player struct {
	ID string

	url    string // without a slash at the end
	origin string // of its page
	from   string // the address it says it comes from, as behind a proxy; "": its own
	client *http.Client
}

// Settings are those of a lobby that matter to a robot.
type Settings struct {
	RoundSeconds int `json:"round_seconds"` // 10..120
	Rounds       int `json:"rounds"`        // 3..10
}

// Game is what a robot wants to know of a kept game.
type Game struct {
	State       string `json:"state"`
	Paper       string `json:"paper"`
	PlayMS      int64  `json:"play_ms"`
	Strokes     int    `json:"strokes"`
	PictureHash string `json:"picture_hash"`
}

// Meet makes a new guest of a Tandem. from is the address that limits are to
// count it for; Tandem believes it on loopback. Like everything that a player asks
// for, it is asked again while the server is away, until ctx ends.
func Meet(ctx context.Context, at, name, from string) (*Player, error) {
	u, err := url.Parse(at)
	if err != nil {
		return nil, fmt.Errorf("the address of Tandem: %w", err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	p := &Player{
		url: strings.TrimSuffix(at, "/"), origin: u.Scheme + "://" + u.Host, from: from,
		// A connection that has died would only be found out by a request.
		client: &http.Client{Jar: jar, Transport: &http.Transport{DisableKeepAlives: true}},
	}
	var me struct {
		ID string `json:"id"`
	}
	if err := p.ask(ctx, http.MethodPut, "/api/me", map[string]any{"name": name}, &me); err != nil {
		return nil, fmt.Errorf("meet: %w", err)
	}
	p.ID = me.ID
	return p, nil
}

// OpenLobby opens a lobby and gives its code.
func (p *Player) OpenLobby(ctx context.Context, s Settings) (code string, err error) {
	var l lobby
	err = p.ask(ctx, http.MethodPost, "/api/lobbies", map[string]any{"settings": s}, &l)
	return l.Code, err
}

// Join enters a lobby.
func (p *Player) Join(ctx context.Context, code string) error {
	return p.ask(ctx, http.MethodPost, "/api/lobbies/"+code+"/members", nil, nil)
}

// Ready asks to be matched.
func (p *Player) Ready(ctx context.Context, code string) error {
	err := p.ask(ctx, http.MethodPut, "/api/lobbies/"+code+"/members/me/ready", map[string]any{"ready": true}, nil)
	var refusal *Refusal
	if errors.As(err, &refusal) && refusal.Status == http.StatusConflict {
		return nil // an answer was lost: it is matched already
	}
	return err
}

// LobbySettings returns the settings of a lobby.
func (p *Player) LobbySettings(ctx context.Context, code string) (Settings, error) {
	var l lobby
	err := p.ask(ctx, http.MethodGet, "/api/lobbies/"+code, nil, &l)
	return l.Settings, err
}

type lobby struct {
	Code     string   `json:"code"`
	Settings Settings `json:"settings"`
	Members  []struct {
		ID   string `json:"id"`
		Room string `json:"room"`
	} `json:"members"`
}

// AwaitMatch waits until the player has a room. Whoever waits has to be seen now and then
// by the node that serves the lobby, which another one may be by now: a page has its event
// stream for that, a robot says again that it is ready.
func (p *Player) AwaitMatch(ctx context.Context, code string) (room string, err error) {
	said := time.Now()
	for {
		if time.Since(said) >= sayAgain {
			said = time.Now()
			if err := p.Ready(ctx, code); err != nil {
				return "", err
			}
		}
		var l lobby
		if err := p.ask(ctx, http.MethodGet, "/api/lobbies/"+code, nil, &l); err != nil {
			return "", err
		}
		for _, m := range l.Members {
			if m.ID == p.ID && m.Room != "" {
				return m.Room, nil
			}
		}
		if err := pause(ctx, askAgain); err != nil {
			return "", fmt.Errorf("wait for a match: %w", err)
		}
	}
}

// Game asks for a kept game, until its picture has been drawn, too.
func (p *Player) Game(ctx context.Context, id string) (g Game, err error) {
	for {
		if err = p.ask(ctx, http.MethodGet, "/api/games/"+id, nil, &g); err != nil || g.PictureHash != "" {
			return g, err
		}
		if err := pause(ctx, askAgain); err != nil {
			return g, fmt.Errorf("wait for the picture of %s: %w", id, err)
		}
	}
}

// Recording asks for a kept game's journal stream.
func (p *Player) Recording(ctx context.Context, id string) (stream []byte, err error) {
	err = p.ask(ctx, http.MethodGet, "/api/games/"+id+"/recording", nil, &stream)
	return stream, err
}

// Pair matches two players in a lobby of their own and gives their room.
func Pair(ctx context.Context, s Settings, one, two *Player) (room string, err error) {
	code, err := one.OpenLobby(ctx, s)
	if err != nil {
		return "", err
	}
	if err := two.Join(ctx, code); err != nil {
		return "", err
	}
	if err := errors.Join(one.Ready(ctx, code), two.Ready(ctx, code)); err != nil {
		return "", err
	}
	wait, ctx := errgroup.WithContext(ctx)
	wait.Go(func() error {
		_, err := two.AwaitMatch(ctx, code)
		return err
	})
	wait.Go(func() (err error) {
		room, err = one.AwaitMatch(ctx, code)
		return err
	})
	err = wait.Wait()
	return room, err
}

// Refusal is an answer that asking again would not change.
type Refusal struct {
	Asked  string
	Status int
	Body   string
}

func (r *Refusal) Error() string { return fmt.Sprintf("%s: %d %s", r.Asked, r.Status, r.Body) }

// ask asks until there is an answer. into takes its JSON, or, if it is a *[]byte, all
// of it.
func (p *Player) ask(ctx context.Context, method, path string, body, into any) error {
	for {
		err := p.askOnce(ctx, method, path, body, into)
		var refusal *Refusal
		if err == nil || errors.As(err, &refusal) && refusal.Status < 500 && refusal.Status != http.StatusTooManyRequests {
			return err
		}
		if paused := pause(ctx, askAgain); paused != nil {
			return fmt.Errorf("%w: %w", paused, err)
		}
	}
}

func (p *Player) askOnce(ctx context.Context, method, path string, body, into any) error {
	ctx, cancel := context.WithTimeout(ctx, requestTime)
	defer cancel()
	var send io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return err
		}
		send = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(ctx, method, p.url+path, send)
	if err != nil {
		return err
	}
	req.Header = p.headers()
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := p.client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode >= 300 {
		return &Refusal{Asked: method + " " + path, Status: res.StatusCode, Body: string(raw[:min(len(raw), 300)])}
	}
	switch into := into.(type) {
	case nil:
		return nil
	case *[]byte:
		*into = raw
		return nil
	default:
		return json.Unmarshal(raw, into)
	}
}

// headers are those of every request.
func (p *Player) headers() http.Header {
	h := http.Header{"Origin": {p.origin}}
	if p.from != "" {
		h.Set("X-Forwarded-For", p.from)
	}
	return h
}

// pause sleeps unless ctx ends before, which is its error.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
