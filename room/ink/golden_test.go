package ink

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/golden.json anew")

const goldenFile = "testdata/golden.json"

// golden are the vectors that every implementation of the canvas must reproduce.
type golden struct {
	About   []string        `json:"about"`
	Decoded []goldenDecoded `json:"decoded"`
	Refused []goldenRefused `json:"refused"`
	Strokes []goldenStroke  `json:"strokes"`
	Cases   []goldenCase    `json:"cases"`
}

type goldenDecoded struct {
	Hex string     `json:"hex"`
	Ops []goldenOp `json:"ops"`
}

type goldenOp struct {
	Kind   string   `json:"kind"`
	Tool   string   `json:"tool,omitempty"`
	Size   uint16   `json:"size,omitempty"`
	Colour string   `json:"colour,omitempty"`
	Step   uint32   `json:"step,omitempty"`
	Points [][3]int `json:"points,omitempty"`

	Target  *[2]uint32 `json:"target,omitempty"` // pen, n
	Ground  string     `json:"ground,omitempty"`
	Area    *[4]int    `json:"area,omitempty"`    // x, y, width, height
	Weights string     `json:"weights,omitempty"` // hex, one byte per pixel
}

type goldenRefused struct {
	Hex    string `json:"hex"`
	Reason string `json:"reason"`
}

type goldenStroke struct {
	Name   string     `json:"name"`
	Hex    string     `json:"hex"`
	Parts  [][9]int64 `json:"parts"`
	Pieces [][6]int64 `json:"pieces"`
	Hash   string     `json:"hash"`
}

type goldenCase struct {
	Name   string      `json:"name"`
	Width  int         `json:"width"`
	Height int         `json:"height"`
	Paper  string      `json:"paper"`
	Ops    []goldenOps `json:"ops"`
	Hash   string      `json:"hash"`
}

type goldenOps struct {
	Seat Seat   `json:"seat"`
	Hex  string `json:"hex,omitempty"`
	Lift bool   `json:"lift,omitempty"`
}

func TestGolden(t *testing.T) {
	if *update {
		writeGolden(t)
	}
	raw, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatal(err)
	}
	var g golden
	if err := json.Unmarshal(raw, &g); err != nil {
		t.Fatal(err)
	}
	for _, want := range g.Decoded {
		if got := decoded(t, want.Hex); asJSON(got) != asJSON(want) {
			t.Errorf("decoded %s:\n got %v\nwant %v", want.Hex, asJSON(got), asJSON(want))
		}
	}
	for _, kind := range kindNames {
		if !slices.ContainsFunc(g.Decoded, func(d goldenDecoded) bool {
			return slices.ContainsFunc(d.Ops, func(op goldenOp) bool { return op.Kind == kind })
		}) {
			t.Errorf("no vector says how %s is read", kind)
		}
	}
	for _, want := range g.Refused {
		if got := refusal(unhex(t, want.Hex)); !errors.Is(got, Malformed(want.Reason)) {
			t.Errorf("refused %s: %v, want %s", want.Hex, got, want.Reason)
		}
	}
	for _, want := range g.Strokes {
		if got := flattened(t, want.Name, want.Hex); asJSON(got) != asJSON(want) {
			t.Errorf("stroke %q:\n got %s\nwant %s", want.Name, asJSON(got), asJSON(want))
		}
	}
	var counts kindCounts
	for _, want := range g.Cases {
		want.count(t, &counts)
		if got := want.draw(t).Hash(); got != want.Hash {
			t.Errorf("case %q: hash %s, want %s", want.Name, got, want.Hash)
		}
	}
	for kind, count := range counts {
		if count == 0 {
			t.Errorf("no case draws %v", Kind(kind))
		}
	}
}

// kindCounts counts ops by their kind.
type kindCounts [len(kindNames)]int

// count adds the case's ops.
func (g goldenCase) count(t *testing.T, counts *kindCounts) {
	t.Helper()
	var cursors [2]Cursor
	for _, o := range g.Ops {
		cursor := &cursors[o.Seat-1]
		if o.Lift {
			cursor.Lift()
			continue
		}
		for b := unhex(t, o.Hex); len(b) > 0; {
			op, n, err := cursor.Next(b)
			if err != nil {
				t.Fatal(err)
			}
			counts[op.Kind]++
			b = b[n:]
		}
	}
}

// draw returns a canvas with the case's ops.
func (g goldenCase) draw(t *testing.T) *Canvas {
	t.Helper()
	paper, err := ParseRGB(g.Paper)
	if err != nil {
		t.Fatal(err)
	}
	c := NewCanvas(g.Width, g.Height, paper)
	var authors [2]author
	for _, o := range g.Ops {
		if o.Lift {
			c.Lift(o.Seat)
			authors[o.Seat-1].cursor.Lift()
			continue
		}
		fold(t, c, o.Seat, &authors[o.Seat-1], unhex(t, o.Hex))
	}
	return c
}

// fold applies well-formed ops.
func fold(t testing.TB, c *Canvas, seat Seat, a *author, b []byte) {
	t.Helper()
	for len(b) > 0 {
		op, n, err := a.cursor.Next(b)
		if err != nil {
			t.Fatal(err)
		}
		a.n++
		c.Apply(seat, ID{uint32(seat), a.n}, op)
		b = b[n:]
	}
}

func decoded(t *testing.T, ops string) goldenDecoded {
	g := goldenDecoded{Hex: ops}
	var c Cursor
	for b := unhex(t, ops); len(b) > 0; {
		op, n, err := c.Next(b)
		if err != nil {
			t.Fatal(err)
		}
		b = b[n:]
		o := goldenOp{Kind: op.Kind.String()}
		switch op.Kind {
		case Begin:
			o.Tool = [...]string{"pen", "pressure_pen", "eraser", "liner"}[op.Tool]
			o.Size = op.Size
			if op.Tool != Eraser {
				o.Colour = op.Colour.String()
			}
			o.Points = [][3]int{{int(op.At.X), int(op.At.Y), int(op.At.Pressure)}}
		case Points:
			o.Step = op.Step
			for p := range op.Points {
				o.Points = append(o.Points, [3]int{int(p.X), int(p.Y), int(p.Pressure)})
			}
		case Undo, Redo:
			o.Target = &[2]uint32{op.Target.Pen, op.Target.N}
		case Fill:
			o.Colour, o.Ground = op.Colour.String(), op.Ground.String()
			o.Area = &[4]int{op.Runs.X, op.Runs.Y, op.Runs.Width, op.Runs.Height}
			o.Weights = hex.EncodeToString(weights(op.Runs))
		case End, Clear:
		}
		g.Ops = append(g.Ops, o)
	}
	return g
}

// weights returns the weights of all pixels of the rectangle.
func weights(r Runs) []uint8 {
	all := make([]uint8, r.Width*r.Height)
	for run := range r.rows {
		row := all[(run.y-r.Y)*r.Width+run.x-r.X:][:run.count]
		if run.weights != nil {
			copy(row, run.weights)
			continue
		}
		for i := range row {
			row[i] = 255
		}
	}
	return all
}

// refusal returns the error of the first refused op.
func refusal(b []byte) error {
	var c Cursor
	for {
		_, n, err := c.Next(b)
		if err != nil {
			return err
		}
		b = b[n:]
	}
}

// flattened returns the pieces of a whole stroke's ops.
func flattened(t *testing.T, name, hex string) goldenStroke {
	g := goldenStroke{Name: name, Hex: hex}
	var s *curve
	var c Cursor
	for b := unhex(t, hex); len(b) > 0; {
		op, n, err := c.Next(b)
		if err != nil {
			t.Fatal(err)
		}
		b = b[n:]
		switch op.Kind {
		case Begin:
			s = newCurve(op.Tool, op.Size, op.At)
		case Points:
			for p := range op.Points {
				if part, final := s.add(p); final {
					g.add(part)
				}
			}
		case End:
			for _, part := range s.tail() {
				g.add(part)
			}
		default: // no other ops are part of a stroke
		}
	}
	canvas, hand := NewCanvas(256, 192, RGB{255, 255, 255}), author{}
	fold(t, canvas, 1, &hand, unhex(t, hex))
	g.Hash = canvas.Hash()
	return g
}

func (g *goldenStroke) add(p part) {
	g.Parts = append(g.Parts, [9]int64{p[0].x, p[0].y, p[0].r, p[1].x, p[1].y, p[1].r, p[2].x, p[2].y, p[2].r})
	for a, b := range p.pieces {
		g.Pieces = append(g.Pieces, [6]int64{a.x - bias, a.y - bias, a.r, b.x - bias, b.y - bias, b.r})
	}
}

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// writeGolden makes the vectors again. Run it only when the definition of the picture changes: all
// earlier drawings will then look different.
func writeGolden(t *testing.T) {
	g := golden{About: []string{
		"Vectors for every implementation of Tandem's ink. Written by: go test ./room/ink -run Golden -update",
		"decoded: ops back to back and what they say; a point is [x, y, pressure], a target [pen, n], an area [x, y, width, height] in pixels with the weight of each. refused: the last op must be refused.",
		"strokes: the parts of the curve as [x, y, r] of three knots with the bias, and the pieces as [x, y, r] of two without; hash: drawn on a white canvas of 256 x 192.",
		"cases: ops of the seats in order (lift: the room ends the seat's stroke) and the hash of the settled raster. The pen of a seat has the number of the seat, and its ops are numbered from 1.",
	}}
	for _, h := range goldenDecodes() {
		g.Decoded = append(g.Decoded, decoded(t, h))
	}
	for _, m := range malformed {
		g.Refused = append(g.Refused, goldenRefused{Hex: m.hex, Reason: string(m.reason)})
	}
	for _, c := range goldenSmall() {
		if len(c.Ops) == 1 && len(c.Ops[0].Hex) < 200 {
			g.Strokes = append(g.Strokes, flattened(t, c.Name, c.Ops[0].Hex))
		}
	}
	g.Cases = append(goldenSmall(), goldenFull()...)
	for i := range g.Cases {
		g.Cases[i].Hash = g.Cases[i].draw(t).Hash()
	}
	if err := os.MkdirAll("testdata", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(goldenFile, lines(g), 0o644); err != nil {
		t.Fatal(err)
	}
}

// lines returns the content of the file, with one vector per line, so that a diff shows which changed.
func lines(g golden) []byte {
	b := []byte("{\n")
	list := func(name string, n int, item func(i int) any, last bool) {
		b = fmt.Appendf(b, "%q: [\n", name)
		for i := range n {
			b = append(b, asJSON(item(i))...)
			if i < n-1 {
				b = append(b, ',')
			}
			b = append(b, '\n')
		}
		b = append(b, ']')
		if !last {
			b = append(b, ',')
		}
		b = append(b, '\n')
	}
	list("about", len(g.About), func(i int) any { return g.About[i] }, false)
	list("decoded", len(g.Decoded), func(i int) any { return g.Decoded[i] }, false)
	list("refused", len(g.Refused), func(i int) any { return g.Refused[i] }, false)
	list("strokes", len(g.Strokes), func(i int) any { return g.Strokes[i] }, false)
	list("cases", len(g.Cases), func(i int) any { return g.Cases[i] }, true)
	return append(b, "}\n"...)
}

func goldenDecodes() []string {
	r := rand.New(rand.NewPCG(3, 1))
	hexes := []string{
		hex.EncodeToString(AppendEnd(AppendBegin(nil, Pen, 44, Inks[3].Colour, Point{X: 0, Y: 0}))),
		hex.EncodeToString(AppendEnd(AppendBegin(nil, Eraser, 256, RGB{}, Point{X: MaxX, Y: MinY}))),
		hex.EncodeToString(AppendEnd(AppendPoints(AppendBegin(nil, PressurePen, 12, Inks[0].Colour, Point{X: 10, Y: 10, Pressure: 63}),
			PressurePen, MaxStep, Point{X: 10, Y: 10}, Point{X: MaxX, Y: MaxY}, Point{X: MinX, Y: MinY}, Point{X: 5, Y: 6, Pressure: 1}))),
		// Numbers in more bytes than necessary.
		"00ac80808000" + "010203" + "8480808000" + "868000" + "20" + "808000" + "8280808000" + "8100" + "40",
	}
	for _, b := range [][]byte{
		AppendUndo(nil, ID{0, 1}), AppendRedo(nil, ID{math.MaxUint32, math.MaxUint32}), AppendClear(nil),
		AppendFill(nil, Inks[4].Colour, Papers[2].Colour, 0, 0, 1, []byte{255}),
		AppendFill(nil, Inks[4].Colour, Papers[2].Colour, 2040, 1530, 4, []byte{
			0, 0, 1, 128, 254, 255, 255, 255, 255, 255, 255, 0, 0, 200, 0, 0, 0, 9, 8, 7, 255, 0, 255, 1,
		}),
		// More runs than necessary, and weights of 0 and 255 in a run of weights.
		append(AppendFill(nil, RGB{1, 2, 3}, RGB{}, 7, 9, 2, nil)[:9], 2, 2, 1<<2|1, 1<<2|1, 2<<2|2, 255, 0),
	} {
		hexes = append(hexes, hex.EncodeToString(b))
	}
	for range 12 {
		hexes = append(hexes, hex.EncodeToString(wild(r, Width, Height).ops(1+r.IntN(MaxPoints))))
	}
	return hexes
}

// goldenSmall are cases of few strokes on a canvas of 512 x 384 units.
func goldenSmall() []goldenCase {
	r := rand.New(rand.NewPCG(5, 8))
	var cases []goldenCase
	small := func(name string, ops ...goldenOps) {
		paper := Papers[len(cases)%len(Papers)].Colour
		cases = append(cases, goldenCase{Name: name, Width: 256, Height: 192, Paper: paper.String(), Ops: ops})
	}
	one := func(tool Tool, size uint16, points ...Point) goldenOps {
		return goldenOps{Seat: 1, Hex: hex.EncodeToString(drawn{tool, size, Inks[len(cases)%len(Inks)].Colour, points}.ops(8))}
	}
	xy := func(v ...int16) (points []Point) {
		for i := 0; i < len(v); i += 2 {
			points = append(points, Point{X: v[i], Y: v[i+1]})
		}
		return points
	}
	path := func(speed, gap float64, at func(t float64) (x, y float64)) []Point { return trace(r, speed, gap, at) }
	circle := func(t float64) (float64, float64) {
		return 256 + 120*math.Cos(7*t), 192 + 120*math.Sin(7*t)
	}
	eight := func(t float64) (float64, float64) {
		return 256 + 200*math.Sin(2*math.Pi*t), 192 + 130*math.Sin(4*math.Pi*t)
	}
	spiral := func(t float64) (float64, float64) {
		return 256 + 170*t*math.Cos(25*t), 192 + 170*t*math.Sin(25*t)
	}
	wave := func(t float64) (float64, float64) { return 40 + 430*t, 192 + 90*math.Sin(9*t) }

	small("nothing")
	for _, size := range []uint16{1, 2, 12, 24, 44, 88, 176, 256} {
		small(fmt.Sprintf("dot of the pen, size %d", size), one(Pen, size, xy(250, 191)...))
		small(fmt.Sprintf("two points, size %d", size), one(Pen, size, xy(100, 100, 391, 277)...))
		small(fmt.Sprintf("wave, size %d", size), one(Pen, size, path(25, 8, wave)...))
	}
	for _, p := range []uint8{0, 1, 31, 63} {
		small(fmt.Sprintf("dot of the pressure pen, pressure %d", p), one(PressurePen, 88, Point{X: 256, Y: 191, Pressure: p}))
	}
	small("dot of the eraser", one(Pen, 256, xy(256, 192)...), one(Eraser, 64, xy(270, 180)...))
	small("step of one unit", one(Pen, 12, xy(100, 100, 101, 100)...))
	small("steps of one unit", one(Pen, 24, xy(100, 100, 101, 100, 101, 101, 102, 101, 103, 102, 103, 103, 104, 104)...))
	small("a point twice, and back", one(Pen, 44, xy(100, 100, 100, 100, 180, 130, 180, 130, 100, 100, 100, 100)...))
	small("there and back", one(Pen, 24, xy(100, 200, 400, 200, 100, 200, 400, 201)...))
	small("right angles", one(Pen, 24, xy(60, 60, 240, 60, 240, 240, 60, 240, 60, 60)...))
	small("sharp zigzag", one(Pen, 44, xy(60, 300, 110, 60, 160, 300, 210, 60, 260, 300, 310, 60)...))
	small("three points, slow", one(Pen, 44, xy(100, 100, 109, 104, 118, 110)...))
	small("three points, fast", one(Pen, 44, xy(20, 40, 250, 300, 500, 60)...))
	small("fast, then slow", one(Pen, 88, xy(20, 40, 220, 90, 380, 140, 420, 160, 435, 170, 441, 176, 443, 180)...))
	small("slow, then fast", one(Pen, 88, xy(40, 300, 44, 296, 50, 290, 62, 280, 90, 260, 180, 200, 420, 60)...))
	small("off the canvas and back", one(Pen, 44, xy(200, 200, -300, 100, -512, -512, 100, -400, 300, 100, 700, 200, 600, 500, 200, 390)...))
	small("along the edges", one(Pen, 24, xy(0, 0, 300, 0, 511, 0, 511, 200, 511, 383, 300, 383, 0, 383, 0, 100, 0, 0)...))
	small("far outside only", one(Pen, 256, xy(3000, 2000, 4608, 3584, 2000, 3000)...))
	small("across the whole range", one(Pen, 256, xy(MinX, MinY, MaxX, MaxY, MinX, MaxY, MaxX, MinY)...))
	small("pressure up and down", one(PressurePen, 88,
		Point{60, 190, 0}, Point{120, 160, 20}, Point{200, 220, 63}, Point{280, 160, 40}, Point{360, 220, 5}, Point{450, 190, 0}))
	small("pressure jumps", one(PressurePen, 176, Point{100, 190, 63}, Point{110, 190, 0}, Point{120, 192, 63}, Point{300, 190, 0}, Point{302, 190, 63}))
	small("pressure wave", one(PressurePen, 44, path(20, 8, wave)...))
	small("circle", one(Pen, 24, path(20, 8, circle)...))
	small("figure eight", one(Pen, 44, path(35, 8, eight)...))
	small("spiral", one(Pen, 12, path(20, 8, spiral)...))
	small("spiral of the pressure pen", one(PressurePen, 24, path(40, 8, spiral)...))
	small("every point kept", one(Pen, 24, path(2, 1, circle)...))
	small("coarse input", one(Pen, 24, path(120, 60, eight)...))
	small("eraser through a blot", one(Pen, 256, xy(256, 192)...), one(Eraser, 24, path(30, 8, eight)...))
	small("eraser on paper", one(Eraser, 88, path(30, 8, wave)...))

	a := drawn{Pen, 88, Inks[7].Colour, path(30, 8, wave)}.ops(4)
	b := drawn{Pen, 88, Inks[6].Colour, path(30, 8, eight)}.ops(32)
	at := func(b []byte, ops int) int {
		var c Cursor
		n := 0
		for range ops {
			_, m, _ := c.Next(b[n:])
			n += m
		}
		return n
	}
	ops := func(seat Seat, b []byte) goldenOps { return goldenOps{Seat: seat, Hex: hex.EncodeToString(b)} }
	i, j := at(a, 3), at(b, 2)
	small("begun first, ended last", ops(1, a[:i]), ops(2, b), ops(1, a[i:]))
	small("begun first, ended first", ops(1, a[:i]), ops(2, b[:j]), ops(1, a[i:]), ops(2, b[j:]))
	small("lifted", ops(1, a[:i]), ops(2, b[:j]), goldenOps{Seat: 2, Lift: true}, goldenOps{Seat: 1, Lift: true}, goldenOps{Seat: 1, Lift: true})
	small("lifted after begin", ops(1, a[:at(a, 1)]), goldenOps{Seat: 1, Lift: true}, ops(1, b))
	small("still open", ops(1, b), ops(2, a[:i]))

	for _, size := range []uint16{2, 24, 176} {
		small(fmt.Sprintf("wave of the liner, size %d", size), one(Liner, size, path(25, 8, wave)...))
	}
	small("rectangle of the liner", one(Liner, 24, xy(61, 60, 60, 60, 60, 61, 60, 239, 60, 240, 61, 240, 399, 240, 400, 240, 400, 239, 400, 61, 400, 60, 399, 60, 61, 60)...))

	op := func(seat Seat, b ...byte) goldenOps { return ops(seat, b) }
	undo := func(seat Seat, pen, n uint32) goldenOps { return op(seat, AppendUndo(nil, ID{pen, n})...) }
	redo := func(seat Seat, pen, n uint32) goldenOps { return op(seat, AppendRedo(nil, ID{pen, n})...) }
	cleared := op(2, AppendClear(nil)...)
	filled := op(1, blot(r, 256, 192)...)
	endA := uint32(0) // the ops of a
	for rest, c := a, (Cursor{}); len(rest) > 0; endA++ {
		_, n, _ := c.Next(rest)
		rest = rest[n:]
	}
	small("fill", filled)
	small("fill under a stroke", ops(2, b), filled, ops(2, a))
	small("undo", ops(1, a), ops(2, b), undo(1, 0, 1))
	small("undo below another's", ops(2, a), ops(1, b), undo(2, 2, 1))
	small("undo of another's", ops(1, a), ops(2, b), undo(1, 2, 1))
	small("undo of what isn't a mark", ops(1, a), undo(1, 0, 2), undo(1, 0, 999), undo(1, 7, 1))
	small("undo twice, redo once", ops(1, a), undo(1, 0, 1), undo(1, 0, 1), redo(1, 0, 1))
	small("redo of what shows", ops(1, a), redo(1, 0, 1))
	small("redo keeps the order", ops(1, a), ops(2, b), undo(1, 0, 1), filled, redo(1, 1, 1))
	small("clear", ops(2, b), ops(1, a), ops(2, a), cleared, ops(2, b[:j]), goldenOps{Seat: 2, Lift: true})
	small("undo of a clear", ops(2, a), ops(1, b), cleared, undo(2, 0, endA+1))
	small("undo behind a clear", ops(2, a), ops(1, b), cleared, undo(2, 0, 1), undo(2, 0, endA+1))
	small("two clears, one undone", ops(2, a), cleared, ops(1, b), cleared, undo(2, 0, endA+2))
	small("clear undone and done again", ops(2, a), cleared, undo(2, 0, endA+1), ops(1, b), redo(2, 0, endA+1))
	small("undo of a fill", ops(2, b), filled, undo(1, 0, 1))
	for i := range 12 {
		small(fmt.Sprintf("anything and its undoing %d", i+1), anything(r, 256, 192, 24, i%2 == 0)...)
	}

	for i := range 24 {
		var mixed []goldenOps
		for range 10 {
			mixed = append(mixed, ops(Seat(1+r.IntN(2)), wild(r, 512, 384).ops(1+r.IntN(MaxPoints))))
		}
		small(fmt.Sprintf("anything %d", i+1), mixed...)
	}
	return cases
}

// goldenFull are cases on the raster of a game.
func goldenFull() []goldenCase {
	r := rand.New(rand.NewPCG(13, 21))
	var cases []goldenCase
	full := func(name string, count int, next func() drawn) {
		c := goldenCase{Name: name, Width: RasterWidth, Height: RasterHeight, Paper: Papers[len(cases)%len(Papers)].Colour.String()}
		for range count {
			c.Ops = append(c.Ops, goldenOps{Seat: Seat(1 + r.IntN(2)), Hex: hex.EncodeToString(next().ops(1 + r.IntN(12)))})
		}
		cases = append(cases, c)
	}
	hand := func() drawn { return realistic(r) }
	full("nothing, whole", 0, hand)
	full("game of 150 strokes", 150, hand)
	full("game with an eraser", 60, func() drawn {
		d := hand()
		if r.IntN(4) == 0 {
			d.tool = Eraser
		}
		return d
	})
	full("game with pressure", 60, func() drawn {
		d := hand()
		d.tool = PressurePen
		return d
	})
	for i := range 4 {
		full(fmt.Sprintf("anything, whole %d", i+1), 60, func() drawn { return wild(r, Width, Height) })
	}

	cases = append(cases, goldenCase{
		Name: "anything and its undoing, whole", Width: RasterWidth, Height: RasterHeight,
		Paper: Papers[1].Colour.String(), Ops: anything(r, RasterWidth, RasterHeight, 20, true),
	})

	// Both seats draw at the same time: the ops of their strokes alternate.
	both := goldenCase{Name: "both at once", Width: RasterWidth, Height: RasterHeight, Paper: Papers[0].Colour.String()}
	var cursors [2]Cursor
	var left [2][]byte
	for strokes := 0; strokes < 80 || len(left[0])+len(left[1]) > 0; {
		seat := r.IntN(2)
		if len(left[seat]) == 0 {
			if strokes == 80 {
				continue
			}
			d := hand()
			d.tool = []Tool{Pen, Pen, PressurePen, Eraser}[r.IntN(4)]
			left[seat] = d.ops(1 + r.IntN(8))
			strokes++
		}
		_, n, err := cursors[seat].Next(left[seat])
		if err != nil {
			panic(err)
		}
		both.Ops = append(both.Ops, goldenOps{Seat: Seat(seat + 1), Hex: hex.EncodeToString(left[seat][:n])})
		left[seat] = left[seat][n:]
	}
	cases = append(cases, both)
	return cases
}
