import { useEffect, useRef, useState } from "preact/hooks";
import type { LobbyGame } from "../api/client";
import { t } from "../i18n";
import { createReader } from "../ink/bytes";
import { fromHex } from "../ink/palette";
import { createReplay, createScore, type Replay } from "../ink/replay";
import { createStreamDecoder, isInk } from "../room/line/entry";
import { type Shrink, shrink, shrunkSize } from "./shrink";
import { createSmallPainter } from "./smallPainter";

/** A drawing plays in this time and is then shown for a while, in ms. */
const PLAY_TIME = 14_000;
const SHOW_TIME = 6_000;
/** So many entries are read at a time. */
const ENTRIES_AT_ONCE = 500;
/** A replay is painted this often, in ms: there may be thirty live drawings beside it. */
const PAINT_INTERVAL = 60;

interface Props {
  game: LobbyGame;
  by: Shrink;
  /** It was shown long enough. */
  onDone: () => void;
  /** Nobody drew anything in it. */
  onBlank: () => void;
}

/** Plays a finished drawing once. Its picture stands in until then, and stays with reduced motion. */
export function ReplayInTurn({ game, by, onDone, onBlank }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [plays, setPlays] = useState(false);
  const calls = useRef({ onDone, onBlank });
  calls.current = { onDone, onBlank };
  const [a, b] = game.names;
  const { id, paper } = game;

  useEffect(() => {
    setPlays(false);
    const left = new AbortController();
    const play = async () => {
      const still = !paper || matchMedia("(prefers-reduced-motion: reduce)").matches;
      const replay = still ? undefined : await loadReplay(id, fromHex(paper), by, left.signal);
      if (replay?.end === 0) return calls.current.onBlank();
      if (replay && canvas.current) {
        const painter = createSmallPainter(canvas.current, replay.canvas);
        setPlays(true);
        await eachMoment(left.signal, (share) => {
          replay.seek(share * replay.end);
          painter.paint();
        });
      }
    };
    play()
      .catch(() => {}) // the picture stays
      .then(() => pause(SHOW_TIME, left.signal))
      .then(() => calls.current.onDone())
      .catch(() => {}); // it was left
    return () => left.abort();
  }, [id, paper, by]);

  return (
    <>
      <img
        src={`/api/games/${id}/drawing.png?width=1024`}
        width={1024}
        height={768}
        alt={t("lobby.drawingBy", { a, b })}
      />
      <canvas ref={canvas} class="wall-replay" hidden={!plays} />
    </>
  );
}

/** Calls back with the share of the play time that has passed, until all has. @throws if it is left. */
function eachMoment(left: AbortSignal, show: (share: number) => void): Promise<void> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      const share = Math.min(1, (performance.now() - began) / PLAY_TIME);
      show(share);
      if (share < 1) return;
      clearInterval(timer);
      resolve();
    }, PAINT_INTERVAL);
    left.addEventListener("abort", () => {
      clearInterval(timer);
      reject(left.reason);
    });
  });
}

/** Waits. @throws if it is left. */
function pause(ms: number, left: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    left.throwIfAborted();
    const timer = setTimeout(resolve, ms);
    left.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(left.reason);
    });
  });
}

/** A kept game's replay, and when its last ink was drawn, in ms; 0 if there is none. */
async function loadReplay(
  id: string,
  paper: number,
  by: Shrink,
  left: AbortSignal,
): Promise<Replay & { end: number }> {
  const response = await fetch(`/api/games/${id}/recording`, { signal: left });
  if (!response.ok) throw new Error(`recording: ${response.status}`);
  const stream = new Uint8Array(await response.arrayBuffer());
  const decoder = createStreamDecoder();
  const reader = createReader(stream);
  const score = createScore();
  let end = 0;
  while (reader.at < stream.length) {
    const entries = decoder.decodeSome(reader, ENTRIES_AT_ONCE).filter(isInk);
    end = entries.at(-1)?.at ?? end;
    score.add(
      entries.flatMap((entry) => {
        if (entry.kind !== "op") return entry;
        const op = shrink(entry.op, by);
        return op ? { ...entry, op } : [];
      }),
    );
    await new Promise((resolve) => setTimeout(resolve));
    left.throwIfAborted();
  }
  return { ...createReplay(score, paper, shrunkSize(by)), end };
}
