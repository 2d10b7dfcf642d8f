package api

import (
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"net/netip"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
)

// authorize lets a request through to an operation when it brings what the
// operation's document says it needs.
func (a *API) authorize(ctx huma.Context, next func(huma.Context)) {
	r, w := humachi.Unwrap(ctx)
	refuse := func(err error) { a.problemOf(ctx.Context(), err).write(w) }
	for _, need := range ctx.Operation().Security {
		if _, ok := need[schemeSession]; ok {
			player, err := a.playerOf(ctx.Context())
			if err != nil {
				refuse(err)
				return
			}
			if player == nil {
				refuse(a.noSession(r))
				return
			}
			v := visitOf(ctx.Context())
			v.player = player
			ctx = huma.WithValue(ctx, visitKey{}, v)
		}
		if _, ok := need[schemeAdmin]; ok {
			if err := a.checkAdmin(visitOf(ctx.Context())); err != nil {
				w.Header().Set("WWW-Authenticate", `Bearer realm="tandem"`)
				refuse(err)
				return
			}
		}
	}
	next(ctx)
}

// proof is how a request shows that it is the operator's.
type proof struct {
	token   bool   // it brought the token itself
	session string // the id of the open session that its cookie names; "": none
	err     error  // why it is none
}

// ok tells whether the request is the operator's.
func (p proof) ok() bool { return p.token || p.session != "" }

// proofOf reads a request's proof, whatever it asks for: no operation may tell a right
// token from a wrong one that wasn't counted.
func (a *API) proofOf(ctx context.Context, r *http.Request, client netip.Prefix) (p proof) {
	p.err = problem(codeNoAdmin, "")
	if said, ok := bearerOf(r); ok {
		if p.err = a.checkToken(ctx, said, client); p.err == nil {
			p.token = true
		}
	}
	if id, ok := a.sealedSession(r); ok {
		open, err := a.Operator.HasAdminSession(ctx, id)
		if open {
			p.session = id
		}
		p.err = cmp.Or(err, p.err)
	}
	return p
}

// checkToken refuses a wrong token, and counts it by address. After too many of them, one
// token a second is read from there, right or wrong: others behind the address can't lock
// the operator out, and can't guess either.
func (a *API) checkToken(ctx context.Context, said string, client netip.Prefix) error {
	tooMany := problem(codeTooMany, "Too many tokens from your address were wrong. Wait a minute; until then, one a second is read.")
	end, ok := a.adminTries.try(ctx, client)
	if !ok && !a.adminTurns.take(client) {
		return tooMany
	}
	right := a.isAdminToken(said)
	if ok {
		end(!right)
	}
	switch {
	case right:
		return nil
	case a.adminTries.isSpent(client):
		return tooMany
	}
	return problem(codeNoAdmin, "")
}

// checkAdmin refuses a request that isn't the operator's.
func (a *API) checkAdmin(v visit) error {
	if !v.operator.ok() {
		return v.operator.err
	}
	if !a.adminAsks.take(v.client) {
		return problem(codeTooMany, "")
	}
	return nil
}

// bearerOf is the token that a request brings.
func bearerOf(r *http.Request) (token string, ok bool) {
	return strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
}

// isAdminToken compares in the same time whatever was sent.
func (a *API) isAdminToken(said string) bool {
	want, got := sha256.Sum256([]byte(a.cfg.AdminToken)), sha256.Sum256([]byte(said))
	return a.cfg.AdminToken != "" && subtle.ConstantTimeCompare(want[:], got[:]) == 1
}

// guardOrigin refuses what another site's page sent: writes, and sockets, which
// browsers open across origins without asking.
func (a *API) guardOrigin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		checked := r
		if r.Header.Get("Upgrade") != "" {
			checked = r.Clone(r.Context())
			checked.Method = http.MethodPost // a GET passes unchecked; a socket is a write
		}
		if err := a.origins.Check(checked); err != nil {
			a.warnOfOrigin(r)
			problem(codeForeignOrigin, "").write(w)
			return
		}
		next.ServeHTTP(w, r)
	})
}
