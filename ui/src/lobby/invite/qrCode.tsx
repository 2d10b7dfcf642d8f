import { generate } from "lean-qr";
import { useMemo } from "preact/hooks";
import "./qrCode.css";

/** A link as a QR code of soft squares, dark on white in both appearances so that phones read it. */
export function QrCode({ link, label }: { link: string; label: string }) {
  const { size, modules, eyes } = useMemo(() => drawQr(link), [link]);
  return (
    <svg class="qr-code" viewBox={`-1 -1 ${size + 2} ${size + 2}`} role="img" aria-label={label}>
      <path class="qr-code-modules" d={modules} />
      <path class="qr-code-eyes" d={eyes} />
    </svg>
  );
}

const eye = 7;

function drawQr(link: string) {
  const code = generate(link);
  const { size } = code;
  const inEye = (x: number, y: number) =>
    (x < eye && (y < eye || y >= size - eye)) || (x >= size - eye && y < eye);

  let modules = "";
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      // Its stroke makes it 0.94 wide, with round corners.
      if (code.get(x, y) && !inEye(x, y)) modules += `M${x + 0.25} ${y + 0.25}h.5v.5h-.5z`;
    }
  }
  const eyeAt = (x: number, y: number) =>
    `M${x + 0.5} ${y + 0.5}h6v6h-6zM${x + 2.5} ${y + 2.5}h2v2h-2zM${x + 3} ${y + 3.5}h1`;
  return { size, modules, eyes: eyeAt(0, 0) + eyeAt(size - eye, 0) + eyeAt(0, size - eye) };
}
