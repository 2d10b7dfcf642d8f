/** The sounds of the page, as values. Pure. */

/** One tone of a sound. */
export type Tone = {
  /** A smooth tone, a warmer one, or the rustle of paper. */
  voice: "sine" | "triangle" | "paper";
  /** When it begins, and how long it fades, in s. */
  at: number;
  length: number;
  /** In Hz; it glides to another pitch. */
  pitch: number;
  glide?: number;
  /** 0 to 1, of all that a device can do. */
  loudness: number;
};

const C5 = 523.25;
const E5 = 659.25;
const G4 = 392;
const G5 = 783.99;
const C6 = 1046.5;

/** The page of the reveal opens this long after the end of the game, in s. */
const REVEAL_AT = 0.9;

const bell = (pitch: number, at: number, length = 0.7, loudness = 0.12): Tone => ({
  voice: "sine",
  at,
  length,
  pitch,
  loudness,
});

export const sounds = {
  /** A match, or news for a player who looks elsewhere. */
  match: [bell(C5, 0), bell(G5, 0.16)],
  /** A page of the pad turns: the next prompt. */
  turn: [
    { voice: "paper", at: 0, length: 0.3, pitch: 900, glide: 3200, loudness: 0.1 },
    { voice: "paper", at: 0.2, length: 0.14, pitch: 2600, glide: 1300, loudness: 0.07 },
  ],
  /** One of the last five seconds. */
  tick: [{ voice: "triangle", at: 0, length: 0.06, pitch: 880, loudness: 0.06 }],
  /** The partner comes, or has finished. */
  partner: [
    { voice: "triangle", at: 0, length: 0.35, pitch: G4, loudness: 0.08 },
    { voice: "triangle", at: 0.12, length: 0.5, pitch: C5, loudness: 0.08 },
  ],
  reveal: [C5, E5, G5, C6].map((pitch, i) => bell(pitch, REVEAL_AT + i * 0.11, 1.2, 0.09)),
} as const satisfies Record<string, readonly Tone[]>;

export type SoundName = keyof typeof sounds;

/** What a phone does with a sound: ms of vibration, of rest, and so on. */
export const vibrations: Partial<Record<SoundName, readonly number[]>> = {
  match: [40, 70, 40],
  turn: [30],
};

/** The fastest hand that is told apart, in units of the sheet a second. */
const FAST = 2000;

/** How a pencil sounds at a speed, in units of the sheet a second. */
export function pencilAt(speed: number): Pick<Tone, "pitch" | "loudness"> {
  const share = Math.min(1, speed / FAST);
  return { pitch: 1700 + 1900 * share, loudness: 0.03 * Math.sqrt(share) };
}
