package api

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
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
			if err := a.checkAdmin(r); err != nil {
				w.Header().Set("WWW-Authenticate", `Bearer realm="tandem"`)
				refuse(err)
				return
			}
		}
	}
	next(ctx)
}

// checkAdmin refuses a request without the operator's token or a session that stands for
// it. Wrong tokens are counted by address, which the right one is let through from all
// the same: others behind it must not lock the operator out.
func (a *API) checkAdmin(r *http.Request) error {
	if visitOf(r.Context()).operator {
		if !a.adminAsks.take(visitOf(r.Context()).client) {
			return problem(codeTooMany, "")
		}
		return nil
	}
	if _, ok := bearerOf(r); !ok {
		return problem(codeNoAdmin, "")
	}
	if !a.adminTries.take(visitOf(r.Context()).client) {
		return problem(codeTooMany, "Too many wrong tokens from your address. Wait a minute.")
	}
	return problem(codeNoAdmin, "")
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
