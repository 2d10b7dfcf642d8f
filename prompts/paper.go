package prompts

// papers are the possible papers of a picture. The look names them; a set holds the hex
// value, as the page and the drawing use it.
var papers = []struct{ name, hex string }{
	{"Plain", "#FFFDF6"},
	{"Butter", "#FFF3CF"},
	{"Mist", "#E9F1F4"},
	{"Blush", "#FBE9E3"},
	{"Mint", "#E6F2E8"},
	{"Kraft", "#E3CFAE"},
}

// PaperNames returns the names of the papers, the plain one first.
func PaperNames() []string {
	names := make([]string, len(papers))
	for i, p := range papers {
		names[i] = p.name
	}
	return names
}

// PaperByName returns the hex value of a paper, "" if there is none of that name.
func PaperByName(name string) (hex string) {
	for _, p := range papers {
		if p.name == name {
			return p.hex
		}
	}
	return ""
}

func isPaper(hex string) bool {
	for _, p := range papers {
		if p.hex == hex {
			return true
		}
	}
	return false
}
