package robot

import "time"

// How long a page waits for its room before it dials again, as ui/src/room/line/patience.ts
// says. Each silence that it gives up doubles the limits, until a socket has caught up; but
// not those of its first dials, while another node may be taking the room over.
const (
	lateBeat   = 2500 * time.Millisecond // while the clock runs
	hungDial   = 2 * time.Second         // without a welcome
	firstDials = 2
)

// patience returns how long the room may say nothing now.
func (r *robot) patience() time.Duration {
	limit := silence
	switch {
	case !r.open:
		return min(hungDial<<max(r.silences-firstDials, 0), longestSilence)
	case r.catch == nil && r.state.playing():
		limit = lateBeat
	}
	return min(limit<<r.silences, longestSilence)
}

// giveUpSilence dials again at once, as a page does beside a socket that is late.
func (r *robot) giveUpSilence(now time.Time) {
	r.silences = min(r.silences+1, mostSilences)
	r.comeBack(now, -1)
	r.retry = now
}

// mostSilences bounds how often the limits double.
const mostSilences = 8
