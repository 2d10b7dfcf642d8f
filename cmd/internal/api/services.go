package api

import "errors"

// ErrNoGame x
var ErrNoGame = errors.New("x")

// Services are the rest of Tandem, as the edge sees it.
type Services struct{}
