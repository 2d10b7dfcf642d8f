package api

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/cmd/internal/docs"
	"github.com/tandem-game/tandem/cmd/internal/problem"
)

func TestDocs_LoadNothingExternal(t *testing.T) {
	a := edge(t, Config{Version: "v1.2.3"})
	html := get(a, "/api/docs").Body.String()
	for _, m := range regexp.MustCompile(`(?:src|href)="([^"]*)"`).FindAllStringSubmatch(html, -1) {
		if strings.Contains(m[1], "//") {
			t.Errorf("the documentation refers to %s", m[1])
		}
	}
	if strings.Contains(html, "<script") || strings.Contains(html, "style=") {
		t.Error("the documentation has a script or an inline style, which the policy forbids")
	}
	if css := get(a, "/api/docs.css"); css.Code != 200 || !strings.HasPrefix(css.Header().Get("Content-Type"), "text/css") ||
		strings.Contains(css.Body.String(), "url(") || strings.Contains(css.Body.String(), "@import") {
		t.Error("the style sheet is missing, or loads something")
	}
}

func TestDocs_AreComplete(t *testing.T) {
	a := edge(t, Config{Version: "v1.2.3"})
	html := get(a, "/api/docs").Body.String()
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(html, -1) {
		if ids[m[1]] {
			t.Errorf("the anchor %s is not unique", m[1])
		}
		ids[m[1]] = true
	}
	for path, item := range a.huma.OpenAPI().Paths {
		for _, op := range docs.Operations(item) {
			if !ids[op.OperationID] {
				t.Errorf("%s %s is missing", op.Method, path)
			}
		}
	}
	for _, m := range regexp.MustCompile(`href="#([^"]*)"`).FindAllStringSubmatch(html, -1) {
		if !ids[m[1]] {
			t.Errorf("a link leads to #%s, which doesn't exist", m[1])
		}
	}
	// A problem's type is a link to its explanation.
	for _, k := range problem.Kinds() {
		if _, anchor, _ := strings.Cut(base("").explain(problem.New(k.Code, "")).Type, "#"); !ids[anchor] {
			t.Errorf("%s is not explained", k.Code)
		}
	}
	if !strings.Contains(html, "v1.2.3") {
		t.Error("the version is missing")
	}
	if strings.Contains(html, "&lt;nil&gt;") || strings.Contains(html, "{{") {
		t.Error("template syntax is left")
	}
}

func TestSpec_IsTheServedDocument(t *testing.T) {
	a := edge(t, Config{Version: "v1.2.3"})
	printed, err := Spec("v1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	var one, two any
	if err := json.Unmarshal(printed, &one); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(get(a, "/api/openapi.json").Body.Bytes(), &two); err != nil {
		t.Fatal(err)
	}
	if got, want := mustJSON(t, two), mustJSON(t, one); got != want {
		t.Error("`tandem openapi` prints a document that differs from the served one")
	}
}

func TestSpec_EveryOperationIsDescribed(t *testing.T) {
	spec := edge(t, Config{}).huma.OpenAPI()
	camel := regexp.MustCompile(`^[a-z]+([A-Z][a-zA-Z]*)*$`)
	seen := map[string]bool{}
	for path, item := range spec.Paths {
		for _, op := range docs.Operations(item) {
			if !camel.MatchString(op.OperationID) || seen[op.OperationID] {
				t.Errorf("%s %s has the id %q", op.Method, path, op.OperationID)
			}
			seen[op.OperationID] = true
			if op.Summary == "" || len(op.Tags) != 1 {
				t.Errorf("%s has no summary, or more or less than one tag", op.OperationID)
			}
			for _, name := range regexp.MustCompile(`\{(.*?)\}`).FindAllStringSubmatch(path, -1) {
				if !slices.ContainsFunc(op.Parameters, func(p *huma.Param) bool { return p.In == "path" && p.Name == name[1] }) {
					t.Errorf("%s has no parameter for {%s} of its path", op.OperationID, name[1])
				}
			}
			for _, param := range op.Parameters {
				if param.Schema.Description == "" && param.Description == "" {
					t.Errorf("%s doesn't describe its parameter %s", op.OperationID, param.Name)
				}
			}
			if op.Method != http.MethodGet && op.Responses["403"] == nil {
				t.Errorf("%s doesn't say that a foreign origin is refused", op.OperationID)
			}
			if len(op.Security) > 0 && op.Responses["401"] == nil {
				t.Errorf("%s doesn't say what happens without a session or token", op.OperationID)
			}
		}
	}
	if len(seen) < 19 {
		t.Errorf("only %d operations", len(seen))
	}
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
