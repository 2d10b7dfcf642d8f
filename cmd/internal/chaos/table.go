//go:build unix

package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"github.com/tandem-game/tandem/cmd/internal/robot"
)

// table is the outcome of all runs with each fault, by the fault's name. A run with two
// faults counts for both; how soon robots were back counts for the last, since no other
// follows it.
type table map[string]*outcome

func (t table) add(p plan, o outcome) {
	back := o.back
	for i, f := range p.faults {
		if slices.ContainsFunc(p.faults[:i], func(g fault) bool { return g.name == f.name }) {
			continue
		}
		if t[f.name] == nil {
			t[f.name] = &outcome{}
		}
		o.back = nil
		if p.faults[len(p.faults)-1].name == f.name {
			o.back = back
		}
		t[f.name].add(o)
	}
}

func (t table) print(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "fault\truns\tback\tp50 s\tp99 s\tmax s\taim s\tacked\tlost\tdoubled\tother\tstuck\trules")
	for _, f := range faults {
		o := t[f.name]
		if o == nil {
			continue
		}
		back := robot.Spread(o.back)
		fmt.Fprintf(w, "%s\t%d\t%d\t", f.name, o.runs, back.Count)
		if back.Count > 0 {
			fmt.Fprintf(w, "%.2f\t%.2f\t%.2f\t", back.P50/1000, back.P99/1000, back.Max/1000)
		} else {
			fmt.Fprint(w, "\t\t\t")
		}
		if f.aim > 0 {
			fmt.Fprintf(w, "%g", f.aim.Seconds())
		}
		fmt.Fprintf(w, "\t%d\t%d\t%d\t%d\t%d\t%d\n", o.Acked, o.Lost, o.Doubled, o.Wrong()-o.Lost-o.Doubled, o.stuck, o.rules)
	}
	return w.Flush()
}
