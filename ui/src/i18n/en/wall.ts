/** The words of the wall on a projector. */
export const wall = {
  "wall.join": "Come in and draw",
  "wall.nextWave": "Next wave in",
  "wall.done": "Done in",
  "wall.soon": "a moment",
  "wall.ready": "Ready to draw",
  "wall.readyOf": "{ready} of {here}",
  "wall.round": "Round {n}",
  "wall.paused": "Paused",
  "wall.members": "This wall is for its members",
  "wall.membersText": "Come into the lobby first. Its host can also list it for everybody.",
  "wall.toLobby": "To the lobby",
  "wall.unknownText": "Check the three words of the link.",
} as const;
