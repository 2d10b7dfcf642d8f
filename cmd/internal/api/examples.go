package api

import (
	"mime"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/cmd/internal/docs"
)

// exemplify gives every JSON body of the document an example, made from those of its
// fields.
func exemplify(spec *huma.OpenAPI) {
	put := func(content map[string]*huma.MediaType) {
		for name, media := range content {
			if kind, _, _ := mime.ParseMediaType(name); kind == "application/json" && media.Schema != nil {
				media.Example = exampleOf(spec.Components.Schemas, media.Schema)
			}
		}
	}
	for _, item := range spec.Paths {
		for _, op := range docs.Operations(item) {
			if op.RequestBody != nil {
				put(op.RequestBody.Content)
			}
			for status, response := range op.Responses {
				if strings.HasPrefix(status, "2") {
					put(response.Content)
				}
			}
		}
	}
}

// exampleOf returns an example of a schema; nil if it has none.
func exampleOf(schemas huma.Registry, s *huma.Schema) any {
	if s.Ref != "" {
		s = schemas.SchemaFromRef(s.Ref)
	}
	switch {
	case len(s.Examples) > 0:
		return s.Examples[0]
	case s.Default != nil:
		return s.Default
	case len(s.Enum) > 0:
		return s.Enum[0]
	case len(s.OneOf) > 0:
		return exampleOf(schemas, s.OneOf[0])
	}
	switch s.Type {
	case huma.TypeObject:
		fields := map[string]any{}
		for name, field := range s.Properties {
			fields[name] = exampleOf(schemas, field)
		}
		return fields
	case huma.TypeArray:
		items := 1
		if s.MinItems != nil {
			items = max(items, *s.MinItems)
		}
		return slices.Repeat([]any{exampleOf(schemas, s.Items)}, items)
	case huma.TypeBoolean:
		return true
	}
	return nil
}
