/**
 * A kept game's replay in a page of another site. The server writes the document with the finished
 * drawing; this script shows the controls, and fetches what plays once the drawing is in view. The
 * document is sandboxed without an origin: there is neither a cookie nor storage.
 */
import { findParts } from "./parts";
import type { Player } from "./player";
import "../design/tokens.css";
import "../design/base.css";
import "../design/sheet.css";
import "../design/icons/icon.css";
import "../design/icons/seat.css";
import "../design/form/button.css";
import "../replay/scrubber.css";
import "./embed.css";

const parts = findParts();
const { replay, sheet, play, tracks, fullScreen, status, gone } = parts;

/** The player, while it is fetched and from then on; after a failure it is fetched again. */
let player: Promise<Player | undefined> | undefined;

function load(): Promise<Player | undefined> {
  player ??= fetchPlayer().catch((err: unknown) => {
    console.error(err);
    status.textContent = replay.dataset.noReplay ?? "";
    player = undefined;
    return undefined;
  });
  return player;
}

/** Undefined if the game is no longer open to others. */
async function fetchPlayer(): Promise<Player | undefined> {
  status.textContent = "";
  play.ariaBusy = "true";
  try {
    const [{ createPlayer }, response] = await Promise.all([
      import("./player"),
      fetch(replay.dataset.recording ?? ""),
    ]);
    if (response.status === 404) {
      document.body.replaceChildren(gone.content);
      return undefined;
    }
    if (!response.ok) throw new Error(`recording: ${response.status}`);
    return await createPlayer(new Uint8Array(await response.arrayBuffer()), parts);
  } finally {
    play.ariaBusy = "false";
  }
}

/** Whether it is to play as soon as it is fetched. */
let wanted = false;

async function toggle(): Promise<void> {
  if (wanted) return;
  wanted = true;
  const loaded = await load();
  wanted = false;
  loaded?.toggle();
}

play.hidden = false;
tracks.hidden = false;
play.addEventListener("click", toggle);
sheet.addEventListener("click", toggle);

fullScreen.hidden = !document.fullscreenEnabled;
fullScreen.addEventListener("click", () => {
  const done = document.fullscreenElement
    ? document.exitFullscreen()
    : document.documentElement.requestFullscreen();
  done.catch(() => {}); // the browser did not let it
});

const inView = new IntersectionObserver(
  async ([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    inView.disconnect();
    (await load())?.autoplay();
  },
  { threshold: 0.5 },
);
inView.observe(sheet);
