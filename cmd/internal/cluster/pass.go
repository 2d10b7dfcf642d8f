package cluster

import (
	"bytes"
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"log"
	"maps"
	"net/http"
	"net/http/httputil"
	"net/netip"
	"net/url"

	"github.com/tandem-game/tandem/lobby"
)

// The headers of a request that is passed on: what the first node knows of the client.
const (
	clientHeader  = "Tandem-Client"  // the network that limits count
	addressHeader = "Tandem-Origin"  // of this Tandem as the client sees it
	requestHeader = "Tandem-Request" // the request's id

	// movedHeader is in the answer to a request that the node couldn't serve, because it
	// doesn't own what the request is about. Nothing was done.
	movedHeader = "Tandem-Moved"
)

// Passed is what the first node knows of a request that it has passed on.
type Passed struct {
	Client  netip.Prefix
	Address string
	Request string
}

func (p Passed) setIn(h http.Header, key string) {
	h.Set(keyHeader, key)
	h.Set(clientHeader, p.Client.String())
	h.Set(addressHeader, p.Address)
	h.Set(requestHeader, p.Request)
}

type passedKey struct{}

// PassedOf returns what the first node knows of the request that ctx belongs to, if another
// node has passed it on to this one.
func PassedOf(ctx context.Context) (p Passed, ok bool) {
	p, ok = ctx.Value(passedKey{}).(Passed)
	return p, ok
}

// errRefused means that the answer of the node is not used.
var errRefused = errors.New("the node can't answer this")

// Pass has the node answer a request. If it can't be reached or doesn't own the request's
// target any more, nothing was answered and the caller may pass the request to another:
// ErrNobody. It is also that if accept refuses the answer. body is the request's whole body.
func (r *Remote) Pass(w http.ResponseWriter, req *http.Request, p Passed, body []byte, accept func(*http.Response) bool) error {
	ctx, cancel := context.WithCancel(req.Context())
	defer cancel()
	defer context.AfterFunc(r.answering(), cancel)()
	out := req.Clone(ctx)
	setBody(out, body)

	// The node sets all headers of the answer itself.
	before := w.Header().Clone()
	clear(w.Header())
	var failed error
	proxy := httputil.ReverseProxy{
		Transport: r.client.Transport,
		Rewrite: func(pr *httputil.ProxyRequest) {
			pr.SetURL(&url.URL{Scheme: "http", Host: r.Address})
			pr.Out.Host = pr.In.Host
			p.setIn(pr.Out.Header, r.cluster.key)
		},
		ModifyResponse: func(res *http.Response) error {
			if res.Header.Get(movedHeader) != "" || !accept(res) {
				return errRefused
			}
			return nil
		},
		ErrorHandler: func(_ http.ResponseWriter, _ *http.Request, err error) { failed = err },
		ErrorLog:     log.New(io.Discard, "", 0), // it reports streams that were cut
	}
	func() {
		defer func() { // a stream that breaks off: the client must notice
			if failure := recover(); failure != nil && failure != http.ErrAbortHandler { //nolint:errorlint // a panic's value
				panic(failure)
			} else if failure != nil {
				failed = nil
				panic(http.ErrAbortHandler)
			}
		}()
		proxy.ServeHTTP(w, out)
	}()
	if failed == nil {
		r.traffic.Requests.Add(1)
		return nil
	}
	clear(w.Header())
	maps.Copy(w.Header(), before)
	if req.Context().Err() != nil {
		return req.Context().Err()
	}
	return ErrNobody
}

func setBody(req *http.Request, body []byte) {
	req.ContentLength = int64(len(body))
	if len(body) == 0 {
		req.Body = http.NoBody
		return
	}
	req.Body = io.NopCloser(bytes.NewReader(body))
}

// Moved answers a request that was passed on to this node, which doesn't own its target.
func Moved(w http.ResponseWriter) {
	w.Header().Set(movedHeader, "true")
	w.WriteHeader(http.StatusMisdirectedRequest)
}

// Inner returns the handler of the inner listener: it answers the other nodes, and lets
// serve answer what they pass on.
func (k *Cluster) Inner(serve http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+alivePath, func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(alive{k.c.Node.Incarnation(), k.c.Node.Renews()}) // the asker may be gone
	})
	mux.HandleFunc("POST "+newsPath, func(w http.ResponseWriter, r *http.Request) {
		var news []lobby.News
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&news); err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		for _, n := range news {
			k.c.Hear(n)
		}
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		client, err := netip.ParsePrefix(r.Header.Get(clientHeader))
		if err != nil {
			client = netip.Prefix{} // of a client without an address
		}
		p := Passed{Client: client, Address: r.Header.Get(addressHeader), Request: r.Header.Get(requestHeader)}
		for _, name := range []string{keyHeader, clientHeader, addressHeader, requestHeader} {
			r.Header.Del(name)
		}
		serve.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), passedKey{}, p)))
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if subtle.ConstantTimeCompare([]byte(r.Header.Get(keyHeader)), []byte(k.key)) != 1 {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		mux.ServeHTTP(w, r)
	})
}
