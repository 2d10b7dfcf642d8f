//go:build !linux

package main

import "log"

func main() { log.Fatal("bench: it needs Linux, whose kernel counts what each thread takes") }
