package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/cmd/internal/problem"
	"github.com/tandem-game/tandem/store"
)

// Exhibit is a game in the gallery.
type Exhibit struct {
	ID       string    `json:"id" doc:"The game's." example:"7C3IXHWN2YVQ5EKRZ4PAJUSOGD"`
	Title    string    `json:"title" doc:"The name of its prompt set." example:"The lighthouse picnic"`
	Theme    string    `json:"theme" doc:"What its prompts are about." example:"Under the sea"`
	Language string    `json:"language" doc:"The language of its prompts." example:"en"`
	Paper    string    `json:"paper" doc:"The colour of its paper." example:"#FFF3CF"`
	Caption  string    `json:"caption" doc:"One line about the drawing the prompts make together; may be empty." example:"An octopus pours tea for a lighthouse."`
	Names    []string  `json:"names" nullable:"false" minItems:"2" maxItems:"2" doc:"Of seat 1 and seat 2." example:"[\"Mila\",\"Jonas\"]"`
	EndedAt  time.Time `json:"ended_at" doc:"When it was drawn." example:"2026-05-01T18:33:10Z"`
	ShownAt  time.Time `json:"shown_at" doc:"Since when it is in the gallery." example:"2026-05-02T09:15:00Z"`
	Picture  string    `json:"picture" format:"uri-reference" doc:"Where the drawing is, as a PNG." example:"/api/games/7C3IXHWN2YVQ5EKRZ4PAJUSOGD/drawing.png"`
	Liking
}

// Liking is how a game in the gallery is liked.
type Liking struct {
	Likes int  `json:"likes" doc:"How many players like it, without those whose likes don't count yet: see likeGame." example:"12"`
	Liked bool `json:"liked" doc:"You like it."`
}

// ExhibitPage is one page of the gallery.
type ExhibitPage struct {
	Games      []Exhibit `json:"games" nullable:"false"`
	NextCursor string    `json:"next_cursor,omitempty" doc:"Give it back as cursor for the next page; absent on the last." example:"bmV3ZXN0IDE3NzcgN0MzSQ"`
}

// SetShowing is the body of setShowing.
type SetShowing struct {
	Shown bool `json:"shown" doc:"true: I want it in the gallery; false: not, or not any more."`
}

// SetLike is the body of likeGame.
type SetLike struct {
	Liked bool `json:"liked" doc:"true: I like it; false: not, or not any more."`
}

type (
	galleryQuery struct {
		Sort     string `query:"sort" enum:"newest,most_liked,week" default:"newest" doc:"In which order; week: the most liked of those shown in the last seven days."`
		Theme    string `query:"theme" maxLength:"200" doc:"Only drawings of this theme; one of the library's in any of its languages." example:"Under the sea"`
		Language string `query:"language" maxLength:"35" doc:"Only drawings with prompts in this language." example:"en"`
		PageQuery
	}
	exhibitsOutput struct {
		Body ExhibitPage
	}
	showingInput struct {
		GamePath
		Body SetShowing
	}
	likeInput struct {
		GamePath
		Body SetLike
	}
	likingOutput struct {
		Body Liking
	}
)

func (a *API) registerGallery() {
	register(a, huma.Operation{
		OperationID: "listGallery",
		Method:      http.MethodGet,
		Path:        "/api/gallery",
		Tags:        []string{tagGallery},
		Summary:     "Drawings that both of their players show",
		Description: "What one of them takes back, makes private or has deleted isn't there any more at once, and neither is what was reported or deleted by the operator.",
		Errors:      []int{http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, a.listGallery)
	register(a, huma.Operation{
		OperationID: "setShowing",
		Method:      http.MethodPut,
		Path:        "/api/games/{id}/showing",
		Tags:        []string{tagGallery},
		Summary:     "Want a game of yours in the gallery, or not",
		Description: "It is there while both players want it, in a moderated gallery once the operator agrees. Who wants it there lets others " +
			"see it, too: see setSharing. Both must have drawn; games with a ghost or with a host's own prompts don't come into the gallery.",
		Security: needsSession,
		Errors:   []int{http.StatusNotFound},
	}, a.setShowing)
	register(a, huma.Operation{
		OperationID: "likeGame",
		Method:      http.MethodPut,
		Path:        "/api/games/{id}/like",
		Tags:        []string{tagGallery},
		Summary:     "Like a game in the gallery, or not",
		Description: "Your like counts once you have finished a game with another player, and never on a game of your own.",
		Security:    needsSession,
		Errors:      []int{http.StatusNotFound, http.StatusTooManyRequests},
	}, a.likeGame)
	register(a, huma.Operation{
		OperationID:   "reportExhibit",
		Method:        http.MethodPut,
		Path:          "/api/games/{id}/showing/report",
		DefaultStatus: http.StatusNoContent,
		Tags:          []string{tagGallery},
		Summary:       "Report a game in the gallery",
		Description:   "Reaches the operator. What the operator hasn't agreed to yet leaves the gallery until then.",
		Security:      needsSession,
		Errors:        []int{http.StatusNotFound, http.StatusTooManyRequests},
	}, a.reportExhibit)
}

// gallery returns which gallery there is: the configured one, or else a moderated one as
// soon as the operator has signed in, so that somebody is there to moderate it.
func (a *API) gallery(ctx context.Context) (store.Gallery, error) {
	if a.cfg.Gallery != "" {
		return a.cfg.Gallery, nil
	}
	if !a.signedIn.Load() {
		did, err := a.Operator.OperatorSignedIn(ctx)
		if err != nil || !did {
			return store.NoGallery, err
		}
		a.signedIn.Store(true)
	}
	return store.ModeratedGallery, nil
}

// openGallery returns the gallery, or the problem that there is none.
func (a *API) openGallery(ctx context.Context) (store.Gallery, error) {
	gallery, err := a.gallery(ctx)
	if err == nil && gallery == store.NoGallery {
		err = problem.New(problem.NoSuchPage, "This Tandem has no gallery.")
	}
	return gallery, err
}

func (a *API) listGallery(ctx context.Context, in *galleryQuery) (*exhibitsOutput, error) {
	v, err := a.visitor(ctx)
	if err != nil {
		return nil, err
	}
	gallery, err := a.openGallery(ctx)
	if err != nil {
		return nil, err
	}
	exhibits, next, err := a.Exhibits.Gallery(ctx, in.page(gallery, v.playerID()))
	if err != nil {
		return nil, wrongCursor(err)
	}
	return &exhibitsOutput{Body: ExhibitPage{Games: a.exhibitsFor(exhibits), NextCursor: next}}, nil
}

// page returns the page of a gallery that a request asks for.
func (in *galleryQuery) page(gallery store.Gallery, viewer string) store.GalleryPage {
	return store.GalleryPage{
		Gallery: gallery, Order: store.Order(in.Sort), Theme: in.Theme, Language: in.Language,
		Viewer: viewer, After: in.Cursor, Limit: in.Limit,
	}
}

func (a *API) exhibitsFor(exhibits []store.Exhibit) []Exhibit {
	out := make([]Exhibit, len(exhibits))
	for i, e := range exhibits {
		out[i] = Exhibit{
			ID: e.Game, Title: e.Title, Theme: e.Theme, Language: e.Language, Paper: e.Paper, Caption: e.Caption, Names: e.Names[:],
			EndedAt: e.EndedAt, ShownAt: e.ShownAt, Picture: a.base.pictureOf(e.Game), Liking: *likingFor(e),
		}
	}
	return out
}

func likingFor(e store.Exhibit) *Liking { return &Liking{Likes: e.Likes, Liked: e.Liked} }

func (a *API) setShowing(ctx context.Context, in *showingInput) (*betweenOutput, error) {
	g, err := a.admit(ctx, in.ID, guardIt)
	if err != nil {
		return nil, err
	}
	if err := a.Exhibits.ShowGame(ctx, g.ID, visitOf(ctx).player.ID, in.Body.Shown); err != nil {
		return nil, err
	}
	a.wallChanged(g)
	return a.getBetween(ctx, &in.GamePath)
}

// showingFor says how the visitor stands to their game's way into the gallery.
func (a *API) showingFor(ctx context.Context, g admission, out *Between) error {
	out.Gallery = "none"
	gallery, err := a.gallery(ctx)
	if err != nil || gallery == store.NoGallery {
		return err
	}
	w, err := a.Exhibits.Showing(ctx, g.ID, g.Seats[g.seat-1].Player, gallery)
	if err != nil || !w.Possible {
		return err
	}
	out.Gallery, out.YouShow, out.PartnerShows, out.Likes = string(w.Stage), w.You, w.Partner, w.Likes
	return nil
}

// exhibit returns a game of the gallery as the visitor sees it; store.ErrNoGame.
func (a *API) exhibit(ctx context.Context, id string) (store.Exhibit, store.Gallery, error) {
	gallery, err := a.gallery(ctx)
	if err != nil {
		return store.Exhibit{}, gallery, err
	}
	if gallery == store.NoGallery || !idForm.MatchString(id) {
		return store.Exhibit{}, gallery, store.ErrNoGame
	}
	e, err := a.Exhibits.Exhibit(ctx, id, visitOf(ctx).playerID(), gallery)
	return e, gallery, err
}

// CountLikes makes earlier likes of the players of a kept game count, in the background.
func (a *API) CountLikes(game string) {
	a.sockets.run(func() {
		if err := a.Exhibits.CountLikes(a.ctx, game); err != nil && a.ctx.Err() == nil {
			a.log.WarnContext(a.ctx, "likes of a game's players don't count yet", "game", game, "error", err)
		}
	})
}

func (a *API) likeGame(ctx context.Context, in *likeInput) (*likingOutput, error) {
	me := visitOf(ctx).player.ID
	if !a.likes.Take(me) {
		return nil, problem.New(problem.TooMany, "")
	}
	e, gallery, err := a.exhibit(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if err := a.Exhibits.Like(ctx, e.Game, me, in.Body.Liked, gallery); err != nil {
		return nil, err
	}
	e, _, err = a.exhibit(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &likingOutput{Body: *likingFor(e)}, nil
}

func (a *API) reportExhibit(ctx context.Context, in *GamePath) (*struct{}, error) {
	e, gallery, err := a.exhibit(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if !a.reports.Take(visitOf(ctx).client) {
		return nil, problem.New(problem.TooMany, "Too many reports came from your address. Wait a little.")
	}
	return nil, a.Exhibits.ReportExhibit(ctx, e.Game, gallery)
}
