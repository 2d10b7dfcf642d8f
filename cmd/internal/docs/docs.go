// Package docs writes the API's documentation for readers, as one HTML page without a
// script, from the API's own description.
package docs

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/cmd/internal/problem"
)

var (
	//go:embed docs.html
	docsHTML string
	//go:embed docs.css
	docsCSS []byte
)

// Docs is the documentation of an API. It is written when somebody first asks for it: few do,
// and it takes longer than the rest of a start. Safe for concurrent use.
type Docs struct {
	Spec func() ([]byte, error) // the OpenAPI document, as JSON
	HTML func() ([]byte, error)
	CSS  func() ([]byte, error)
}

// New returns the documentation of an API. needs says what each of its security schemes asks
// of callers.
func New(spec *huma.OpenAPI, needs map[string]string) Docs {
	return Docs{
		CSS:  func() ([]byte, error) { return docsCSS, nil },
		Spec: sync.OnceValues(func() ([]byte, error) { return json.Marshal(spec) }),
		HTML: sync.OnceValues(func() ([]byte, error) {
			t, err := template.New("docs").Parse(docsHTML)
			if err != nil {
				return nil, err
			}
			var html bytes.Buffer
			err = t.Execute(&html, readSpec(spec, needs))
			return html.Bytes(), err
		}),
	}
}

// The data of the template.
type (
	page struct {
		Title, Version string
		Description    []string // paragraphs
		Groups         []group
		Schemas        []schema
		Problems       []problem.Kind
	}
	group struct {
		Name, Description string
		Operations        []operation
	}
	operation struct {
		ID, Method, Path, Summary string
		Description               []text
		Needs                     string
		Takes                     []field // parameters, then the fields of the body
		Answers                   []answer
		Fails                     []string // the statuses of its problems
	}
	answer struct {
		Status, Description, ContentType string
		Type                             valueType
	}
	schema struct {
		Name, Description string
		Fields            []field
		OneOf             []valueType
	}
	field struct {
		Name, In, Description string
		Required              bool
		Type                  valueType
		Facts                 string // limits, default, example
	}
	// valueType is the type of a value: its name, and the schema to link to, if any.
	valueType struct{ Name, Schema string }
	// text is a run of text, emphasised or not.
	text struct {
		Text string
		Em   bool
	}
)

// readSpec arranges the document for readers: operations by tag and path, schemas by name,
// every kind of problem.
func readSpec(spec *huma.OpenAPI, needs map[string]string) page {
	p := page{
		Title:       spec.Info.Title,
		Version:     spec.Info.Version,
		Description: strings.Split(spec.Info.Description, "\n\n"),
		Problems:    problem.Kinds(),
	}
	schemas := spec.Components.Schemas.Map()
	for _, tag := range spec.Tags {
		g := group{Name: tag.Name, Description: tag.Description}
		for _, path := range slices.Sorted(maps.Keys(spec.Paths)) {
			for _, op := range Operations(spec.Paths[path]) {
				if slices.Contains(op.Tags, tag.Name) {
					g.Operations = append(g.Operations, readOperation(op, schemas, needs))
				}
			}
		}
		p.Groups = append(p.Groups, g)
	}
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		p.Schemas = append(p.Schemas, readSchema(name, schemas[name]))
	}
	return p
}

// Operations returns those of one path.
func Operations(item *huma.PathItem) []*huma.Operation {
	all := []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete}
	return slices.DeleteFunc(all, func(op *huma.Operation) bool { return op == nil })
}

func readOperation(op *huma.Operation, schemas map[string]*huma.Schema, needs map[string]string) operation {
	o := operation{
		ID: op.OperationID, Method: op.Method, Path: op.Path, Summary: op.Summary,
		Description: emphasis(op.Description),
	}
	for _, need := range op.Security {
		for scheme := range need { // one
			o.Needs = cmp.Or(needs[scheme], o.Needs)
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
		r := answer{Status: status, Description: response.Description}
		for contentType, content := range response.Content { // one at most
			r.ContentType = contentType
			r.Type = readType(content.Schema)
		}
		o.Answers = append(o.Answers, r)
	}
	return o
}

func readSchema(name string, s *huma.Schema) schema {
	d := schema{Name: name, Description: s.Description}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		d.Fields = append(d.Fields, readField(name, s.Properties[name], slices.Contains(s.Required, name)))
	}
	slices.SortStableFunc(d.Fields, func(x, y field) int { return cmp.Compare(rank(x), rank(y)) })
	for _, one := range s.OneOf {
		event := fmt.Sprintf("%q with data ", one.Properties["event"].Enum[0])
		d.OneOf = append(d.OneOf, valueType{event, refName(one.Properties["data"].Ref)})
	}
	return d
}

// rank puts required fields before optional ones.
func rank(f field) int {
	if f.Required {
		return 0
	}
	return 1
}

func readField(name string, s *huma.Schema, required bool) field {
	f := field{Name: name, Required: required, Type: readType(s), Description: s.Description}
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

func readType(s *huma.Schema) valueType {
	switch {
	case s == nil:
		return valueType{}
	case s.Ref != "":
		return valueType{Schema: refName(s.Ref)}
	case s.Type == huma.TypeArray:
		of := readType(s.Items)
		of.Name = "list of " + of.Name
		return of
	case s.Format == "date-time":
		return valueType{Name: "time (RFC 3339)"}
	case s.Format == "binary":
		return valueType{Name: "bytes"}
	default:
		return valueType{Name: s.Type}
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
func emphasis(description string) []text {
	var runs []text
	for i, run := range strings.Split(strings.ReplaceAll(description, "`", "*"), "*") {
		runs = append(runs, text{Text: run, Em: i%2 == 1})
	}
	return runs
}
