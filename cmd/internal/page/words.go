package page

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"golang.org/x/text/language"
)

// Words is what the server says in a language; the page's script says the rest. They are
// HTML, but for DrawnBy and those of the gallery.
type Words struct {
	Language string // its tag

	Description string `json:"description"`
	NoScript    string `json:"noScript"`
	Late        string `json:"late"`
	DrawnBy     string `json:"drawnBy"` // {a} and {b} are the names

	Gallery      string `json:"gallery"`
	GalleryAbout string `json:"galleryAbout"`
	GalleryMore  string `json:"galleryMore"`
}

// spoken is the words of all languages.
type spoken struct {
	words   []Words // English first
	matcher language.Matcher
}

// readWords reads a file of words for each language, src/i18n/TAG/server.json. Without
// files the page is served as it was built, in English.
func readWords(files fs.FS) (spoken, error) {
	if files == nil {
		return spoken{[]Words{{Language: "en"}}, language.NewMatcher([]language.Tag{language.English})}, nil
	}
	paths, err := fs.Glob(files, "src/i18n/*/server.json")
	if err != nil {
		return spoken{}, fmt.Errorf("list the languages: %w", err)
	}
	var s spoken
	for _, name := range paths {
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return s, fmt.Errorf("read a language: %w", err)
		}
		w := Words{Language: path.Base(path.Dir(name))}
		if err := json.Unmarshal(body, &w); err != nil {
			return s, fmt.Errorf("read %s: %w", name, err)
		}
		if w.Language == "en" {
			s.words = append([]Words{w}, s.words...)
		} else {
			s.words = append(s.words, w)
		}
	}
	var tags []language.Tag
	for _, w := range s.words {
		tag, err := language.Parse(w.Language)
		if err != nil {
			return s, fmt.Errorf("the language %s: %w", w.Language, err)
		}
		tags = append(tags, tag)
	}
	s.matcher = language.NewMatcher(tags)
	return s, nil
}

// Of returns the words of the language with a tag, or the English ones.
func (p *Page) Of(tag string) Words {
	for _, w := range p.spoken.words {
		if w.Language == tag {
			return w
		}
	}
	return p.spoken.words[0]
}

// Best returns the words of the language that the visitor's browser likes best.
func (p *Page) Best(r *http.Request) Words {
	wished, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil {
		return p.spoken.words[0]
	}
	_, i, _ := p.spoken.matcher.Match(wished...)
	return p.spoken.words[i]
}

// Authors returns the sentence about who drew a picture, "" if a name is missing.
func (w Words) Authors(a, b string) string {
	if a == "" || b == "" {
		return ""
	}
	return strings.NewReplacer("{a}", a, "{b}", b).Replace(w.DrawnBy)
}

// translate returns the built page, which is in English, in a language.
func (s spoken) translate(page []byte, to Words) []byte {
	english := s.words[0]
	if to.Language == english.Language {
		return page
	}
	return []byte(strings.NewReplacer(
		`<html lang="`+english.Language+`">`, `<html lang="`+to.Language+`">`,
		english.Description, to.Description,
		english.NoScript, to.NoScript,
		english.Late, to.Late,
	).Replace(string(page)))
}
