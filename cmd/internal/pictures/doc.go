// Package pictures makes everything that is shown of a drawing: its PNG in several
// widths, its SVG, the card that a shared link is shown with, the picture of a live game,
// and the recording that a replay plays. A handler asks [Service] for the bytes and sends
// them.
//
// # What is cached
//
//	what                     of which games           bound              why
//	files (files.go)         kept                     64 MB              asked for again and again, and a kept game never changes
//	drawings (drawings.go)   live and kept            96 MB              another width, or a live game's next entries, need not draw all again
//	streams that wait        kept, not yet drawn      64 MB              see "The order of work"
//
// Both caches drop what was used least recently. Nothing expires by time: a file of a kept
// game stays right for ever. A card is cached by the names on it, as players can take
// theirs back. The picture of a live game is not kept as a file: the next one differs.
// The hash of a picture and the starts of rounds are stored with the game in the database,
// so each is computed once in the life of a game.
//
// All caches are those of one process and can be lost: everything is made again from the
// game's journal.
//
// # The order of work
//
// A file is made once, on a goroutine of its own, however many wait for it. It is made to
// its end when those who asked have left: whoever asks again finds it. Making one goes
// through these steps, and none holds what a later one waits for:
//
//  1. Read the game's stream. Two are read at a time. A slow database keeps drawings of
//     other games waiting for nothing. What is read waits in memory, 64 MB in all; beyond
//     that a stream is dropped and read again at step 3.
//  2. Wait until no other goroutine draws this game and a slot is free. Both are taken at
//     once, so nobody keeps a slot while it waits for a game, or a game while it waits for
//     a slot. Clients that wait take turns, so one that wants a hundred drawings delays
//     another one by a single drawing.
//  3. Fold the stream and draw. A drawing of more than [quickWork] leaves the quick slots
//     and goes through step 2 again for the one slot of long drawings, so that it delays no
//     other. A minute of drawing ends the attempt; what is drawn stays, and the next attempt
//     continues from there.
//
// # Live games
//
// Long live games are drawn every few seconds as they grow, before anybody asks, so that a
// player who comes back sees the picture at once (live.go).
package pictures
