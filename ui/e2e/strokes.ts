/** Ops of quick random curves all over the sheet, for long games. */
import type { Page } from "@playwright/test";
import { createWriter, toBytes, writeUvarint } from "../src/ink/bytes";
import { createCursor, encodeOp, type Op } from "../src/ink/op";
import { INKS, SIZES } from "../src/ink/palette";

/** Pseudo-random numbers from 0 to 1, the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A stroke of 17 to 71 points, about 25 units apart, mostly with a thin brush. */
function stroke(random: () => number): Op[] {
  const whole = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  let x = whole(200, 3900);
  let y = whole(200, 2900);
  let angle = random() * 2 * Math.PI;
  const turn = (random() - 0.5) * 0.3;
  const size = SIZES[whole(0, random() < 0.8 ? 2 : 4)];
  const { colour } = INKS[whole(0, INKS.length - 1)];
  const ops: Op[] = [{ kind: "begin", tool: "pen", size, colour, x, y, pressure: 0 }];
  const go = (): [number, number] => {
    angle += turn + (random() - 0.5) * 0.2;
    x = Math.min(4200, Math.max(-100, Math.round(x + 25 * Math.cos(angle))));
    y = Math.min(3200, Math.max(-100, Math.round(y + 25 * Math.sin(angle))));
    return [x, y];
  };
  for (let left = whole(8, 35); left > 0; left--) {
    ops.push({ kind: "points", step: 16, points: [...go(), ...go()], pressure: 0 });
  }
  return [...ops, { kind: "end" }];
}

export function strokes(count: number, seed: number): Op[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => stroke(random)).flat();
}

/** Draws on a seat of a room in place of its page, as fast as the room accepts it. */
export async function drawAtOnce(page: Page, room: string, ops: readonly Op[]): Promise<void> {
  await page.goto("/healthz");
  await page.evaluate(
    async ({ room, frames }) => {
      const socket = new WebSocket(
        `${location.origin.replace("http", "ws")}/api/rooms/${room}/socket?pen=5&epoch=0&after=0`,
      );
      await new Promise((resolve) => {
        socket.onmessage = resolve;
      });
      let heard = performance.now();
      // The room also sends text frames.
      socket.onmessage = ({ data }) => {
        if (typeof data !== "string") heard = performance.now();
      };
      for (const frame of frames) socket.send(new Uint8Array(frame));
      while (performance.now() - heard < 2000) await new Promise((r) => setTimeout(r, 100));
      socket.close();
    },
    { room, frames: framesOf(ops).map((bytes) => [...bytes]) },
  );
}

/** Ops in frames, as a page sends them. Each frame starts with the number of its first op. */
function framesOf(ops: readonly Op[]): Uint8Array[] {
  const cursor = createCursor();
  const frames: Uint8Array[] = [];
  for (let n = 0; n < ops.length; ) {
    const w = createWriter();
    writeUvarint(w, n + 1);
    while (n < ops.length && w.length < 8000) encodeOp(w, ops[n++], cursor);
    frames.push(toBytes(w));
  }
  return frames;
}
