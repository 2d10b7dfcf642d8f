package prompts

import "slices"

// Languages are the tags of the languages that the library speaks, English
// first: a game in any of them can be dealt without a model.
func Languages() []string {
	return slices.Clone(builtin().languages)
}

// Speaks tells whether language is one of Languages.
func Speaks(language string) bool {
	return slices.Contains(builtin().languages, language)
}
