/** The words of what the host of a lobby can do with its games. */
export const host = {
  "host.title": "All games at once",
  "host.pause": "Pause all",
  "host.goOn": "Go on",
  "host.minute": "A minute more",
  "host.end": "End all",
  "host.endTitle": "End all games now?",
  "host.endText": "Everything drawn so far is kept, and all players see what they made.",
  "host.zip": "All drawings as a ZIP",
  "host.paused": "All clocks stand still.",
  "host.goesOn": "All clocks run.",
  "host.longer": "Each round is a minute longer.",
  "host.ended": "All games have ended.",
  "host.hide": "Take the drawing by {a} and {b} off the wall",
  "host.hidden": "It is off the wall.",
  "host.putBack": "Put it back",
} as const;
