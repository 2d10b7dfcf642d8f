package api

import (
	"cmp"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/cmd/internal/problem"
	"github.com/tandem-game/tandem/store"
)

// OEmbed is how another site shows a link to a game. See https://oembed.com.
type OEmbed struct {
	XMLName         xml.Name `json:"-" xml:"oembed"`
	Type            string   `json:"type" xml:"type" enum:"rich"`
	Version         string   `json:"version" xml:"version" enum:"1.0"`
	Title           string   `json:"title" xml:"title" doc:"The name of its prompt set." example:"The lighthouse picnic"`
	AuthorName      string   `json:"author_name,omitempty" xml:"author_name,omitempty" doc:"Its players; absent once both have taken their names back." example:"Mila & Jonas"`
	ProviderName    string   `json:"provider_name" xml:"provider_name" example:"Tandem"`
	ProviderURL     string   `json:"provider_url" xml:"provider_url" format:"uri" example:"https://draw.example/"`
	CacheAge        int      `json:"cache_age" xml:"cache_age" doc:"For how many seconds this may be kept: 0, as players may take a game back." example:"0"`
	HTML            string   `json:"html" xml:"html" doc:"What shows the replay in a page." example:"<iframe src=\"https://draw.example/g/7C3IXHWN2YVQ5EKRZ4PAJUSOGD/embed\" width=\"640\" height=\"480\"></iframe>"`
	Width           int      `json:"width" xml:"width" doc:"In pixels." example:"640"`
	Height          int      `json:"height" xml:"height" doc:"In pixels." example:"480"`
	ThumbnailURL    string   `json:"thumbnail_url,omitempty" xml:"thumbnail_url,omitempty" format:"uri" doc:"The drawing; absent if even the smallest is larger than asked for." example:"https://draw.example/api/games/7C3IXHWN2YVQ5EKRZ4PAJUSOGD/drawing.png?width=480"`
	ThumbnailWidth  int      `json:"thumbnail_width,omitempty" xml:"thumbnail_width,omitempty" doc:"In pixels." example:"480"`
	ThumbnailHeight int      `json:"thumbnail_height,omitempty" xml:"thumbnail_height,omitempty" doc:"In pixels." example:"360"`
}

const (
	oEmbedTypeJSON = "application/json"
	oEmbedTypeXML  = "text/xml"

	embedWidth     = 640 // of the frame, in pixels
	thumbnailWidth = 480
	smallThumbnail = 132
)

type (
	oEmbedInput struct {
		URL       string `query:"url" required:"true" maxLength:"2048" doc:"The address of the game's page." example:"https://draw.example/g/7C3IXHWN2YVQ5EKRZ4PAJUSOGD"`
		Format    string `query:"format" default:"json" maxLength:"16" doc:"json or xml." example:"json"`
		MaxWidth  int    `query:"maxwidth" minimum:"1" maximum:"100000" doc:"How wide it may be, in pixels." example:"640"`
		MaxHeight int    `query:"maxheight" minimum:"1" maximum:"100000" doc:"How high it may be, in pixels." example:"480"`
	}
	oEmbedOutput struct {
		ContentType string `header:"Content-Type"`
		Body        []byte
	}
)

func (a *API) registerOEmbed() {
	register(a, huma.Operation{
		OperationID: "getOEmbed",
		Method:      http.MethodGet,
		Path:        "/api/oembed",
		Tags:        []string{tagGames},
		Summary:     "How another site shows a link to a game",
		Description: "An oEmbed provider (https://oembed.com); the page of a game that others may see leads here. 401: others may " +
			"not see that game, or there is none; the answer doesn't tell which. 404: the address isn't that of a game here. 501: an unknown format.",
		Middlewares: huma.Middlewares{anyOrigin},
		Responses: map[string]*huma.Response{"200": {
			Description: "What to show.",
			Content: map[string]*huma.MediaType{
				oEmbedTypeJSON: {Schema: a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[OEmbed](), true, "OEmbed")},
				oEmbedTypeXML:  {Schema: &huma.Schema{Type: huma.TypeString}},
			},
		}},
		Errors: []int{http.StatusUnauthorized, http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusNotImplemented},
	}, a.getOEmbed)
}

// anyOrigin lets the scripts of other sites read an operation's answer. Browsers send no
// cookies with such a request, so they read what everybody may see.
func anyOrigin(ctx huma.Context, next func(huma.Context)) {
	ctx.SetHeader("Access-Control-Allow-Origin", "*")
	next(ctx)
}

func (a *API) getOEmbed(ctx context.Context, in *oEmbedInput) (*oEmbedOutput, error) {
	if in.Format != "json" && in.Format != "xml" {
		return nil, problem.InvalidField("query.format", "must be json or xml").WithStatus(http.StatusNotImplemented)
	}
	origin := visitOf(ctx).address
	id := gameAt(origin, in.URL)
	if id == "" {
		return nil, problem.New(problem.NoSuchGame, "This address isn't that of a drawing on this Tandem.")
	}
	g, err := a.admit(ctx, id, showIt)
	if errors.Is(err, store.ErrNoGame) {
		return nil, problem.New(problem.NoSuchGame, "There is no drawing here that everybody may see.").WithStatus(http.StatusUnauthorized)
	}
	if err != nil {
		return nil, err
	}
	e := oEmbedOf(g.Game, origin, in.MaxWidth, in.MaxHeight)
	if in.Format == "xml" {
		body, err := xml.Marshal(e)
		return &oEmbedOutput{ContentType: oEmbedTypeXML, Body: append([]byte(xml.Header), body...)}, err
	}
	body, err := json.Marshal(e)
	return &oEmbedOutput{ContentType: oEmbedTypeJSON, Body: body}, err
}

// gameAt returns the id of the game whose page, or replay to embed, has an address; "" if it
// is another address.
func gameAt(origin, address string) string {
	here, err := url.Parse(origin)
	if err != nil {
		return ""
	}
	there, err := url.Parse(address)
	if err != nil || there.Scheme != "http" && there.Scheme != "https" || !strings.EqualFold(there.Host, here.Host) {
		return ""
	}
	id, ok := strings.CutPrefix(there.Path, here.Path+"/g/")
	id = strings.TrimSuffix(strings.TrimSuffix(id, "/"), "/embed")
	if !ok || !idForm.MatchString(id) {
		return ""
	}
	return id
}

// oEmbedOf describes a game. The frame has the drawing's shape and is as large as usual, or
// as large as asked for; 0: any size.
func oEmbedOf(g store.Game, origin string, maxWidth, maxHeight int) OEmbed {
	most := func(width int) int {
		if maxWidth > 0 {
			width = min(width, maxWidth)
		}
		if maxHeight > 0 {
			width = min(width, maxHeight*4/3)
		}
		return max(width, 1)
	}
	height := func(width int) int { return max(width*3/4, 1) }
	width := most(embedWidth)
	e := OEmbed{
		Type: "rich", Version: "1.0", Title: cmp.Or(g.Title(), "Tandem"), AuthorName: authorsOf(g),
		ProviderName: "Tandem", ProviderURL: origin + "/",
		Width: width, Height: height(width),
	}
	title := e.Title
	if e.AuthorName != "" {
		title += ", " + e.AuthorName
	}
	e.HTML = fmt.Sprintf(`<iframe src="%s/embed" title="%s" width="%d" height="%d" loading="lazy" allowfullscreen `+
		`style="width: 100%%; max-width: %dpx; height: auto; aspect-ratio: 4 / 3; border: 0"></iframe>`,
		html.EscapeString(gamePage(origin, g.ID)), html.EscapeString(title), e.Width, e.Height, e.Width)
	for _, w := range []int{thumbnailWidth, smallThumbnail} {
		if most(w) == w {
			e.ThumbnailURL = fmt.Sprintf("%s%s?width=%d", origin, "/api/games/"+g.ID+"/drawing.png", w)
			e.ThumbnailWidth, e.ThumbnailHeight = w, height(w)
			break
		}
	}
	return e
}

// authorsOf returns the names of a game's players that they have not taken back.
func authorsOf(g store.Game) string {
	var names []string
	for _, s := range g.Seats {
		if s.Name != "" {
			names = append(names, s.Name)
		}
	}
	return strings.Join(names, " & ")
}

// oEmbedLinks returns the links by which other sites find how to show a game.
func oEmbedLinks(g store.Game, origin string) string {
	var b strings.Builder
	for _, form := range []struct{ name, kind string }{{"json", oEmbedTypeJSON}, {"xml", oEmbedTypeXML}} {
		query := url.Values{"url": {gamePage(origin, g.ID)}, "format": {form.name}}
		fmt.Fprintf(&b, "    <link rel=\"alternate\" type=\"%s+oembed\" href=\"%s\" title=\"%s\" />\n",
			form.kind, html.EscapeString(origin+"/api/oembed?"+query.Encode()), html.EscapeString(cmp.Or(g.Title(), "Tandem")))
	}
	return b.String()
}
