package api

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
)

var (
	//go:embed docs.html
	docsHTML string
	//go:embed docs.css
	docsCSS []byte
)

// docs is the API's documentation. It is made when somebody first asks for it: few do, and it
// takes longer than the rest of a start.
type docs struct {
	spec, html, css func() ([]byte, error)
}

func newDocs(spec *huma.OpenAPI) docs {
	return docs{
		css:  func() ([]byte, error) { return docsCSS, nil },
		spec: sync.OnceValues(func() ([]byte, error) { return json.Marshal(spec) }),
		html: sync.OnceValues(func() ([]byte, error) {
			t, err := template.New("docs").Parse(docsHTML)
			if err != nil {
				return nil, err
			}
			var html bytes.Buffer
			err = t.Execute(&html, readSpec(spec))
			return html.Bytes(), err
		}),
	}
}

// serveDocs returns a handler that answers with what write returns.
func (a *API) serveDocs(contentType string, write func() ([]byte, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := write()
		if err != nil {
			a.base.refuse(w, a.problemOf(r.Context(), fmt.Errorf("write the API's documentation: %w", err)))
			return
		}
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("Cache-Control", cacheAskMe)
		_, _ = w.Write(body) // the client may be gone
	}
}

// The data of the template.
type (
	docsPage struct {
		Title, Version string
		Description    []string // paragraphs
		Groups         []docsGroup
		Schemas        []docsSchema
		Problems       []docsProblem
	}
	docsGroup struct {
		Name, Description string
		Operations        []docsOperation
	}
	docsOperation struct {
		ID, Method, Path, Summary string
		Description               []docsText
		Needs                     string
		Takes                     []docsField // parameters, then the fields of the body
		Answers                   []docsAnswer
		Fails                     []string // the statuses of its problems
	}
	docsAnswer struct {
		Status, Description, ContentType string
		Type                             docsType
	}
	docsSchema struct {
		Name, Description string
		Fields            []docsField
		OneOf             []docsType
	}
	docsField struct {
		Name, In, Description string
		Required              bool
		Type                  docsType
		Facts                 string // limits, default, example
	}
	// docsType is the type of a value: its name, and the schema to link to, if any.
	docsType struct{ Name, Schema string }
	// docsText is a run of text, emphasised or not.
	docsText struct {
		Text string
		Em   bool
	}
	docsProblem struct {
		Code          Code
		Status        int
		Title, Detail string
	}
)

// readSpec arranges the document for readers: operations by tag and path, schemas by name,
// every kind of problem.
func readSpec(spec *huma.OpenAPI) docsPage {
	p := docsPage{
		Title:       spec.Info.Title,
		Version:     spec.Info.Version,
		Description: strings.Split(spec.Info.Description, "\n\n"),
	}
	schemas := spec.Components.Schemas.Map()
	for _, tag := range spec.Tags {
		g := docsGroup{Name: tag.Name, Description: tag.Description}
		for _, path := range slices.Sorted(maps.Keys(spec.Paths)) {
			for _, op := range operations(spec.Paths[path]) {
				if slices.Contains(op.Tags, tag.Name) {
					g.Operations = append(g.Operations, readOperation(op, schemas))
				}
			}
		}
		p.Groups = append(p.Groups, g)
	}
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		p.Schemas = append(p.Schemas, readSchema(name, schemas[name]))
	}
	for _, k := range kinds {
		p.Problems = append(p.Problems, docsProblem{k.code, k.status, k.title, k.detail})
	}
	return p
}

// operations returns those of one path.
func operations(item *huma.PathItem) []*huma.Operation {
	all := []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete}
	return slices.DeleteFunc(all, func(op *huma.Operation) bool { return op == nil })
}

func readOperation(op *huma.Operation, schemas map[string]*huma.Schema) docsOperation {
	o := docsOperation{
		ID: op.OperationID, Method: op.Method, Path: op.Path, Summary: op.Summary,
		Description: emphasis(op.Description),
	}
	for _, need := range op.Security {
		if _, ok := need[schemeSession]; ok {
			o.Needs = "a session"
		}
		if _, ok := need[schemeAdmin]; ok {
			o.Needs = "the admin token"
		}
	}
	for _, param := range op.Parameters {
		f := readField(param.Name, param.Schema, param.Required)
		f.In = param.In
		if f.Description == "" {
			f.Description = param.Description
		}
		o.Takes = append(o.Takes, f)
	}
	if op.RequestBody != nil {
		if json := op.RequestBody.Content["application/json"]; json != nil {
			for _, f := range readSchema("", schemas[refName(json.Schema.Ref)]).Fields {
				f.In = "body"
				o.Takes = append(o.Takes, f)
			}
		}
	}
	for _, status := range slices.Sorted(maps.Keys(op.Responses)) {
		response := op.Responses[status]
		if response.Content["application/problem+json"] != nil {
			o.Fails = append(o.Fails, status)
			continue
		}
		r := docsAnswer{Status: status, Description: response.Description}
		for contentType, content := range response.Content { // one at most
			r.ContentType = contentType
			r.Type = readType(content.Schema)
		}
		o.Answers = append(o.Answers, r)
	}
	return o
}

func readSchema(name string, s *huma.Schema) docsSchema {
	d := docsSchema{Name: name, Description: s.Description}
	for _, field := range slices.Sorted(maps.Keys(s.Properties)) {
		d.Fields = append(d.Fields, readField(field, s.Properties[field], slices.Contains(s.Required, field)))
	}
	slices.SortStableFunc(d.Fields, func(x, y docsField) int { return cmp.Compare(rank(x), rank(y)) })
	for _, one := range s.OneOf {
		event := fmt.Sprintf("%q with data ", one.Properties["event"].Enum[0])
		d.OneOf = append(d.OneOf, docsType{event, refName(one.Properties["data"].Ref)})
	}
	return d
}

// rank puts required fields before optional ones.
func rank(f docsField) int {
	if f.Required {
		return 0
	}
	return 1
}

func readField(name string, s *huma.Schema, required bool) docsField {
	f := docsField{Name: name, Required: required, Type: readType(s), Description: s.Description}
	var facts []string
	fact := func(format string, args ...any) { facts = append(facts, fmt.Sprintf(format, args...)) }
	if s.Minimum != nil && s.Maximum != nil {
		fact("%g to %g", *s.Minimum, *s.Maximum)
	}
	if s.MinLength != nil && s.MaxLength != nil {
		fact("%d to %d characters", *s.MinLength, *s.MaxLength)
	} else if s.MaxLength != nil {
		fact("at most %d characters", *s.MaxLength)
	}
	if len(s.Enum) > 0 {
		fact("one of %s", oneOf(s.Enum))
	}
	if s.Default != nil {
		fact("default %v", s.Default)
	}
	if len(s.Examples) > 0 {
		example, err := json.Marshal(s.Examples[0])
		if err == nil {
			fact("for example %s", example)
		}
	}
	f.Facts = strings.Join(facts, "; ")
	return f
}

func readType(s *huma.Schema) docsType {
	switch {
	case s == nil:
		return docsType{}
	case s.Ref != "":
		return docsType{Schema: refName(s.Ref)}
	case s.Type == huma.TypeArray:
		of := readType(s.Items)
		of.Name = "list of " + of.Name
		return of
	case s.Format == "date-time":
		return docsType{Name: "time (RFC 3339)"}
	case s.Format == "binary":
		return docsType{Name: "bytes"}
	default:
		return docsType{Name: s.Type}
	}
}

func refName(ref string) string { return strings.TrimPrefix(ref, "#/components/schemas/") }

func oneOf(values []any) string {
	said := make([]string, len(values))
	for i, v := range values {
		said[i] = fmt.Sprint(v)
		if s, ok := v.(string); ok {
			said[i] = strconv.Quote(s)
		}
	}
	return strings.Join(said, ", ")
}

// emphasis parses the only mark-up of descriptions, *so* and `so`.
func emphasis(text string) []docsText {
	var runs []docsText
	for i, run := range strings.Split(strings.ReplaceAll(text, "`", "*"), "*") {
		runs = append(runs, docsText{Text: run, Em: i%2 == 1})
	}
	return runs
}
