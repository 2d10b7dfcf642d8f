package api

import (
	"net/http"
	"net/url"
	"strings"
)

// base is the path of this Tandem on its host: "", or "/tandem" if PUBLIC_URL is
// https://draw.example/tandem.
//
// Routes know nothing of it: what a request's path begins with is removed first. Whatever
// leads a browser back is made by path or by a visit's link; the page's own addresses are
// relative to the <base> of its HTML. TestBase_EveryAddressIsMadeFromIt holds this.
type base string

// baseOf returns the base of PUBLIC_URL, which may be nil.
func baseOf(public *url.URL) base {
	if public == nil {
		return ""
	}
	return base(strings.TrimSuffix(public.EscapedPath(), "/"))
}

// path returns where a path of Tandem is on its host.
func (b base) path(path string) string { return string(b) + path }

// strip returns the request with a path that doesn't begin with the base. A proxy may have
// removed it already, and requests that don't come through the proxy needn't have it.
func (b base) strip(r *http.Request) *http.Request {
	rest, ok := strings.CutPrefix(r.URL.Path, string(b))
	if b == "" || !ok || rest != "" && rest[0] != '/' {
		return r
	}
	u := *r.URL
	u.Path, u.RawPath = "/"+strings.TrimPrefix(rest, "/"), strings.TrimPrefix(u.RawPath, string(b))
	stripped := *r
	stripped.URL = &u
	return &stripped
}
