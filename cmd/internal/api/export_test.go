package api

import "testing"

func TestCells_AreNeverFormulas(t *testing.T) {
	for text, want := range map[string]string{
		"=1+1":                    "'=1+1",
		"+1":                      "'+1",
		"-1":                      "'-1",
		"@SUM(A1)":                "'@SUM(A1)",
		"|calc":                   "'|calc",
		"＝1+1":                    "'＝1+1",
		"＋1":                      "'＋1",
		"－1":                      "'－1",
		"＠SUM(A1)":                "'＠SUM(A1)",
		"−1":                      "'−1",
		"\t=1":                    "'\t'=1",
		"\r=1":                    "'\r'=1",
		"\tMila":                  "'\tMila",
		" \u00a0\u3000\u200b=1":   "' \u00a0\u3000\u200b=1",
		`"=1`:                     `'"=1`,
		";=1":                     ";'=1",
		`Mila;=cmd|' /C calc'!A0`: `Mila;'=cmd|' /C calc'!A0`,
		"Mila; ＝1":                "Mila;' ＝1",
		"Mila\t@x\n+1":            "Mila\t'@x\n'+1",
		"":                        "",
		"Mila":                    "Mila",
		"Anna-Lena, +1; 2=2":      "Anna-Lena, +1; 2=2",
		"Ben, \"the\" pen":        "Ben, \"the\" pen",
		"a=b":                     "a=b",
		"2026-05-01T18:30:00Z":    "2026-05-01T18:30:00Z",
	} {
		if got := cells(text)[0]; got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
