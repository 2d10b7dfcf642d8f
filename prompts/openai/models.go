package openai

import (
	"context"
	"net/http"

	"github.com/openai/openai-go/v3/option"
)

// Models asks the server which models it has, which costs nothing. It fails with an *Error:
// Unauthorized if the key is refused, Rejected if the server has no such list.
func (s *Source) Models(ctx context.Context) (ids []string, err error) {
	var response *http.Response
	page, err := s.models.List(ctx, option.WithResponseInto(&response))
	if err != nil {
		return nil, explain(ctx, err, response)
	}
	for _, m := range page.Data {
		ids = append(ids, m.ID)
	}
	return ids, nil
}

// Model returns the name of the model that writes.
func (s *Source) Model() string { return s.model }
