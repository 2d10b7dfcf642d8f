package room

import "golang.org/x/time/rate"

// gate bounds what comes to one seat from its sockets. It is the seat's, so that
// a page which comes back finds it as it left it. Safe for use by many goroutines.
type gate struct {
	attaches *rate.Limiter
	bytes    *rate.Limiter // of frames up, and what their messages cost
}

func newGate() gate {
	return gate{rate.NewLimiter(attachRate, attachBurst), rate.NewLimiter(frameRate, frameBurst)}
}
