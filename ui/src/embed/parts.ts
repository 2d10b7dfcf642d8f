/** The parts of the frame's document, which the server writes (cmd/internal/api/embed.html). */
export type Parts = ReturnType<typeof findParts>;

export function findParts() {
  return {
    /** Its data are the address of the recording, the paper, and words. */
    replay: find("replay", HTMLElement),
    sheet: find("sheet", HTMLElement),
    canvas: find("canvas", HTMLCanvasElement),
    picture: find("picture", HTMLImageElement),
    play: find("play", HTMLButtonElement),
    tracks: find("tracks", HTMLElement),
    range: find("range", HTMLInputElement),
    fullScreen: find("full-screen", HTMLButtonElement),
    status: find("status", HTMLElement),
    /** What takes the place of all when the game is gone. */
    gone: find("gone", HTMLTemplateElement),
  };
}

function find<E extends HTMLElement>(id: string, kind: new () => E): E {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`the document has no ${id}`);
}
