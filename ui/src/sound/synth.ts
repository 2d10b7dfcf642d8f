/** Makes the sounds by Web Audio, without files. */
import { pencilAt, type Tone } from "./sounds";

/** The loudness at which a tone that fades has ended. */
const SILENCE = 0.001;

const NOISE_SECONDS = 1;

export function playTones(context: AudioContext, tones: readonly Tone[]): void {
  const start = context.currentTime;
  for (const tone of tones) {
    const begins = start + tone.at;
    const ends = begins + tone.length;
    const source = sourceOf(context, tone, begins, ends);
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(tone.loudness, begins);
    gain.gain.exponentialRampToValueAtTime(SILENCE, ends);
    source.end.connect(gain).connect(context.destination);
    source.start.start(begins);
    source.start.stop(ends);
  }
}

function sourceOf(context: AudioContext, tone: Tone, begins: number, ends: number) {
  if (tone.voice === "paper") {
    const { source, filter } = rustle(context);
    glide(filter.frequency, tone, begins, ends);
    return { start: source, end: filter };
  }
  const oscillator = new OscillatorNode(context, { type: tone.voice });
  glide(oscillator.frequency, tone, begins, ends);
  return { start: oscillator, end: oscillator };
}

function glide(param: AudioParam, { pitch, glide: to }: Tone, begins: number, ends: number): void {
  param.setValueAtTime(pitch, begins);
  if (to) param.exponentialRampToValueAtTime(to, ends);
}

/** Noise around a pitch. */
function rustle(context: AudioContext) {
  const source = new AudioBufferSourceNode(context, { buffer: noiseOf(context), loop: true });
  const filter = new BiquadFilterNode(context, { type: "bandpass", Q: 0.8 });
  source.connect(filter);
  return { source, filter };
}

const noises = new WeakMap<AudioContext, AudioBuffer>();

function noiseOf(context: AudioContext): AudioBuffer {
  const known = noises.get(context);
  if (known) return known;
  const { sampleRate } = context;
  const buffer = new AudioBuffer({ length: sampleRate * NOISE_SECONDS, sampleRate });
  const samples = buffer.getChannelData(0);
  for (let i = 0; i < samples.length; i++) samples[i] = Math.random() * 2 - 1;
  noises.set(context, buffer);
  return buffer;
}

export type Pencil = {
  /** The pencil moves, at so many units of the sheet a second; it is silent soon after. */
  move(speed: number): void;
};

/** How fast the pencil follows the hand, and how long after a move it still sounds, in s. */
const FOLLOW = 0.03;
const LINGER = 0.09;

export function createPencil(context: AudioContext): Pencil {
  const { source, filter } = rustle(context);
  const gain = new GainNode(context, { gain: 0 });
  filter.connect(gain).connect(context.destination);
  source.start();
  return {
    move(speed) {
      const { pitch, loudness } = pencilAt(speed);
      const now = context.currentTime;
      filter.frequency.setTargetAtTime(pitch, now, FOLLOW);
      gain.gain.cancelScheduledValues(now);
      gain.gain.setTargetAtTime(loudness, now, FOLLOW);
      gain.gain.setTargetAtTime(0, now + LINGER, FOLLOW);
    },
  };
}
