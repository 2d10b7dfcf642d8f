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

	"github.com/tandem-game/tandem/cmd/internal/problem"
)

// authorize lets a request through to an operation if it carries the credentials that the
// operation's document requires.
func (a *API) authorize(ctx huma.Context, next func(huma.Context)) {
	r, w := humachi.Unwrap(ctx)
	refuse := func(err error) { a.base.refuse(w, a.problemOf(ctx.Context(), err)) }
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

// proof is how a request proves that it is the operator's.
type proof struct {
	token   bool   // it carries the token itself
	session string // the id of the open session of its cookie; "": none
	err     error  // why it is no proof
}

// ok reports whether the request is the operator's.
func (p proof) ok() bool { return p.token || p.session != "" }

// proofOf reads a request's proof, for every operation: no operation may answer a right
// token differently from a wrong one that isn't counted.
func (a *API) proofOf(ctx context.Context, r *http.Request, client netip.Prefix) (p proof) {
	p.err = problem.New(problem.NoAdmin, "")
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

// checkToken refuses a wrong token, and counts it by address. After too many wrong ones it
// reads one token a second from that address, right or wrong: others behind the address can
// neither lock the operator out nor guess the token.
func (a *API) checkToken(ctx context.Context, said string, client netip.Prefix) error {
	tooMany := problem.New(problem.TooMany, "Too many tokens from your address were wrong. Wait a minute; until then, one a second is read.")
	end, ok := a.adminTries.Try(ctx, client)
	if !ok && !a.adminTurns.Take(client) {
		return tooMany
	}
	right := a.isAdminToken(said)
	if ok {
		end(!right)
	}
	switch {
	case right:
		return nil
	case a.adminTries.IsSpent(client):
		return tooMany
	}
	return problem.New(problem.NoAdmin, "")
}

// checkAdmin refuses a request that isn't the operator's.
func (a *API) checkAdmin(v visit) error {
	if !v.operator.ok() {
		return v.operator.err
	}
	if !a.adminAsks.Take(v.client) {
		return problem.New(problem.TooMany, "")
	}
	return nil
}

// bearerOf returns the token that a request carries.
func bearerOf(r *http.Request) (token string, ok bool) {
	return strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
}

// isAdminToken compares in constant time.
func (a *API) isAdminToken(said string) bool {
	want, got := sha256.Sum256([]byte(a.cfg.AdminToken)), sha256.Sum256([]byte(said))
	return a.cfg.AdminToken != "" && subtle.ConstantTimeCompare(want[:], got[:]) == 1
}
