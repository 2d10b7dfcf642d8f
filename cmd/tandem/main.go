// Command tandem is the whole of Tandem: the page, the API and the rooms.
package main

import (
	"fmt"
	"os"

	"github.com/tandem-game/tandem/cmd/internal/api"
)

// version is set by the linker.
var version = "dev"

func main() {
	spec, err := api.Spec(version)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Printf("%s\n", spec)
}
