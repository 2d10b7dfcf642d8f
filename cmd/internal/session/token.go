package session

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
)

// tokenBytes is the entropy of a token.
const tokenBytes = 32

// Token is a session's secret: 32 random bytes as 43 characters of base64url.
// It never goes into a log.
type Token string

// Mint makes a new token.
func Mint() Token {
	var b [tokenBytes]byte
	_, _ = rand.Read(b[:]) // never fails
	return Token(base64.RawURLEncoding.EncodeToString(b[:]))
}

// Hash returns the token's SHA-256, 32 bytes, which is stored in place of the token.
func (t Token) Hash() []byte {
	sum := sha256.Sum256([]byte(t))
	return sum[:]
}

// wellFormed reports whether the token has the shape of a minted one.
func (t Token) wellFormed() bool {
	b, err := base64.RawURLEncoding.Strict().DecodeString(string(t))
	return err == nil && len(b) == tokenBytes
}

// String hides the secret from logs that print a token by mistake.
func (Token) String() string { return "session token" }

// GoString hides the secret likewise.
func (Token) GoString() string { return "session.Token" }
