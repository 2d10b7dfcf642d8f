package lobby

// graph is an undirected graph whose maximum matching is computed by Edmonds' algorithm: it
// finds augmenting paths breadth first, and treats an odd cycle (a blossom) met on the way
// as one vertex. It takes O(n³) time.
type graph struct {
	n    int
	edge func(a, b int) bool

	mate   []int // of each vertex, or none
	parent []int // on the way from the root, for vertices at even distance
	base   []int // of the blossom that a vertex is in
	seen   []bool
	queue  []int
}

const none = -1

// matching returns a maximum matching: the mate of each vertex, or none.
func matching(n int, edge func(a, b int) bool) []int {
	g := &graph{n: n, edge: edge, mate: fill(make([]int, n), none), parent: make([]int, n), base: make([]int, n), seen: make([]bool, n)}
	for a := range n { // a greedy start leaves few paths to find
		for b := range n {
			if a != b && g.mate[a] == none && g.mate[b] == none && edge(a, b) {
				g.mate[a], g.mate[b] = b, a
			}
		}
	}
	for root := range n {
		if g.mate[root] == none {
			g.augment(g.path(root))
		}
	}
	return g.mate
}

// path looks for an augmenting path: from the root to another vertex without a mate, where
// every second edge joins mates. It returns the path's end, or none.
func (g *graph) path(root int) int {
	fill(g.parent, none)
	for v := range g.base {
		g.base[v], g.seen[v] = v, false
	}
	g.seen[root] = true
	g.queue = append(g.queue[:0], root)
	for len(g.queue) > 0 {
		v := g.queue[0]
		g.queue = g.queue[1:]
		for to := range g.n {
			if v == to || !g.edge(v, to) || g.base[v] == g.base[to] || g.mate[v] == to {
				continue
			}
			switch {
			case to == root || g.mate[to] != none && g.parent[g.mate[to]] != none:
				g.contract(v, to)
			case g.parent[to] == none:
				g.parent[to] = v
				if g.mate[to] == none {
					return to
				}
				g.seen[g.mate[to]] = true
				g.queue = append(g.queue, g.mate[to])
			}
		}
	}
	return none
}

// contract makes the odd cycle that the edge between v and to closes into one vertex.
func (g *graph) contract(v, to int) {
	base := g.meeting(v, to)
	in := make([]bool, g.n)
	g.mark(in, v, base, to)
	g.mark(in, to, base, v)
	for u := range g.n {
		if in[g.base[u]] {
			g.base[u] = base
			if !g.seen[u] {
				g.seen[u] = true
				g.queue = append(g.queue, u)
			}
		}
	}
}

// meeting returns where the paths from a and b back to the root meet.
func (g *graph) meeting(a, b int) int {
	passed := make([]bool, g.n)
	for {
		a = g.base[a]
		passed[a] = true
		if g.mate[a] == none {
			break
		}
		a = g.parent[g.mate[a]]
	}
	for {
		b = g.base[b]
		if passed[b] {
			return b
		}
		b = g.parent[g.mate[b]]
	}
}

// mark marks the blossoms on the path from v back to base; the path comes from child.
func (g *graph) mark(in []bool, v, base, child int) {
	for g.base[v] != base {
		in[g.base[v]], in[g.base[g.mate[v]]] = true, true
		g.parent[v] = child
		child = g.mate[v]
		v = g.parent[g.mate[v]]
	}
}

// augment swaps the mates along the path that ends at v.
func (g *graph) augment(v int) {
	for v != none {
		before := g.parent[v]
		next := g.mate[before]
		g.mate[v], g.mate[before] = before, v
		v = next
	}
}

func fill(values []int, with int) []int {
	for i := range values {
		values[i] = with
	}
	return values
}
