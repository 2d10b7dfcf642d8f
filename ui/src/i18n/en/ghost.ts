/** The words of a game with a ghost. Its views add them. */
export const ghost = {
  "ghost.nobody": "Nobody yet. A ghost is here: ink that somebody left in an earlier game.",
  "ghost.idleText":
    "Ink that somebody left in an earlier game plays on the other half. It starts at once.",
  "ghost.matched": "You draw with a ghost",
  "ghost.with": "You are drawing with ink that {name} left on {date}.",
  "ghost.drew": "You drew with ink that {name} left on {date}.",
  "ghost.ink": "ink of {date}",
  "ghost.leaveText": "The ghost leaves with you, and the drawing is kept as it is.",
  "ghost.another": "Another ghost",
  "ghost.waiting.one": "{n} player is waiting for somebody to draw with.",
  "ghost.waiting.other": "{n} players are waiting for somebody to draw with.",
  "ghost.soon.one":
    "{n} other player draws with a ghost right now. Wait a little: they hear that you are here.",
  "ghost.soon.other":
    "{n} other players draw with ghosts right now. Wait a little: they hear that you are here.",
} as const;
