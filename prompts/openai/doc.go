// Package openai has a model write prompt sets: OpenAI's, or that of any server
// that speaks its chat completions: llama.cpp, Ollama, vLLM, Azure's.
//
// One request asks for one set. The instruction stands in instruction.md; what
// a player wrote, the theme, travels in a message of its own, as a JSON string
// that the instruction calls data. A strict JSON schema fixes the answer's
// shape, and a server that refuses schemas is asked for any JSON object, from then
// on. In either case [prompts.Check] judges the answer. A failure that may pass is
// tried once more, and so is an answer that isn't good, with the reasons; nothing
// else is. Whatever goes wrong is an [*Error] of a [Kind], which also says whether
// the server should be left alone. What calls took is counted, and priced by the one
// table in prices.go.
//
// testdata/request.json is a request, indented to be read; exchange.http, the one
// without a schema, and moderation.http are what goes over the wire, byte for byte.
// testdata/doc has five examples: what was wanted, asked and answered. A test plays
// them all.
package openai
