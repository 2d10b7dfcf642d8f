// Package openai has a model write prompt sets: OpenAI's, or that of any server
// that speaks its chat completions with structured outputs.
//
// One request asks for one set. The instruction stands in instruction.md; what
// a player wrote, the theme, travels in a message of its own, as a JSON string
// that the instruction calls data. A strict JSON schema fixes the answer's
// shape and [prompts.Check] judges it. A failure that may pass is tried once
// more, and so is an answer that isn't good, with the reasons; nothing else is.
// Whatever goes wrong is an [*Error] of a [Kind].
//
// testdata/request.json is a whole request as it goes out.
package openai
