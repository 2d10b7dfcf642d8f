package lobby

// Pairs decides who plays with whom. It is pure: it takes the waiting tickets, oldest
// first, and returns pairs. It pairs every ticket except an odd last one, earliest first,
// and gives nobody their last partner again if the tickets can be paired otherwise. Two
// players alone are paired in any case; of three, the one who could only get their last
// partner waits.
//
// It takes time in proportion to the tickets: a ticket names one last partner, so there are
// no more pairs to avoid than tickets.
func Pairs(tickets []Ticket) []Pair {
	pairs := make([]Pair, 0, len(tickets)/2)
	taken := make([]bool, len(tickets))
	var left []Ticket // tickets without a later one that fits
	for i, t := range tickets {
		if taken[i] {
			continue
		}
		j := i + 1
		for j < len(tickets) && (taken[j] || justPlayed(t, tickets[j])) {
			j++
		}
		if j == len(tickets) {
			left = append(left, t)
			continue
		}
		taken[j] = true
		pairs = append(pairs, Pair{t, tickets[j]})
	}
	// Any two of those left have just played with each other, so there are at most three.
	if len(left) < 2 {
		return pairs
	}
	a, b := left[0], left[1]
	for i, p := range pairs {
		for _, q := range []Pair{p, {p[1], p[0]}} {
			if !justPlayed(a, q[0]) && !justPlayed(b, q[1]) {
				pairs[i] = Pair{a, q[0]}
				return append(pairs, Pair{b, q[1]})
			}
		}
	}
	return append(pairs, Pair{a, b})
}

// justPlayed reports whether one of the two played with the other last.
func justPlayed(a, b Ticket) bool {
	return a.LastPartner == b.Player || b.LastPartner == a.Player
}
