import type { BrowserContext } from "@playwright/test";

/** A picture as a mosaic of 64 x 48 greys. */
type Greys = readonly number[];

/** The visible content of a file. For a still picture, first and last are the same. */
export type Seen = { width: number; height: number; first: Greys; last: Greys };

/** Opens a picture or a film in a page without Tandem's code. */
export async function openFile(context: BrowserContext, name: string, file: Buffer): Promise<Seen> {
  const end = name.split(".").pop() ?? "";
  const type = { svg: "image/svg+xml", mp4: "video/mp4", webm: "video/webm" }[end];
  const reader = await context.newPage();
  try {
    // Decoders need a secure context, which localhost is. This page also has no security policy.
    await reader.route("**/*", (route) => route.fulfill({ contentType: "text/html", body: "" }));
    await reader.goto("http://localhost/");
    return await reader.evaluate(inspect, {
      type: type ?? `image/${end}`,
      base64: file.toString("base64"),
    });
  } finally {
    await reader.close();
  }
}

/** The mean difference of the greys of two pictures, 0 to 255. */
export function apart(a: Greys, b: Greys): number {
  return a.reduce((sum, grey, i) => sum + Math.abs(grey - b[i]), 0) / a.length;
}

/** Runs in the reader. */
async function inspect({ type, base64 }: { type: string; base64: string }): Promise<Seen> {
  const url = `data:${type};base64,${base64}`;
  const mosaic = (source: CanvasImageSource) => {
    const tile = 10;
    const [across, down] = [64, 48];
    const canvas = new OffscreenCanvas(across * tile, down * tile);
    const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
    context.drawImage(source, 0, 0, canvas.width, canvas.height);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const greys = new Array<number>(across * down).fill(0);
    for (let i = 0; i < data.length; i += 4) {
      const [x, y] = [(i / 4) % canvas.width, Math.floor(i / 4 / canvas.width)];
      greys[Math.floor(y / tile) * across + Math.floor(x / tile)] +=
        (data[i] + data[i + 1] + data[i + 2]) / (3 * tile * tile);
    }
    return greys;
  };
  const happens = (target: HTMLElement, event: string) =>
    new Promise((done, failed) => {
      target.addEventListener(event, done, { once: true });
      target.addEventListener("error", () => failed(new Error(`this is no ${type}`)));
    });

  if (type === "image/gif") {
    const decoder = new ImageDecoder({ type, data: await (await fetch(url)).arrayBuffer() });
    await Promise.all([decoder.completed, decoder.tracks.ready]);
    const pictures = decoder.tracks.selectedTrack?.frameCount ?? 0;
    const [first, last] = await Promise.all(
      [0, pictures - 1].map(async (frameIndex) => (await decoder.decode({ frameIndex })).image),
    );
    return {
      width: last.displayWidth,
      height: last.displayHeight,
      first: mosaic(first),
      last: mosaic(last),
    };
  }
  if (type.startsWith("video/")) {
    const video = document.createElement("video");
    video.muted = true;
    video.src = url;
    await happens(video, "loadeddata");
    const at = async (seconds: number) => {
      // A busy browser fires the event before it shows the frame.
      const shown = new Promise((frame) => video.requestVideoFrameCallback(frame));
      video.currentTime = seconds;
      await Promise.all([happens(video, "seeked"), shown]);
      return mosaic(video);
    };
    return {
      width: video.videoWidth,
      height: video.videoHeight,
      first: await at(0.05),
      last: await at(video.duration - 0.1),
    };
  }
  const image = new Image();
  image.src = url;
  await image.decode();
  const only = mosaic(image);
  return { width: image.naturalWidth, height: image.naturalHeight, first: only, last: only };
}
