// Package ink is what players draw: the ops of their pens, their binary form,
// and the canvas they fold into, to the pixel the same in Go and in the page.
package ink
