/** A palette of paints: each hue from pale to deep. */

/** A row of the palette; `name` is also its translation key. Lightness goes from 0 to 1. */
type Hue = { name: string; angle: number; strength: number; palest?: number; deepest?: number };

/**
 * Hues in the Oklch space, in degrees, as saturated as the screen can show them, up to `strength`.
 */
const HUES = [
  { name: "hueGrey", angle: 90, strength: 0.012 },
  { name: "hueBrown", angle: 60, strength: 0.075, palest: 0.85, deepest: 0.24 },
  { name: "hueRed", angle: 25, strength: 0.21 },
  { name: "hueOrange", angle: 55, strength: 0.18, deepest: 0.4 },
  { name: "hueYellow", angle: 95, strength: 0.17, deepest: 0.45 },
  { name: "hueGreen", angle: 145, strength: 0.17 },
  { name: "hueTeal", angle: 195, strength: 0.12 },
  { name: "hueBlue", angle: 255, strength: 0.18 },
  { name: "hueViolet", angle: 300, strength: 0.19 },
  { name: "huePink", angle: 350, strength: 0.19 },
] as const satisfies readonly Hue[];

const PALEST = 0.93;
const DEEPEST = 0.28;
const SHADES = 7;
const GLOWS = 0.26;

/** Rows of paints, 0xRRGGBB, from pale to deep. */
export const PAINTS = HUES.map((hue: Hue) => ({
  name: hue.name as (typeof HUES)[number]["name"],
  colours: Array.from({ length: SHADES }, (_, i) => {
    const { palest = PALEST, deepest = DEEPEST } = hue;
    const lightness = palest + ((deepest - palest) * i) / (SHADES - 1);
    // Paints that are both pale and saturated seem to glow.
    const calm = Math.min(1, (1 - lightness) / GLOWS);
    return strongest(lightness, hue.strength * calm, hue.angle);
  }),
}));

/** The colour of a lightness and a hue angle, as saturated as sRGB allows, up to `strength`. */
function strongest(lightness: number, strength: number, angle: number): number {
  for (let chroma = strength; chroma > 0; chroma -= 0.004) {
    const channels = linear(lightness, chroma, angle);
    if (channels.every((c) => c >= 0 && c <= 1)) return pack(channels);
  }
  return pack(linear(lightness, 0, angle));
}

/** Oklch to linear sRGB, by the matrices of Björn Ottosson's Oklab. */
function linear(lightness: number, chroma: number, angle: number): number[] {
  const turn = (angle * Math.PI) / 180;
  const a = chroma * Math.cos(turn);
  const b = chroma * Math.sin(turn);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function pack(channels: number[]): number {
  const [r, g, b] = channels.map((c) => {
    const within = Math.min(1, Math.max(0, c));
    const shown = within <= 0.0031308 ? 12.92 * within : 1.055 * within ** (1 / 2.4) - 0.055;
    return Math.round(255 * shown);
  });
  return (r << 16) | (g << 8) | b;
}
