package robot

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// Report is what a load has shown. It is what `tandem load --json` prints.
type Report struct {
	URL      string  `json:"url"`
	Rooms    int     `json:"rooms"`
	Rate     float64 `json:"rate"`
	Duration float64 `json:"duration_s"`
	Ramp     float64 `json:"ramp_s"`
	Seed     uint64  `json:"seed"`

	Drawn      int `json:"drawn"`   // ops
	Refused    int `json:"refused"` // ops: drawn before or after the rounds
	Reconnects int `json:"reconnects"`
	Failed     int `json:"failed"` // games that were not played to their end

	ToPartner Latency `json:"hand_to_partner"` // from when an op was due until the partner had it
	Ack       Latency `json:"ack"`             // from when an op was due until its author knew it durable

	Findings
}

// OK reports whether every game was played to its end and kept as it was drawn.
func (r Report) OK() bool { return r.Failed == 0 && r.Wrong() == 0 }

// Print writes the report as a table.
func (r Report) Print(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "\tp50\tp99\tp99.9\tmax\tcount\t\n")
	for _, line := range []struct {
		name string
		l    Latency
	}{{"hand to partner", r.ToPartner}, {"ack", r.Ack}} {
		fmt.Fprintf(w, "%s\t%.1f ms\t%.1f ms\t%.1f ms\t%.1f ms\t%d\t\n", line.name, line.l.P50, line.l.P99, line.l.P999, line.l.Max, line.l.Count)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	w = tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, line := range []struct {
		name  string
		count int
	}{
		{"games kept", r.Games},
		{"games not ended", r.Failed},
		{"ops drawn", r.Drawn},
		{"acked", r.Acked},
		{"kept", r.Kept},
		{"refused", r.Refused},
		{"lost", r.Lost},
		{"doubled", r.Doubled},
		{"reordered", r.Reordered},
		{"altered", r.Altered},
		{"pictures and streams that differ", r.Diverged},
		{"clocks that ran in a pause", r.Clocks},
		{"reconnects", r.Reconnects},
	} {
		fmt.Fprintf(w, "%s\t%d\t\n", line.name, line.count)
	}
	for _, line := range r.Details {
		fmt.Fprintln(w, line)
	}
	return w.Flush()
}
