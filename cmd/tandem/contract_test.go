package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/netip"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/config"
	"github.com/pb33f/libopenapi-validator/content"
	verrors "github.com/pb33f/libopenapi-validator/errors"
	"github.com/pb33f/libopenapi-validator/paths"
	"github.com/pb33f/libopenapi-validator/schema_validation"
	v3 "github.com/pb33f/libopenapi/datamodel/high/v3"

	"github.com/tandem-game/tandem/cmd/internal/api"
)

// document is the output of `tandem openapi`, read by a general OpenAPI library.
type document struct {
	model   *v3.Document
	checker validator.Validator

	mu       sync.Mutex
	answered map[string]bool // by the id of the operation: with a success
}

var readDocument = sync.OnceValues(func() (*document, error) {
	raw, err := api.Spec("test")
	if err != nil {
		return nil, err
	}
	parsed, err := libopenapi.NewDocument(raw)
	if err != nil {
		return nil, err
	}
	model, err := parsed.BuildV3Model()
	if err != nil {
		return nil, err
	}
	// A body of NDJSON is validated as a string.
	text := content.DecoderFunc(func(in *content.DecodeInput) (any, error) {
		b, err := io.ReadAll(in.Body)
		return string(b), err
	})
	checker, errs := validator.NewValidator(parsed, config.WithBodyDecoder("application/x-ndjson", text), config.WithFormatAssertions())
	if len(errs) > 0 {
		return nil, fmt.Errorf("%v", errs)
	}
	return &document{model: &model.Model, checker: checker, answered: map[string]bool{}}, nil
})

// operations returns the document's operations by id.
func (d *document) operations() map[string]*v3.Operation {
	all := map[string]*v3.Operation{}
	for _, item := range d.model.Paths.PathItems.FromOldest() {
		for _, op := range item.GetOperations().FromOldest() {
			all[op.OperationId] = op
		}
	}
	return all
}

// witness is a transport that validates every answer of the API against its document: the status,
// the headers and the body. It also validates every request that succeeded.
type witness struct {
	t interface {
		Errorf(format string, args ...any)
	}
	below string // the path below which Tandem is reached; ""
	next  http.RoundTripper
}

// leadsToTandem is an address in an answer that leads to Tandem.
var leadsToTandem = regexp.MustCompile(`["'](/(api|assets|icons|l|r|g|quick|games|admin)[/"'?#][^"']*)`)

func (w *witness) RoundTrip(r *http.Request) (*http.Response, error) {
	d, err := readDocument()
	if err != nil {
		return nil, err
	}
	asked, err := copyBody(r)
	if err != nil {
		return nil, err
	}
	asked.URL.Path = strings.TrimPrefix(asked.URL.Path, w.below)
	if cookies := asked.Header.Get("Cookie"); cookies != "" { // the document names that of plain http
		asked.Header.Set("Cookie", strings.ReplaceAll(cookies, "__Secure-", ""))
	}
	item, errs, _ := paths.FindPath(asked, d.model, nil)
	res, err := w.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if w.below != "" && isJSON(res) {
		body, err := io.ReadAll(res.Body)
		if err != nil {
			return nil, err
		}
		res.Body = io.NopCloser(bytes.NewReader(body))
		for _, to := range leadsToTandem.FindAllSubmatch(body, -1) {
			if !strings.HasPrefix(string(to[1]), w.below+"/") {
				w.t.Errorf("%s %s answers with %s, which is not below %s", r.Method, r.URL.Path, to[1], w.below)
			}
		}
	}
	if len(errs) > 0 {
		return res, nil // of a page or an unknown path
	}
	op := item.GetOperations().GetOrZero(strings.ToLower(r.Method))
	if ok, errs := d.checker.GetResponseBodyValidator().ValidateResponseBody(asked, res); !ok {
		w.report(op, res.Status, errs)
	}
	if res.StatusCode < 300 {
		if ok, errs := d.checker.ValidateHttpRequestSync(asked); !ok {
			w.report(op, "what it should not take", errs)
		}
		d.mu.Lock()
		d.answered[op.OperationId] = true
		d.mu.Unlock()
	}
	return res, nil
}

// isJSON reports whether an answer is of the API itself, not of its document.
func isJSON(res *http.Response) bool {
	kind := res.Header.Get("Content-Type")
	return kind == "application/json" || kind == "application/problem+json"
}

// copyBody returns the request with a body that can be read again.
func copyBody(r *http.Request) (*http.Request, error) {
	again := r.Clone(r.Context())
	if r.Body == nil || r.Body == http.NoBody {
		return again, nil
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(raw))
	again.Body = io.NopCloser(bytes.NewReader(raw))
	return again, nil
}

func (w *witness) report(op *v3.Operation, what string, errs []*verrors.ValidationError) {
	for _, e := range errs {
		w.t.Errorf("%s answers %s, which contradicts the document: %s: %s", op.OperationId, what, e.Message, e.Reason)
		for _, f := range e.SchemaValidationErrors {
			w.t.Errorf("    %s: %s", f.FieldPath, f.Reason)
		}
	}
}

// contract runs the tests of this package. It then checks that every operation of the document
// succeeded in one of them.
type contract struct{ *testing.M }

func (c contract) Run() int {
	code := c.M.Run()
	for _, choice := range []string{"test.run", "test.skip", "test.list"} {
		if flag.Lookup(choice).Value.String() != "" {
			return code // only some tests ran
		}
	}
	if code != 0 {
		return code
	}
	d, err := readDocument()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	for _, id := range slices.Sorted(maps.Keys(d.operations())) {
		if !d.answered[id] {
			fmt.Fprintf(os.Stderr, "no test has seen %s succeed\n", id)
			code = 1
		}
	}
	return code
}

func TestContract_DocumentIsValid(t *testing.T) {
	d, err := readDocument()
	if err != nil {
		t.Fatal(err)
	}
	if ok, errs := d.checker.ValidateDocument(); !ok {
		(&witness{t: t}).report(&v3.Operation{OperationId: "the document"}, "the specification", errs)
	}
}

func TestContract_EveryBodyHasAnExample(t *testing.T) {
	d, err := readDocument()
	if err != nil {
		t.Fatal(err)
	}
	check := schema_validation.NewSchemaValidator()
	has := func(id string, media *v3.MediaType) {
		if media == nil {
			return
		}
		if media.Example == nil {
			t.Errorf("%s has no example", id)
			return
		}
		var example any
		if err := media.Example.Decode(&example); err != nil {
			t.Fatal(err)
		}
		if ok, errs := check.ValidateSchemaObject(media.Schema.Schema(), example); !ok {
			(&witness{t: t}).report(&v3.Operation{OperationId: id}, "its example", errs)
		}
	}
	for id, op := range d.operations() {
		if op.RequestBody != nil {
			has("the body of "+id, op.RequestBody.Content.GetOrZero("application/json"))
		}
		for status, response := range op.Responses.Codes.FromOldest() {
			if strings.HasPrefix(status, "2") && response.Content != nil {
				has("the answer of "+id, response.Content.GetOrZero("application/json"))
			}
		}
	}
}

// said is a transport that returns a fixed answer, and a test that counts the errors.
type said struct {
	status     int
	kind, body string
	complaints int
}

func (s *said) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: s.status, Header: http.Header{"Content-Type": {s.kind}}, Body: io.NopCloser(strings.NewReader(s.body)),
	}, nil
}

func (s *said) Errorf(string, ...any) { s.complaints++ }

// The witness must find each kind of mistake.
func TestContract_WitnessFindsMistakes(t *testing.T) {
	const (
		json, problem = "application/json", "application/problem+json"
		mila          = `{"id":"4F2Q6ZJ7XKD3MWPLBN5ROTYHCA","name":"Mila"}`
	)
	for name, test := range map[string]struct {
		said
		method, path string
		wrong        bool
	}{
		"as documented":          {said{200, json, mila, 0}, "GET", "/api/me", false},
		"a page":                 {said{200, "text/html", "<p>", 0}, "GET", "/quick", false},
		"a field of wrong type":  {said{200, json, `{"id":"4F2Q6ZJ7XKD3MWPLBN5ROTYHCA","name":5}`, 0}, "GET", "/api/me", true},
		"a field too few":        {said{200, json, `{"id":"4F2Q6ZJ7XKD3MWPLBN5ROTYHCA"}`, 0}, "GET", "/api/me", true},
		"a field too many":       {said{200, json, `{"id":"4F2Q6ZJ7XKD3MWPLBN5ROTYHCA","name":"Mila","mail":""}`, 0}, "GET", "/api/me", true},
		"invalid JSON":           {said{200, json, `{`, 0}, "GET", "/api/me", true},
		"another media type":     {said{200, "text/plain", "Mila", 0}, "GET", "/api/me", true},
		"an undocumented status": {said{409, problem, `{}`, 0}, "GET", "/api/me", true},
		"a player":               {said{200, json, `{"games":[]}`, 0}, "GET", "/api/me/games", false},
		"a stranger":             {said{200, json, `{"games":[]}`, 0}, "GET", "/api/me/games", true},
	} {
		r, err := http.NewRequestWithContext(t.Context(), test.method, "http://tandem.example"+test.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if name != "a stranger" {
			r.AddCookie(&http.Cookie{Name: "tandem", Value: "x"})
		}
		res, err := (&witness{t: &test.said, next: &test.said}).RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if (test.complaints > 0) != test.wrong {
			t.Errorf("%s: %d complaints", name, test.complaints)
		}
	}
}

func TestContract_AnUnknownLobbyIsNotFound(t *testing.T) {
	t.Parallel()
	tandem := start(t, func(c *Config) { c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} })
	jonas := tandem.player(t, "Jonas")
	bodies := map[string]any{
		"changeLobby": map[string]any{}, "setReady": map[string]any{"ready": true}, "setWatching": map[string]any{"watching": true},
		"invite": map[string]any{"partner": jonas.ID}, "setRole": map[string]any{"role": "cohost"},
		"say": map[string]any{"text": "Hello"},
	}
	codes := []string{"plum-kite-otter", "plum-kit%C3%A9-otter", "%D0%BF%D0%BB%D1%83%D0%BC-%FF-%00"}
	askers := make([]*visitor, len(codes)) // one each, because what is said in chats is counted by player
	for i := range askers {
		askers[i] = tandem.player(t, "Mila")
	}
	i := 0
	for path, item := range tandem.app.api.OpenAPI().Paths {
		if !strings.HasPrefix(path, "/api/lobbies/{code}") || strings.HasSuffix(path, "/beat") {
			continue // a sign of life is accepted for any code
		}
		for nth, code := range codes {
			path := strings.NewReplacer("{code}", code, "{player}", jonas.ID, "{partner}", jonas.ID).Replace(path)
			for method, op := range operationsOf(item) {
				i++ // a new address, because wrong codes are counted by address
				askers[nth].problem(http.StatusNotFound, "no_such_lobby", method, path, bodies[op.OperationID],
					"X-Forwarded-For", fmt.Sprintf("203.0.113.%d", i))
			}
		}
	}
}
