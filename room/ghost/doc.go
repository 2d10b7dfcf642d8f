// Package ghost lets recorded ink take a seat in a room, so that nobody has to draw alone.
//
// A ghost is one seat of a finished game, or a recording that ships with Tandem
// (recordings/). A [Script] is its ink, in rounds. A [Conn] plays a script to a room, which
// sees a page's socket like any other: there is no second path, and the journal is a game's
// like any other.
//
// # How it plays
//
//   - By the game clock: an op that came 4,200 ms after the start of its round comes 4,200 ms
//     after the start of the same round now. While the clock stands, the ghost waits.
//   - In order: all ops of one seat, numbered from 1 as those of one pen. Whoever attaches
//     the ghost again, after a restart or on another node, is told by the welcome how far
//     that pen got, and the ghost goes on there. It has no other state.
//   - It always agrees. When its partner wants the next round early, the ghost first draws
//     at once what it still has for this round, because the rounds of a drawing build on each
//     other, and then agrees. It never asks first.
//   - It never keeps a room alone. When its partner has left, or their seat is no longer
//     held, it leaves, and the game ends as one that both have left.
package ghost
