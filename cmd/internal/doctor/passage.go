package doctor

import (
	"context"
	"net/http"

	"github.com/coder/websocket"
)

// events opens an event stream and waits for its first event.
func (v *visit) events(ctx context.Context) Finding {
	ctx, cancel := context.WithTimeout(ctx, v.EventWithin)
	defer cancel()
	req, err := v.request(ctx, http.MethodGet, "api/quick/events", "")
	if err != nil {
		return wrong("Event streams can't be opened: %v.", err)
	}
	req.Header.Set("Accept", "text/event-stream")
	res, err := v.Client.Do(req)
	if err == nil {
		defer res.Body.Close()
		if res.StatusCode != http.StatusOK {
			return wrong("Event streams are refused (%s).", res.Status).do("Have the proxy pass /api/quick/events on.")
		}
		_, err = res.Body.Read(make([]byte, 1))
	}
	if err != nil {
		return wrong("A proxy holds event streams back, so pages hear of matches late: they ask every few seconds instead.").
			do("Switch its buffering off. In nginx: proxy_buffering off; and no proxy_ignore_headers X-Accel-Buffering.")
	}
	return ok("Event streams get through.")
}

// socket opens a websocket and waits for its message.
func (v *visit) socket(ctx context.Context) Finding {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	ws, res, err := websocket.Dial(ctx, v.at.base.JoinPath("api/connection").String(), &websocket.DialOptions{HTTPClient: v.Client, HTTPHeader: v.header()}) //nolint:bodyclose // Dial leaves none open
	if err == nil {
		defer ws.CloseNow() //nolint:errcheck // it may be closed already
		_, _, err = ws.Read(ctx)
	}
	switch {
	case err == nil:
		_ = ws.Close(websocket.StatusNormalClosure, "") // the server closes it, too
		return ok("Websockets get through.")
	case res != nil && res.StatusCode == http.StatusForbidden:
		return wrong("Tandem refuses websockets of its own page at %s as another site's.", v.at.origin()).
			do("Set PUBLIC_URL=%s, or have the proxy keep the Host header (in nginx: proxy_set_header Host $http_host;).", v.at.base)
	case res != nil && res.StatusCode == http.StatusNotFound:
		return warning("Websockets were not tried, as this Tandem is of another version.").do("Update it to the version of this doctor.")
	}
	return wrong("Websockets do not get through, so nobody can play: a proxy in front of Tandem takes part of the request away.").
		do("Have it pass websockets on. In nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection \"upgrade\";")
}
