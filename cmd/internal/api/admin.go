package api

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/cmd/internal/problem"
	"github.com/tandem-game/tandem/store"
)

// adminSessionFor is how long an operator's page stays signed in.
const adminSessionFor = 12 * time.Hour

// Reason is the body of an irreversible change: the reason for it.
type Reason struct {
	Note string `json:"note,omitempty" maxLength:"500" doc:"Why, for the audit." example:"Asked for by mail on 3 May."`
}

type (
	// ReasonBody is the optional reason for a change. huma leaves an absent body out.
	ReasonBody struct {
		Body *Reason
	}
	cookieOutput struct {
		SetCookie string `header:"Set-Cookie"`
	}
)

func (a *API) registerAdmin() {
	register(a, huma.Operation{
		OperationID:   "createAdminSession",
		Method:        http.MethodPost,
		Path:          "/api/admin/session",
		Tags:          []string{tagAdmin},
		Summary:       "Sign in",
		Description:   "With the token as a bearer; the answer sets a cookie that stands for it for 12 hours, which no script can read. Pictures can be seen with it as well.",
		DefaultStatus: http.StatusNoContent,
		Security:      needsAdmin,
		Errors:        []int{http.StatusTooManyRequests},
	}, a.createAdminSession)
	register(a, huma.Operation{
		OperationID:   "deleteAdminSession",
		Method:        http.MethodDelete,
		Path:          "/api/admin/session",
		Tags:          []string{tagAdmin},
		Summary:       "Sign out",
		Description:   "Ends the session that the cookie names, for whoever else has the cookie as well, and takes it away.",
		DefaultStatus: http.StatusNoContent,
		Security:      needsAdmin,
		Errors:        []int{http.StatusTooManyRequests},
	}, a.deleteAdminSession)
	a.registerAdminGames()
	a.registerAdminGallery()
	a.registerAdminLive()
	a.registerAdminPlayers()
	a.registerAdminStats()
	a.registerAdminNodes()
}

func (a *API) createAdminSession(ctx context.Context, _ *struct{}) (*cookieOutput, error) {
	by := visitOf(ctx).operator
	if !by.token { // a stolen cookie could create a session that outlives it
		return nil, problem.New(problem.NoAdmin, "")
	}
	if err := a.Operator.CloseAdminSession(ctx, by.session); err != nil {
		return nil, err
	}
	id := rand.Text()
	if err := a.Operator.OpenAdminSession(ctx, id, adminSessionFor); err != nil {
		return nil, err
	}
	return &cookieOutput{SetCookie: a.adminCookie(a.sealed(id), adminSessionFor).String()}, nil
}

func (a *API) deleteAdminSession(ctx context.Context, _ *struct{}) (*cookieOutput, error) {
	if err := a.Operator.CloseAdminSession(ctx, visitOf(ctx).operator.session); err != nil {
		return nil, err
	}
	return &cookieOutput{SetCookie: a.adminCookie("", -1).String()}, nil
}

// adminCookie carries an operator's session. Browsers don't send it from other sites'
// pages.
func (a *API) adminCookie(value string, lasts time.Duration) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // Secure on plain http would leave an operator on a local network without a session
		Name:     a.adminCookieName(),
		Value:    value,
		Path:     a.cookie.Path(),
		MaxAge:   int(lasts / time.Second),
		Secure:   a.cookie.Secure,
		HttpOnly: true,
		SameSite: http.SameSiteStrictMode,
	}
}

func (a *API) adminCookieName() string { return a.cookie.Name() + "-admin" }

// sealed returns a session id with a seal that only a holder of the token can make: whoever
// reads the database can't, and a new token ends all sessions.
func (a *API) sealed(id string) string {
	key := sha256.Sum256([]byte("tandem admin session " + a.cfg.AdminToken))
	seal := hmac.New(sha256.New, key[:])
	seal.Write([]byte(id))
	return id + "." + base64.RawURLEncoding.EncodeToString(seal.Sum(nil))
}

// sealedSession returns the session id of a request's cookie, if the seal is valid.
func (a *API) sealedSession(r *http.Request) (id string, ok bool) {
	cookie, err := r.Cookie(a.adminCookieName())
	if err != nil || a.cfg.AdminToken == "" {
		return "", false
	}
	id, _, _ = strings.Cut(cookie.Value, ".")
	return id, subtle.ConstantTimeCompare([]byte(a.sealed(id)), []byte(cookie.Value)) == 1
}

// auditNote returns what the audit records of the request.
func (in *ReasonBody) auditNote(ctx context.Context) store.AuditNote {
	if in.Body == nil {
		return auditNoteOf(ctx, "")
	}
	return auditNoteOf(ctx, in.Body.Note)
}

func auditNoteOf(ctx context.Context, note string) store.AuditNote {
	return store.AuditNote{Note: note, Client: visitOf(ctx).client.Addr().String()}
}
