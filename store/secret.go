package store

import (
	"context"
	"crypto/rand"
	"fmt"
)

// secretBytes is the length of the nodes' secret.
const secretBytes = 32

// Secret returns what all nodes of this database share and nobody else knows: 32 random
// bytes, made by the first node that asks.
func (s *Store) Secret(ctx context.Context) (secret []byte, err error) {
	fresh := make([]byte, secretBytes)
	_, _ = rand.Read(fresh) // never fails
	_, err = s.pool.Exec(ctx, `INSERT INTO shared_secret (value) VALUES ($1) ON CONFLICT DO NOTHING`, fresh)
	if err == nil {
		err = s.pool.QueryRow(ctx, `SELECT value FROM shared_secret`).Scan(&secret)
	}
	if err != nil {
		return nil, fmt.Errorf("read the nodes' secret: %w", err)
	}
	return secret, nil
}
