//go:build !unix

package main

import "log"

func main() { log.Fatal("chaos: it needs a Unix, which stops and kills processes by signals") }
