package prompts

import "testing"

func TestDecentName(t *testing.T) {
	for name, want := range map[string]bool{
		// Names, and words that contain a slur by chance.
		"Mila": true, "": true, "🐌": true, "李雷": true, "علی\u200cرضا": true,
		"Scunthorpe": true, "Dickinson": true, "Dick": true, "Assam": true, "Cassandra": true, "Penistone": true, "Lightwater": true,
		"Nigel": true, "Niger": true, "Nigeria": true, "Killian": true, "Gunther": true, "Nazim": true, "Nazir": true, "Kikelia": true,
		"Fagan": true, "Spicer": true, "Kayla S. Hitchcock": true, "Shitara": true, "Matsushita": true, "Essex": true, "Sussex United": true,
		"Arsenal": true, "Cockburn": true, "Hancock": true, "Weedon": true, "Whorton": true, "Bastardo": true, "Gaylord": true,
		"María Concepción": true, "Concha": true, "Jesús": true, "Encarnación": true, "Consuelo": true, "Putin": true, "Reputación": true,
		"Computadora": true, "Disputado": true, "Cabrera": true, "Marisol": true, "Maricela": true, "Maricarmen": true, "América": true,
		"Zorrilla": true, "Guarrazar": true, "Negrete": true, "Dolores Putaendo": true, "Cono Sur": true, "Polla": true, "Pene": true,
		"Ana 3B": true, "Room 101": true, "Los 4 fantásticos": true, "J. R. R. T.": true, "A B C": true, "Ms. Fox' class": true,
		"As Sam": true, "Uhren": true, "Fickert": true, "Putensen": true, "Reputação": true, "小熊维尼": true, "快乐的水獭": true, "Class 5A": true, "Push It": true, "Mike Hunt": true,

		// Slurs, plain and disguised.
		"nigger": false, "NIGGER": false, "Niggers": false, "n1gg3r": false, "n i g g e r": false, "n.i.g.g.e.r": false, "n-i-g-g-e-r!": false,
		"niiiigger": false, "niggggger": false, "nіggеr": false, "ｎｉｇｇｅｒ": false, "n\u0336i\u0336g\u0336g\u0336e\u0336r\u0336": false,
		"nig ger": false, "xXniggerXx": false, "n!gger 4ever": false, "ɴɪɢɢᴇʀ": false, "𝓃𝒾𝑔𝑔𝑒𝓇": false, "N\u200di\u200dg\u200dg\u200de\u200dr": false,
		"faggot": false, "f4gg0t": false, "fuck you": false, "FuckMila": false, "fuuuuck": false, "F U C K": false, "f_u_c_k": false,
		"cunt": false, "c u n t": false, "shit": false, "$h1t": false, "Hitler": false, "h1tler88": false, "Sieg Heil": false, "nazi": false, "n4zi": false,
		"kill yourself": false, "KYS": false, "puta": false, "PUTA madre": false, "hijo de puta": false, "p.u.t.a": false, "put@": false, "pυta": false,
		"maricón": false, "MARICON": false, "mar1c0n": false, "cabrón": false, "cabrones": false, "gilipollas": false, "g i l i p o l l a s": false,
		"La mierda": false, "sudaca": false, "Chinga tu madre": false, "Du Arschloch": false, "H u r e n s o h n": false,
		"fils de pute": false, "Connard": false, "filho da puta": false, "Viado": false, "大傻逼": false, "小日本鬼子": false,
	} {
		if got := DecentName(name); got != want {
			t.Errorf("%q: %t, want %t (read as %q)", name, got, want, disguises(name))
		}
	}
}

func FuzzDecentName(f *testing.F) {
	f.Add("n1gg3r")
	f.Add("Scunthorpe")
	f.Fuzz(func(t *testing.T, name string) {
		if len(name) < 200 && !DecentName(name) && DecentName(name+" ") {
			t.Errorf("%q is decent with a trailing space", name)
		}
	})
}
