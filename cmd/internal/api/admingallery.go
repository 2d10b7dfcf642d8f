package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// Verdict is the body of decideExhibit.
type Verdict struct {
	Show bool   `json:"show" doc:"true: it may be in the gallery; false: not, or not any more."`
	Note string `json:"note,omitempty" maxLength:"500" doc:"Why, for the audit." example:"A name is in it."`
}

type (
	exhibitListInput struct {
		List string `query:"list" enum:"new,reported,agreed,refused" default:"new" doc:"new: without a verdict; reported: by somebody who saw it since the last one."`
		PageQuery
	}
	verdictInput struct {
		GamePath
		Body Verdict
	}
)

func (a *API) registerAdminGallery() {
	register(a, huma.Operation{
		OperationID: "listAdminGallery",
		Method:      http.MethodGet,
		Path:        "/api/admin/gallery",
		Tags:        []string{tagAdmin},
		Summary:     "What players want in the gallery",
		Description: "In a moderated gallery nothing is shown before your yes. The newest first.",
		Security:    needsAdmin,
		Errors:      []int{http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, a.listAdminGallery)
	register(a, huma.Operation{
		OperationID:   "decideExhibit",
		Method:        http.MethodPut,
		Path:          "/api/admin/gallery/{id}",
		Tags:          []string{tagAdmin},
		Summary:       "Let a game into the gallery, or not",
		DefaultStatus: http.StatusNoContent,
		Security:      needsAdmin,
		Errors:        []int{http.StatusNotFound, http.StatusTooManyRequests},
	}, a.decideExhibit)
}

func (a *API) listAdminGallery(ctx context.Context, in *exhibitListInput) (*exhibitsOutput, error) {
	exhibits, next, err := a.Exhibits.ExhibitList(ctx, in.List, in.Cursor, in.Limit)
	if err != nil {
		return nil, wrongCursor(err)
	}
	return &exhibitsOutput{Body: ExhibitPage{Games: a.exhibitsFor(exhibits), NextCursor: next}}, nil
}

func (a *API) decideExhibit(ctx context.Context, in *verdictInput) (*struct{}, error) {
	gallery, err := a.gallery(ctx)
	if err != nil {
		return nil, err
	}
	return nil, a.Exhibits.DecideExhibit(ctx, in.ID, in.Body.Show, gallery, auditNoteOf(ctx, in.Body.Note))
}
