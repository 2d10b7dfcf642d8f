/** Writes a film as a video: MP4 where the browser can write it, else WebM. */
import {
  BufferTarget,
  getFirstEncodableVideoCodec,
  Mp4OutputFormat,
  Output,
  QUALITY_HIGH,
  type VideoCodec,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
} from "mediabunny";
import { createFilm, type Film, type FilmFile, type OnProgress } from "./film";
import { COLOUR_SPACE, createYuv } from "./yuv";

const format = { width: 1280, framesPerSecond: 30 };

/** Seconds between key frames, which players can seek to. */
const KEY_FRAME_EVERY = 2;

/** The formats to try, in this order. */
const kinds: { end: "mp4" | "webm"; codecs: VideoCodec[] }[] = [
  { end: "mp4", codecs: ["avc"] },
  { end: "webm", codecs: ["vp9", "vp8", "av1"] },
];

/** @throws NoVideo where the browser cannot write videos. */
export async function makeVideo(
  stream: Uint8Array,
  paper: number,
  onProgress: OnProgress,
): Promise<FilmFile> {
  const film = createFilm(stream, paper, format);
  const { end, codec } = await chooseCodec(film);
  const output = new Output({
    format: end === "mp4" ? new Mp4OutputFormat() : new WebMOutputFormat(),
    target: new BufferTarget(),
  });
  const source = new VideoSampleSource({
    codec,
    quality: QUALITY_HIGH,
    keyFrameInterval: KEY_FRAME_EVERY,
  });
  output.addVideoTrack(source, { frameRate: film.framesPerSecond });
  await output.start();
  const sample = createSampler(film);
  for (let frame = 0; frame < film.frames; frame++) {
    const picture = sample(frame);
    await source.add(picture);
    picture.close();
    onProgress((frame + 1) / film.frames);
  }
  await output.finalize();
  const { buffer } = output.target;
  if (!buffer) throw new Error("the video is empty");
  return { file: new Blob([buffer], { type: `video/${end}` }), end };
}

/** Converts a frame of a film to a video sample. */
function createSampler({ draw, width, height, framesPerSecond }: Film) {
  const yuv = createYuv(width, height);
  return (frame: number) =>
    new VideoSample(yuv(draw(frame)), {
      format: "I420",
      codedWidth: width,
      codedHeight: height,
      timestamp: frame / framesPerSecond,
      duration: 1 / framesPerSecond,
      colorSpace: COLOUR_SPACE,
    });
}

/** This browser cannot write videos: it is old, or the page was loaded by plain http. */
export class NoVideo extends Error {
  override name = "NoVideo";
}

async function chooseCodec({ width, height }: { width: number; height: number }) {
  for (const { end, codecs } of kinds) {
    const codec = await getFirstEncodableVideoCodec(codecs, { width, height });
    if (codec) return { end, codec };
  }
  throw new NoVideo("no codec");
}
