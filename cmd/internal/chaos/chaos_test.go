//go:build unix

package main

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/robot"
	"github.com/tandem-game/tandem/ui"
)

// inRound is a time within the first round.
const inRound = 5 * time.Second

// testRand is the random source of a run of the short course.
func testRand(run int) *rand.Rand { return rand.New(rand.NewPCG(1, uint64(run))) }

// open starts a world for a test, with a broken binary unless broken is "".
func open(t *testing.T, broken string, nodes int) *world {
	t.Helper()
	if testing.Short() {
		t.Skip("slow")
	}
	patch, err := brokenPatch(broken)
	if err != nil {
		t.Fatal(err)
	}
	b, err := build(t.Context(), t.TempDir(), patch, false)
	if err != nil {
		t.Fatal(err)
	}
	w, err := newWorld(t.Context(), b, nodes)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.end(context.Background(), !t.Failed()); err != nil {
			t.Error(err)
		}
	})
	return w
}

// course plays one run.
func (w *world) course(t *testing.T, p plan) outcome {
	t.Helper()
	sketch, err := robot.NewSketch(ui.Example)
	if err != nil {
		t.Fatal(err)
	}
	o, err := w.run(t.Context(), sketch, p)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %d ops acked in %s, %v", p, o.Acked, o.took, o.back)
	return o
}

// named finds faults.
func named(t *testing.T, names ...string) []fault {
	t.Helper()
	var found []fault
	for _, name := range names {
		i := slices.IndexFunc(faults, func(f fault) bool { return f.name == name })
		if i < 0 {
			t.Fatalf("there is no fault %q", name)
		}
		found = append(found, faults[i])
	}
	return found
}

// TestShortCourse injects every fault once.
func TestShortCourse(t *testing.T) {
	t.Parallel()
	w := open(t, "", 1)
	struck := map[string]bool{}
	for i, names := range [][]string{
		{"connections cut", "kill -9 of a server"},
		{"kill -9 of Postgres", "300 ms of latency"},
		{"Postgres stopped, then kill -9 of all servers"},
		{"the server stopped and another takes over"},
		{"connections half-open", "Postgres stopped", "1 KB/s"},
		{"a server stopped"},
		{"pages loaded again", "Postgres stopped, pages loaded again, then kill -9 of all servers"},
	} {
		p := newPlanOf(testRand(i), i+1, named(t, names...))
		p.before[0] = inRound
		o := w.course(t, p)
		if !o.ok() || o.Games != rooms || o.Acked == 0 {
			t.Fatalf("%s: %+v\nlogs in %s", strings.Join(names, ", "), o, w.folder)
		}
		for _, name := range names {
			struck[name] = true
		}
	}
	for _, f := range faults {
		if f.fits(1) && !struck[f.name] {
			t.Errorf("fault %q is not injected", f.name)
		}
	}
}

// A node is killed and another one stopped, while the robots' pages are on any of three.
func TestThreeNodes(t *testing.T) {
	t.Parallel()
	w := open(t, "", 3)
	p := newPlanOf(testRand(1), 1, named(t, "kill -9 of a server", "a server stopped"))
	p.before[0] = inRound
	o := w.course(t, p)
	if !o.ok() || o.Games != rooms+1 || o.Acked == 0 {
		t.Fatalf("%+v\nlogs in %s", o, w.folder)
	}
}

// The checker must find a known bug.
func TestChecker_CatchesAcksBeforeCommit(t *testing.T) {
	t.Parallel()
	w := open(t, "acks-before-commit", 1)
	p := newPlanOf(testRand(1), 1, named(t, "Postgres stopped, then kill -9 of all servers"))
	p.before[0] = inRound
	o := w.course(t, p)
	if o.Lost == 0 {
		t.Errorf("a build that acks before it commits passed: %+v", o)
	}
	for _, line := range o.Details {
		t.Log(line)
	}
}

func TestBrokenBuilds_FitTheSource(t *testing.T) {
	folder := t.TempDir()
	root, err := output(t.Context(), ".", nil, "go", "list", "-m", "-f", "{{.Dir}}")
	if err != nil {
		t.Fatal(err)
	}
	if err := copySource(root, folder); err != nil {
		t.Fatal(err)
	}
	for _, way := range brokenNames() {
		patch, err := brokenPatch(way)
		if err == nil {
			_, err = output(t.Context(), folder, patch, "git", "apply", "--check", "-p1", "-C1", "-")
		}
		if err != nil {
			t.Errorf("%s: %v", way, err)
		}
	}
}

func TestPlan_IsTheSameForTheSameSeed(t *testing.T) {
	names := func(p plan) []string { return strings.Split(p.String(), "; ") }
	others := 0
	for n := 1; n <= 50; n++ {
		one, same, other := newPlan(7, n, faults), newPlan(7, n, faults), newPlan(8, n, faults)
		if !slices.Equal(names(one), names(same)) || !slices.Equal(one.before, same.before) || one.seed != same.seed || one.after != same.after {
			t.Errorf("run %d differs the second time", n)
		}
		if !slices.Equal(one.before, other.before) {
			others++
		}
	}
	if others != 50 {
		t.Errorf("another seed gives another plan in %d of 50 runs", others)
	}
}

func TestTypical_IgnoresABurst(t *testing.T) {
	from := time.Now()
	span := robot.Span{From: from, To: from.Add(5*slice + slice/2)}
	var samples []robot.Sample
	for i := range 6 * 100 {
		took := time.Millisecond
		if i/100 == 2 || i%100 >= 98 { // a burst, and the worst values of each slice
			took = 7 * time.Millisecond
		}
		samples = append(samples, robot.Sample{Due: from.Add(time.Duration(i)*slice/100 + 1), Took: took})
	}
	got := typical(samples, []robot.Span{span})
	if want := (robot.Latency{Count: 500, P50: 1, P99: 7}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := typical(nil, []robot.Span{span}); got.Count != 0 {
		t.Errorf("of nothing: %+v", got)
	}
}
