package api

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/store"
)

// adminSessionFor is how long an operator's page stays signed in.
const adminSessionFor = 12 * time.Hour

// Deed is the body of what changes something for good: why.
type Deed struct {
	Note string `json:"note,omitempty" maxLength:"500" doc:"Why, for the audit." example:"Asked for by mail on 3 May."`
}

type (
	// DeedBody is what a change may bring. huma leaves an absent body out.
	DeedBody struct {
		Body *Deed
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
		Description:   "Takes the cookie away.",
		DefaultStatus: http.StatusNoContent,
		Security:      needsAdmin,
		Errors:        []int{http.StatusTooManyRequests},
	}, a.deleteAdminSession)
	a.registerAdminGames()
	a.registerAdminLive()
	a.registerAdminPlayers()
	a.registerAdminStats()
}

func (a *API) createAdminSession(context.Context, *struct{}) (*cookieOutput, error) {
	cookie := a.adminCookie(a.adminSession(time.Now().Add(adminSessionFor)), adminSessionFor)
	return &cookieOutput{SetCookie: cookie.String()}, nil
}

func (a *API) deleteAdminSession(context.Context, *struct{}) (*cookieOutput, error) {
	return &cookieOutput{SetCookie: a.adminCookie("", -1).String()}, nil
}

// adminCookie carries an operator's session. Other sites' pages never send it.
func (a *API) adminCookie(value string, lasts time.Duration) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // Secure on plain http would leave an operator on a local network without a session
		Name:     a.adminCookieName(),
		Value:    value,
		Path:     "/",
		MaxAge:   int(lasts / time.Second),
		Secure:   a.cookie.Secure,
		HttpOnly: true,
		SameSite: http.SameSiteStrictMode,
	}
}

func (a *API) adminCookieName() string { return a.cookie.Name() + "-admin" }

// adminSession stands for the token until it ends: when it ends, and a seal that only
// who knows the token can make. Every node knows it, and a new token ends it.
func (a *API) adminSession(ends time.Time) string {
	until := strconv.FormatInt(ends.Unix(), 10)
	key := sha256.Sum256([]byte("tandem admin session " + a.cfg.AdminToken))
	seal := hmac.New(sha256.New, key[:])
	seal.Write([]byte(until))
	return until + "." + base64.RawURLEncoding.EncodeToString(seal.Sum(nil))
}

// isAdminSession tells a session that adminSession made and that hasn't ended.
func (a *API) isAdminSession(said string) bool {
	until, _, _ := strings.Cut(said, ".")
	ends, err := strconv.ParseInt(until, 10, 64)
	if err != nil || a.cfg.AdminToken == "" || time.Now().Unix() >= ends {
		return false
	}
	want := a.adminSession(time.Unix(ends, 0))
	return subtle.ConstantTimeCompare([]byte(want), []byte(said)) == 1
}

// byAdmin tells whether a request comes from the operator, for what others may see less
// of. It counts nothing: checkAdmin does.
func (a *API) byAdmin(r *http.Request) bool {
	if cookie, err := r.Cookie(a.adminCookieName()); err == nil && a.isAdminSession(cookie.Value) {
		return true
	}
	said, ok := bearerOf(r)
	return ok && a.isAdminToken(said)
}

// deed is what the audit keeps of the request.
func (in *DeedBody) deed(ctx context.Context) store.Deed {
	if in.Body == nil {
		return deedOf(ctx, "")
	}
	return deedOf(ctx, in.Body.Note)
}

func deedOf(ctx context.Context, note string) store.Deed {
	return store.Deed{Note: note, Client: visitOf(ctx).client.Addr().String()}
}
