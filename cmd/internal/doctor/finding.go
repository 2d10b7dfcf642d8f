package doctor

import (
	"fmt"
	"io"
)

// State is how bad a finding is.
type State string

// The states. Players don't notice a Warning, or not yet.
const (
	OK      State = "ok"
	Warning State = "warning"
	Wrong   State = "wrong"
)

// Finding is the result of a check.
type Finding struct {
	State State
	Is    string // what was found, as a sentence
	Do    string // what to change, as sentences; "" if OK
}

func ok(format string, args ...any) Finding {
	return Finding{State: OK, Is: fmt.Sprintf(format, args...)}
}

// do returns the finding with what to change.
func (f Finding) do(format string, args ...any) Finding {
	f.Do = fmt.Sprintf(format, args...)
	return f
}

func warning(format string, args ...any) Finding {
	return Finding{State: Warning, Is: fmt.Sprintf(format, args...)}
}

func wrong(format string, args ...any) Finding {
	return Finding{State: Wrong, Is: fmt.Sprintf(format, args...)}
}

// Print writes a line for each finding.
func Print(out io.Writer, findings []Finding) error {
	for _, f := range findings {
		line := fmt.Sprintf("%-8s %s", f.State, f.Is)
		if f.Do != "" {
			line += " " + f.Do
		}
		if _, err := fmt.Fprintln(out, line); err != nil {
			return err
		}
	}
	return nil
}

// CountWrong returns how many findings are Wrong.
func CountWrong(findings []Finding) (n int) {
	for _, f := range findings {
		if f.State == Wrong {
			n++
		}
	}
	return n
}
