package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/store/storetest"
)

// hostileTexts are texts that the page's forms never send. Each is also sent as the inside of a JSON
// string and as a number, if it can be.
var hostileTexts = []string{
	"",
	" ",
	"plum-kité-otter",
	"plùm-kite-ottér",
	"плум-кайт-оттер",
	"ｐｌｕｍ-ｋｉｔｅ-ｏｔｔｅｒ",
	"pluım-ſite-Kite", // letters whose upper case is ASCII
	"\x00",
	"plum-kite\x00-otter",
	"\xff",
	"plum-kite-\xffotter",
	"\xed\xa0\x80", // half a surrogate pair
	"\xc0\x80",     // an overlong zero
	"kit\xc3",      // half a letter
	`\u0000`,
	`\ud800`,
	`\ud800\u0000\udc00`,
	"%00",
	"%zz",
	"%",
	"..",
	"../../etc/passwd",
	"' OR 1=1; --",
	`"><script>alert(1)</script>`,
	"a;b=c&d=e#f?g",
	"\r\nX-Evil: 1",
	"\u202eevil\u2066\ufeff\u200d",
	"＝１＋１",
	"é́́́́́́́́́́́",
	strings.Repeat("a", 70_000),
	strings.Repeat("é", 64),
	strings.Repeat("\x00", 26),
	"0", "-1", "1", "4294967295", "4294967296", "9223372036854775807", "9223372036854775808",
	"18446744073709551615", "18446744073709551616", "-9223372036854775809", "1e400", "1.5", "NaN", "0x10",
	"0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999-23:59", "-0001-01-01", "0001-01-01", "9999-12-31",
	"MSAA", "bmV3ZXN0IC05MjIzMzcyMDM2ODU0Nzc1ODA4IEE", "bmV3ZXN0IDEg/w", "bmV3ZXN0IDEgAA",
	"7C3IXHWN2YVQ5EKRZ4PAJUSOGD",
}

// FuzzAPI_AcceptsAnyText puts a text into every possible place of every operation. The answer must
// be documented, a refusal must be a problem, and the status must not be a 5xx.
func FuzzAPI_AcceptsAnyText(f *testing.F) {
	for _, text := range hostileTexts {
		f.Add(text)
	}
	w := newWriter(f)
	f.Fuzz(func(t *testing.T, text string) {
		t.Parallel()
		for _, op := range w.operations {
			for _, place := range op.places() {
				for _, body := range place.forms(text) {
					w.send(t, op, place, text, body)
				}
			}
		}
	})
}

// requestWriter sends requests that name the lobby, game and players of a running Tandem.
type requestWriter struct {
	app        *App
	operations []target
	cookies    string // of a player and of the operator
	good       map[string]string
	sent       atomic.Uint32
}

// target is an operation with a valid request.
type target struct {
	method, path string
	*huma.Operation
	body any // an example of it
}

// place is a part of a request that can hold a text: in "path", "query", "header" or "body".
type place struct {
	in, name string
	leaf     []string // with "body": the path to it
}

func newWriter(f *testing.F) *requestWriter {
	tandem := startOn(f, storetest.URL(f))
	w := &requestWriter{app: tandem.app}
	for path, item := range tandem.app.api.OpenAPI().Paths {
		for method, op := range operationsOf(item) {
			o := target{method: method, path: path, Operation: op}
			if op.RequestBody != nil {
				raw, err := json.Marshal(op.RequestBody.Content["application/json"].Example)
				if err != nil {
					f.Fatal(err)
				}
				if err := json.Unmarshal(raw, &o.body); err != nil {
					f.Fatal(err)
				}
			}
			w.operations = append(w.operations, o)
		}
	}
	slices.SortFunc(w.operations, func(a, b target) int {
		return cmp.Or(cmp.Compare(a.path, b.path), cmp.Compare(a.method, b.method))
	})

	var cookies []string
	ask := func(method, path, body string, into any, header ...string) {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.Header.Set("Cookie", strings.Join(cookies, "; "))
		r.Header.Set("Content-Type", "application/json")
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		answer := httptest.NewRecorder()
		tandem.app.api.ServeHTTP(answer, r)
		if answer.Code >= 300 {
			f.Fatalf("%s %s: %d %s", method, path, answer.Code, answer.Body)
		}
		for _, c := range answer.Result().Cookies() {
			cookies = append(cookies, c.Name+"="+c.Value)
		}
		if into != nil {
			if err := json.Unmarshal(answer.Body.Bytes(), into); err != nil {
				f.Fatal(err)
			}
		}
	}
	var partner, me struct{ ID string }
	ask("PUT", "/api/me", `{"name":"Jonas"}`, &partner)
	cookies = nil
	ask("PUT", "/api/me", `{"name":"Mila"}`, &me)
	var lobby struct{ Code string }
	ask("POST", "/api/lobbies", "", &lobby)
	ask("POST", "/api/admin/session", "", nil, "Authorization", "Bearer "+adminToken)
	w.cookies = strings.Join(cookies, "; ")
	w.good = map[string]string{"code": lobby.Code, "player": partner.ID, "partner": partner.ID, "id": partner.ID}
	return w
}

// places returns the places of an operation.
func (o target) places() (all []place) {
	for _, p := range o.Parameters {
		if p.In != "cookie" {
			all = append(all, place{in: p.In, name: p.Name})
		}
	}
	var walk func(v any, way []string)
	walk = func(v any, way []string) {
		switch v := v.(type) {
		case map[string]any:
			for _, name := range slices.Sorted(maps.Keys(v)) {
				walk(v[name], append(slices.Clone(way), name))
			}
		case []any:
			for i := range v {
				walk(v[i], append(slices.Clone(way), strconv.Itoa(i)))
			}
		default:
			all = append(all, place{in: "body", name: strings.Join(way, "."), leaf: way})
		}
	}
	if o.body != nil {
		walk(o.body, nil)
	}
	return all
}

// forms returns the JSON values that a text can be in a body. Other places have one form.
func (p place) forms(text string) []string {
	if p.in != "body" {
		return []string{""}
	}
	forms := []string{`"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\x00", `\u0000`, "\r", `\r`, "\n", `\n`).Replace(text) + `"`}
	if inside := `"` + text + `"`; inside != forms[0] && json.Valid([]byte(inside)) {
		forms = append(forms, inside)
	}
	if json.Valid([]byte(text)) {
		forms = append(forms, text)
	}
	return forms
}

// filled returns the body with a JSON value in a place.
func (o target) filled(p place, value string) string {
	if o.body == nil {
		return ""
	}
	const mark = "\ue000the place\ue000"
	var put func(v any, way []string) any
	put = func(v any, way []string) any {
		if len(way) == 0 {
			return mark
		}
		switch v := v.(type) {
		case map[string]any:
			v = maps.Clone(v)
			v[way[0]] = put(v[way[0]], way[1:])
			return v
		case []any:
			v = slices.Clone(v)
			i, _ := strconv.Atoi(way[0])
			v[i] = put(v[i], way[1:])
			return v
		}
		return v
	}
	body := o.body
	if p.in == "body" {
		body = put(body, p.leaf)
	}
	raw, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	return strings.Replace(string(raw), `"`+mark+`"`, value, 1)
}

func (w *requestWriter) send(t *testing.T, op target, p place, text, value string) {
	path, query := op.path, url.Values{}
	r := httptest.NewRequest(op.method, "/", strings.NewReader(op.filled(p, value)))
	for _, param := range op.Parameters {
		said := w.good[param.Name]
		if said == "" && param.Example != nil {
			said = fmt.Sprint(param.Example)
		}
		if p.in == param.In && p.name == param.Name {
			said = text
		}
		switch param.In {
		case "path":
			path = strings.Replace(path, "{"+param.Name+"}", url.PathEscape(said), 1)
		case "query":
			if said != "" {
				query.Set(param.Name, said)
			}
		case "header":
			r.Header.Set(param.Name, said)
		}
	}
	address, err := url.ParseRequestURI(path)
	if err != nil {
		t.Fatal(err)
	}
	r.URL = address
	r.URL.RawQuery = query.Encode()
	if p.in == "query" && strings.HasPrefix(text, "%") { // also without escaping
		r.URL.RawQuery = strings.Replace(r.URL.RawQuery, url.QueryEscape(text), text, 1)
	}
	if op.body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("Cookie", w.cookies)
	// A new address for each request avoids the limits per address.
	sent := w.sent.Add(1)
	r.RemoteAddr = "127.0.0.1:1"
	r.Header.Set("X-Forwarded-For", fmt.Sprintf("10.%d.%d.%d", sent>>16&255, sent>>8&255, sent&255))

	answer := httptest.NewRecorder()
	w.app.api.ServeHTTP(answer, r)
	said := func(problem string) {
		t.Errorf("%s with %.80q in %s %s (%.80s): %d: %s\n%.300s", op.OperationID, text, p.in, p.name, value, answer.Code, problem, answer.Body)
	}
	if answer.Code >= http.StatusInternalServerError {
		said("a failure of ours")
	}
	if answer.Code < http.StatusBadRequest {
		return
	}
	if answer.Header().Get("Content-Type") != "application/problem+json" || !json.Valid(answer.Body.Bytes()) {
		said("no problem, but " + answer.Header().Get("Content-Type"))
	}
	elsewhere := p.in == "path" && strings.Trim(text, "./") == "" // the path of another operation, or of none
	if !elsewhere && op.Responses[strconv.Itoa(answer.Code)] == nil {
		said("not documented")
	}
}

func TestAPI_WrongTextIsRefusedByName(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila, operator := tandem.player(t, "Mila"), tandem.operator(t)
	l := mila.openLobby(nil)
	for _, test := range []struct {
		who                    *visitor
		method, path, location string
		body                   any
	}{
		{mila, "PUT", "/api/quick/ticket", "body.language", `{"language":"e\u0000n"}`},
		{mila, "POST", "/api/lobbies", "body.settings.own_set", `{"settings":{"own_set":"\u0000"}}`},
		{mila, "PATCH", "/api/lobbies/" + l.Code, "body.settings.own_set", `{"settings":{"own_set":"\u0000"}}`},
		{mila, "POST", "/api/prompt-sets", "body.player2[1]", `{"title":"Sheds","player1":["a","b","c"],"player2":["d","e\u0000","f"]}`},
		{operator, "GET", "/api/admin/prompt-sets?language=%00", "query.language", nil},
		{operator, "GET", "/api/admin/prompt-sets?language=%FF", "query.language", nil},
		{operator, "GET", "/api/admin/games?text=%FF", "query.text", nil},
		{operator, "GET", "/api/admin/players?player=a%00", "query.player", nil},
		{mila, "GET", "/api/rooms/7C3IXHWN2YVQ5EKRZ4PAJUSOGD/socket?pen=4294967296", "query.pen", nil},
		{mila, "GET", "/api/rooms/7C3IXHWN2YVQ5EKRZ4PAJUSOGD/socket?pen=1&epoch=4294967296", "query.epoch", nil},
		{mila, "GET", "/api/rooms/7C3IXHWN2YVQ5EKRZ4PAJUSOGD/socket?pen=1&earlier=2,x", "query.earlier", nil},
		{mila, "GET", "/api/rooms/7C3IXHWN2YVQ5EKRZ4PAJUSOGD/socket?pen=1&earlier=1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1", "query.earlier", nil},
		{mila, "GET", "/api/rooms/7C3IXHWN2YVQ5EKRZ4PAJUSOGD/socket?pen=1&after=18446744073709551616", "query.after", nil},
	} {
		p := test.who.problem(http.StatusUnprocessableEntity, "invalid", test.method, test.path, test.body)
		if len(p.Errors) != 1 || p.Errors[0].Location != test.location {
			t.Errorf("%s %s: the problem names %+v, want %s", test.method, test.path, p.Errors, test.location)
		}
	}
}

// A text that can't be a code still counts as a guess.
func TestAPI_AccentedCodesCountAsGuesses(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila := tandem.player(t, "Mila")
	from := []string{"X-Forwarded-For", "203.0.113.66"}
	path := "/api/lobbies/plum-kit%C3%A9-otter"
	guesses, began := 0, time.Now()
	for mila.status("GET", path, from...) != http.StatusTooManyRequests {
		if guesses++; guesses > 31+int(time.Since(began)/(4*time.Second)) { // 30 at once, and one more each 4 s
			t.Fatalf("%d such codes were looked for", guesses)
		}
	}
	if guesses < 30 {
		t.Errorf("it is too many after %d", guesses)
	}
	mila.problem(http.StatusTooManyRequests, "too_many", "GET", path, nil, from...)
}

// huma parses a number with 64 bits and may store it in a smaller type.
func TestAPI_NumbersAreBoundedByTheirTypes(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	for path, item := range tandem.app.api.OpenAPI().Paths {
		for method, op := range operationsOf(item) {
			for _, p := range op.Parameters {
				if p.Schema.Format == "int32" && (p.Schema.Minimum == nil || p.Schema.Maximum == nil) {
					t.Errorf("%s %s: %s has 32 bits and no bounds", method, path, p.Name)
				}
			}
		}
	}
}
