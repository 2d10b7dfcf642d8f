package main

import (
	"crypto/rand"
	"encoding/hex"
	"strings"
	"testing"
)

func TestCheckAdminToken(t *testing.T) {
	for _, weak := range []string{
		"", "short", "fifteen-letters", "sixteen letters!", strings.Repeat("a", 64), "changemechangeme", "ChangeMe-ChangeMe-1",
		"1234567890123456", "0123456789abcdef", "fedcba9876543210", "passwordpassword", "Password12345678", "admin-token-12345",
		"my-secret-admin-token", "abababababababab", "tandemtandemtandem", "qwertyuiopasdfghjkl", "................", "k3j9k3j9k3j9k3j9x"[:16],
		"aaaabbbbccccdddd", "REPLACE_ME_PLEASE",
	} {
		err := checkAdminToken(weak)
		if err == nil {
			t.Errorf("%q is accepted", weak)
		} else if len(weak) > 8 && strings.Contains(err.Error(), weak) {
			t.Errorf("the error reveals %q: %v", weak, err)
		}
	}
	for _, good := range []string{adminToken, "another-token-than-before", "a-token-of-some-length", "chaos-needs-no-operator", "correct-horse-battery-staple", "Vj8#kq2!Zp0$Lw7x"} {
		if err := checkAdminToken(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for range 1000 {
		made := make([]byte, 24)
		_, _ = rand.Read(made)
		for _, token := range []string{hex.EncodeToString(made), makeToken(nil, false), makeToken(made, true)} {
			if err := checkAdminToken(token); err != nil {
				t.Errorf("%q: %v", token, err)
			}
		}
	}
}
