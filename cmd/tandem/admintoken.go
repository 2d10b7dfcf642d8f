package main

import (
	"errors"
	"fmt"
	"strings"
)

// The requirements of a chosen admin token. A guesser has at most one try a second; these
// limits protect against chance, not against a guesser who knows the operator.
const (
	leastTokenLetters   = 16
	leastTokenDifferent = 6 // distinct letters, without the words that everybody tries first
)

// triedFirst are words that no random token contains.
var triedFirst = []string{
	"changeme", "change", "password", "passwort", "contraseña", "secret", "admin", "token", "tandem", "letmein", "default",
	"example", "replace", "please", "qwertyuiop", "qwertz", "qwerty", "asdfghjkl", "asdf", "zxcvbnm",
}

// checkAdminToken refuses a token that is easy to guess. The error doesn't contain it.
func checkAdminToken(token string) error {
	if len(token) < leastTokenLetters || strings.ContainsAny(token, " \t\r\n") {
		return fmt.Errorf("must have at least %d characters and no spaces", leastTokenLetters)
	}
	left := strings.ToLower(token)
	for _, word := range triedFirst {
		left = strings.ReplaceAll(left, word, "")
	}
	different := map[rune]bool{}
	for _, letter := range withoutRuns(withoutRepetition(left)) {
		different[letter] = true
	}
	if len(different) < leastTokenDifferent {
		return errors.New("is easy to guess: take what `openssl rand -hex 24` prints")
	}
	return nil
}

// withoutRepetition returns the unit that a text repeats, or the text if it repeats
// nothing.
func withoutRepetition(text string) string {
	for n := 1; n <= len(text)/2; n++ {
		if strings.HasPrefix(strings.Repeat(text[:n], len(text)/n+1), text) {
			return text[:n]
		}
	}
	return text
}

// withoutRuns removes sequences of three letters or more that continue as they began:
// "aaa", "4321".
func withoutRuns(text string) string {
	letters := []rune(text)
	var b strings.Builder
	for from := 0; from < len(letters); {
		to := from + 1
		if to < len(letters) {
			for step := letters[to] - letters[from]; to < len(letters) && letters[to]-letters[to-1] == step && step*step <= 1; {
				to++
			}
		}
		if to-from < 3 {
			b.WriteRune(letters[from])
			to = from + 1
		}
		from = to
	}
	return b.String()
}
