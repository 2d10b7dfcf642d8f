import { inflateSync } from "node:zlib";

/** Reads the size and the number of colours of an 8-bit RGB or RGBA PNG. */
export function decodePng(png: Buffer): { width: number; height: number; colours: number } {
  if (png.toString("latin1", 1, 4) !== "PNG") throw new Error("not a PNG");
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const channels = { 2: 3, 6: 4 }[png[25]];
  if (png[24] !== 8 || !channels)
    throw new Error(`a PNG of ${png[24]} bits and colour type ${png[25]}`);
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const raw = inflateSync(Buffer.concat(data));
  const stride = width * channels;
  const colours = new Set<number>();
  const above = new Uint8Array(stride);
  const row = new Uint8Array(stride);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)];
    for (let i = 0; i < stride; i++) {
      const left = i < channels ? 0 : row[i - channels];
      const corner = i < channels ? 0 : above[i - channels];
      row[i] = raw[y * (stride + 1) + 1 + i] + predict(filter, left, above[i], corner);
    }
    for (let i = 0; i < stride; i += channels)
      colours.add((row[i] << 16) | (row[i + 1] << 8) | row[i + 2]);
    above.set(row);
  }
  return { width, height, colours: colours.size };
}

/** PNG specification, section 9.2. */
function predict(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const [a, b, c] = [
        Math.abs(up - corner),
        Math.abs(left - corner),
        Math.abs(left + up - 2 * corner),
      ];
      return a <= b && a <= c ? left : b <= c ? up : corner;
    }
    default:
      return 0;
  }
}
