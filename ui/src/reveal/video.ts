/** A film as a video: MP4 where the browser can write one, else WebM. */
import {
  BufferTarget,
  CanvasSource,
  getFirstEncodableVideoCodec,
  Mp4OutputFormat,
  Output,
  QUALITY_HIGH,
  type VideoCodec,
  WebMOutputFormat,
} from "mediabunny";
import { createFilm, type Shooting, shoot, type Take } from "./film";

const shape = { width: 1280, framesPerSecond: 30 };

/** Seconds between pictures that stand by themselves: a player can jump to them. */
const KEY_FRAME_EVERY = 2;

/** What to try, in this order. */
const kinds: { end: "mp4" | "webm"; codecs: VideoCodec[] }[] = [
  { end: "mp4", codecs: ["avc"] },
  { end: "webm", codecs: ["vp9", "vp8", "av1"] },
];

/** @throws NoVideo where the browser writes none. */
export async function makeVideo(
  stream: Uint8Array,
  paper: number,
  shooting: Shooting,
): Promise<Take> {
  const film = createFilm(stream, paper, shape);
  const { end, codec } = await choose(film);
  const output = new Output({
    format: end === "mp4" ? new Mp4OutputFormat() : new WebMOutputFormat(),
    target: new BufferTarget(),
  });
  const source = new CanvasSource(film.canvas, {
    codec,
    quality: QUALITY_HIGH,
    keyFrameInterval: KEY_FRAME_EVERY,
  });
  output.addVideoTrack(source, { frameRate: film.framesPerSecond });
  try {
    await output.start();
    const length = 1 / film.framesPerSecond;
    await shoot(film, (frame) => source.add(frame * length, length), shooting);
    await output.finalize();
  } catch (err) {
    await output.cancel();
    throw err;
  }
  const { buffer } = output.target;
  if (!buffer) throw new Error("the video is empty");
  return { file: new Blob([buffer], { type: `video/${end}` }), end };
}

/** This browser can't write a video: it is old, or the page came by plain http. */
export class NoVideo extends Error {
  override name = "NoVideo";
}

async function choose({ width, height }: { width: number; height: number }) {
  for (const { end, codecs } of kinds) {
    const codec = await getFirstEncodableVideoCodec(codecs, { width, height });
    if (codec) return { end, codec };
  }
  throw new NoVideo("no codec");
}
