package main

import (
	"io"
	"net/http"
	"sync/atomic"
)

// frontDoor answers all requests: until Tandem is ready it says so, so that a balancer and
// a health check hear of a process that waits, for example for an older one to end.
type frontDoor struct{ open atomic.Pointer[http.Handler] }

func (d *frontDoor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h := d.open.Load(); h != nil {
		(*h).ServeHTTP(w, r)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	if r.URL.Path == "/healthz" {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"status":"ok"}`) // the prober may be gone
		return
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Retry-After", "2")
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = io.WriteString(w, `{"type":"/api/docs#unavailable","title":"Not now","status":503,"code":"unavailable","detail":"Tandem is starting. Try again in a few seconds."}`)
}
