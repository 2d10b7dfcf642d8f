package room

import "golang.org/x/time/rate"

// gate holds a seat's rate limits. It belongs to the seat, so a page that reconnects
// doesn't get fresh limits. It is safe for use by many goroutines.
type gate struct {
	attaches *rate.Limiter
	bytes    *rate.Limiter // of frames up, with the cost of their messages
}

func newGate() gate {
	return gate{rate.NewLimiter(attachRate, attachBurst), rate.NewLimiter(frameRate, frameBurst)}
}
