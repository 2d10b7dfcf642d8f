// Package metrics shows what a running Tandem counts, as Prometheus reads it, with
// Go's profiles beside it. Both are for the operator: they are served on an address
// of their own and never on the public one.
//
// The rest of Tandem counts in plain atomic words and knows nothing of Prometheus:
// room.go, prompts.go and pictures.go say under which names those are shown.
package metrics
