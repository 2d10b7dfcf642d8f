package prompts

import (
	"crypto/sha256"
	"embed"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
)

// libraryFiles hold the sets made by hand, one file a language, named by its tag, with what
// Check needs to know of the language. Every series has MaxRounds prompts, in an order such
// that the first few always make a picture. A set has the same key in all languages.
//
//go:embed library/*.json
var libraryFiles embed.FS

// library is all built-in sets. It is immutable.
type library struct {
	languages []string // English first
	of        map[string]language
	sets      map[string][]Set // by language
}

var builtin = sync.OnceValue(func() library {
	l, err := readLibrary()
	if err != nil {
		panic(err) // the files are part of the program, and a test reads them all
	}
	return l
})

func readLibrary() (library, error) {
	l := library{of: map[string]language{}, sets: map[string][]Set{}}
	files, err := libraryFiles.ReadDir("library")
	if err != nil {
		return l, fmt.Errorf("list the library: %w", err)
	}
	for _, f := range files {
		name := path.Join("library", f.Name())
		body, err := libraryFiles.ReadFile(name)
		if err != nil {
			return l, fmt.Errorf("read the library: %w", err)
		}
		var file struct {
			language
			Sets []struct {
				Key, Title, Theme, Paper, Caption string
				Difficulty                        Difficulty
				Series                            [2][]string
			}
		}
		if err := json.Unmarshal(body, &file); err != nil {
			return l, fmt.Errorf("read %s: %w", name, err)
		}
		l.languages = append(l.languages, file.Language)
		l.of[file.Language] = file.language
		for _, s := range file.Sets {
			l.sets[file.Language] = append(l.sets[file.Language], Set{
				Key: s.Key, Source: FromLibrary, Language: file.Language,
				Title: s.Title, Theme: s.Theme, Caption: s.Caption, Difficulty: s.Difficulty,
				Paper: PaperByName(s.Paper), Series: s.Series,
			}.identified())
		}
	}
	slices.SortStableFunc(l.languages, func(a, b string) int {
		switch {
		case a == "en":
			return -1
		case b == "en":
			return 1
		}
		return strings.Compare(a, b)
	})
	return l, nil
}

// in returns the sets in a language, or the English ones if it has none.
func (l library) in(language string) []Set {
	if sets, ok := l.sets[language]; ok {
		return sets
	}
	return l.sets["en"]
}

// InLibrary returns the library's set with a key in a language; false if there is none.
func InLibrary(language, key string) (Set, bool) {
	sets := builtin().sets[language]
	if i := slices.IndexFunc(sets, func(s Set) bool { return s.Key == key }); i >= 0 {
		return sets[i], true
	}
	return Set{}, false
}

// Themes returns the themes of the library in a language.
func Themes(language string) []string { return slices.Clone(builtin().of[language].Themes) }

// isTheme reports whether the library has sets of a theme, in any language.
func isTheme(theme string) bool {
	for _, sets := range builtin().sets {
		if slices.ContainsFunc(sets, func(s Set) bool { return strings.EqualFold(s.Theme, theme) }) {
			return true
		}
	}
	return false
}

// all returns the sets of all languages.
func (l library) all() []Set {
	var all []Set
	for _, language := range l.languages {
		all = append(all, l.sets[language]...)
	}
	return all
}

// identified derives a library set's ID from its content: the same prompts have the same ID
// in every process.
func (s Set) identified() Set {
	h := sha256.New()
	for _, text := range slices.Concat([]string{s.Language, s.Title, s.Theme, string(s.Difficulty), s.Paper, s.Caption}, s.Series[0], s.Series[1]) {
		fmt.Fprintf(h, "%d:%s,", len(text), text)
	}
	s.ID = base32.StdEncoding.EncodeToString(h.Sum(nil))[:26]
	return s
}

// EnglishTheme returns the English name of a theme of the library, whatever its language; any
// other theme as it is.
func EnglishTheme(theme string) string {
	for _, l := range builtin().of {
		if i := slices.Index(l.Themes, theme); i >= 0 {
			return builtin().of["en"].Themes[i]
		}
	}
	return theme
}
