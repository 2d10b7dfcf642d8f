package prompts

// Papers are the papers a picture can be drawn on, by name. The look decides
// them; the page and a set's Paper use the hex value.
var papers = []struct{ name, hex string }{
	{"Plain", "#FFFDF6"},
	{"Butter", "#FFF3CF"},
	{"Mist", "#E9F1F4"},
	{"Blush", "#FBE9E3"},
	{"Mint", "#E6F2E8"},
	{"Kraft", "#E3CFAE"},
}
