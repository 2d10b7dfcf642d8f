package doctor

import "time"

// clockTolerance is how far two clocks may differ: an HTTP date has no fractions of a second,
// and the answer takes its time.
const clockTolerance = 5 * time.Second

// Clock compares the clock of this machine with another one.
func Clock(whose string, theirs, ours time.Time) Finding {
	off := theirs.Sub(ours).Round(time.Second)
	switch {
	case off > clockTolerance:
		return warning("The clock of %s is %v ahead of this machine's.", whose, off).do(setClock)
	case off < -clockTolerance:
		return warning("The clock of %s is %v behind this machine's.", whose, -off).do(setClock)
	}
	return ok("The clock of %s agrees with this machine's.", whose)
}

const setClock = "Have both machines set their clocks from the network (NTP), as with timedatectl set-ntp true."
