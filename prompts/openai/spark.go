package openai

import (
	"math/rand/v2"
	"strings"
)

// sparks are words that lead a model away from the idea it has every time.
var sparks = strings.Fields(`
	accordion acorn anchor apron avalanche bagpipe ballet bathtub beehive
	birdcage blanket bridge broom bubble button camel candle canoe carousel
	castle chimney choir circus cloud clock compass crane crown dentist
	desert detective doorbell echo elevator envelope escalator feather
	ferry fireworks flood fog fountain ghost glasses glove goose hammock
	harbour hiccup iceberg island jellyfish jungle kite knot ladder lantern
	letter lighthouse lullaby magnet market mask mirror mole moustache museum
	orchestra owl parachute parade parcel penguin piano pillow pirate postman
	puddle puppet queue quilt rainbow raft robot rocket rooftop sandwich
	scarecrow school seesaw shadow shipwreck slipper sneeze snowman soup
	spider staircase submarine suitcase swing teacup telescope tent thunder
	ticket toothbrush tortoise traffic train treasure trumpet tunnel umbrella
	vegetable violin volcano waiter walrus waterfall wedding whisper windmill
	wizard yawn zoo`)

// spark takes two words at random; they may be the same.
func spark() []string {
	return []string{sparks[rand.IntN(len(sparks))], sparks[rand.IntN(len(sparks))]} //nolint:gosec // no secret
}
