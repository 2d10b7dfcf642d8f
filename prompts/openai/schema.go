package openai

import "github.com/tandem-game/tandem/prompts"

// property is one node of a JSON schema. Structs rather than maps keep the
// order of the fields, in which the model also writes them: it decides on the
// picture before it writes the prompts.
type property struct {
	Type                 string   `json:"type"`
	Properties           *fields  `json:"properties,omitempty"`
	Required             []string `json:"required,omitempty"`
	AdditionalProperties *bool    `json:"additionalProperties,omitempty"`

	Enum     []string  `json:"enum,omitempty"`
	Items    *property `json:"items,omitempty"`
	MinItems int       `json:"minItems,omitempty"`
	MaxItems int       `json:"maxItems,omitempty"`
}

// fields are those of a set, as in content.
type fields struct {
	Picture property `json:"picture"`
	Title   property `json:"title"`
	Theme   property `json:"theme"`
	Paper   property `json:"paper"`
	Player1 property `json:"player1"`
	Player2 property `json:"player2"`
	Caption property `json:"caption"`
}

// schema is the strict schema of a set of so many rounds.
func schema(rounds int) property {
	text := property{Type: "string"}
	series := property{Type: "array", Items: &text, MinItems: rounds, MaxItems: rounds}
	return property{
		Type: "object",
		Properties: &fields{
			Picture: text, Title: text, Theme: text,
			Paper:   property{Type: "string", Enum: prompts.PaperNames()},
			Player1: series, Player2: series, Caption: text,
		},
		Required:             []string{"picture", "title", "theme", "paper", "player1", "player2", "caption"},
		AdditionalProperties: new(false),
	}
}
