/**
 * "Slow travels": the drawing in the tests, the screenshots and the home page's example.
 *
 * Shapes are SVG paths on a page of 1000 x 750. Only the pen draws them: a filled shape is first hatched with a
 * wide pen, as people do, and then outlined.
 */

export type Point = readonly [x: number, y: number];

/** One stroke as a hand would draw it. `points` are on the page of 1000 x 750. */
export type Stroke = {
  readonly seat: 1 | 2;
  readonly round: number;
  readonly ink: Ink;
  /** The index of the brush step, 0 to 4. */
  readonly size: 0 | 1 | 2 | 3 | 4;
  readonly points: readonly Point[];
};

export type Ink =
  | "Soot"
  | "Snow"
  | "Tangerine"
  | "Sky"
  | "Fern"
  | "Lemon"
  | "Ocean"
  | "Fox"
  | "Petal"
  | "Cocoa"
  | "Peach"
  | "Plum";

export const page = { width: 1000, height: 750 };

/** Diameters of the brush steps in units of the page of 1000. */
const diameters = [12, 24, 44, 88, 176].map((units) => (units * page.width) / 4096);

/** The two series that a game of three rounds is dealt for this scene, as a model would answer. */
export const slowTravels = {
  title: "Slow travels",
  theme: "Slow travels",
  paper: "Plain",
  caption: "Home is wherever the kettle is on.",
  player1: ["A snail in a hurry", "Steam that becomes a whale", "Flowers that look up"],
  player2: ["A teapot to live in", "Who looks out?", "A moon ready for bed"],
};

const circle = (cx: number, cy: number, r: number) =>
  `M${cx + r} ${cy} A${r} ${r} 0 1 1 ${cx - r} ${cy} A${r} ${r} 0 1 1 ${cx + r} ${cy}`;

const snail =
  "M140 637 C200 612 260 584 330 581 C460 574 620 582 705 577 C740 562 734 500 744 446 C753 398 792 378 830 390 C872 404 884 450 874 492 C864 545 848 592 812 626 C792 645 762 649 738 649 C540 656 300 653 140 637 Z";
const pot =
  "M276 430 C276 345 350 299 465 299 C588 299 650 360 650 440 C650 502 622 548 582 572 C520 580 420 580 350 575 C302 548 276 500 276 430 Z";
const spout =
  "M285 462 C262 440 256 380 225 362 C210 345 190 335 170 326 L223 304 C245 325 258 345 290 352 Z";
const lid = "M345 320 C365 278 410 270 470 270 C535 270 582 286 604 322 C525 292 425 290 345 320 Z";
const knob = "M440 268 C434 224 494 224 489 268 Z";
const door = "M352 574 C348 505 356 464 400 464 C442 464 450 505 447 574 Z";
const cat = "M500 446 L504 388 L524 409 L554 409 L574 388 L579 446 C576 482 504 482 500 446 Z";
const whale =
  "M105 132 C110 90 160 72 222 76 C272 80 296 114 318 113 C338 104 334 84 333 68 C350 86 368 84 390 78 C388 122 368 154 332 160 C294 196 240 202 190 191 C140 181 104 166 105 132 Z";
const cap =
  "M734 148 C748 84 820 48 886 70 C912 82 916 112 935 128 C915 112 900 118 890 128 C846 104 790 112 734 148 Z";
const scarf = "M728 553 C764 567 806 562 850 542 L842 578 C804 596 760 592 724 580 Z";
const scarfEnd = "M724 558 C700 546 676 560 650 550 L657 590 C684 588 700 596 722 585 Z";

/** The strokes of the scene, in drawing order. */
export function scene(): Stroke[] {
  const strokes: Stroke[] = [];
  const pen = (seat: 1 | 2, round: number) => ({
    line: (d: string, ink: Ink, size: Stroke["size"] = 1) => {
      for (const points of flatten(d)) strokes.push({ seat, round, ink, size, points });
    },
    fill: (d: string, ink: Ink, size: Stroke["size"] = 3) => {
      const polygon = flatten(d).flat();
      const edge = size > 2 ? 2 : 1;
      const add = (points: Point[], size: Stroke["size"]) => {
        if (points.length > 2) strokes.push({ seat, round, ink, size, points: walk(points) });
      };
      for (const points of hatch(polygon, diameters[size])) add(points, size);
      // Pens get thinner where they are fast or turn, so the edge is drawn twice.
      for (const depth of [1, 0.4]) add(inset(polygon, diameters[edge] * depth), edge);
    },
  });

  const one = pen(1, 1);
  one.line("M0 666 C150 655 250 668 400 664 S700 672 1000 663", "Fern", 2);
  one.fill(snail, "Peach", 3);
  one.line(snail, "Soot", 1);
  one.line("M250 622 C310 606 370 628 430 626 M505 624 C570 612 640 632 690 622", "Fox", 1);
  one.line("M772 338 C778 362 784 380 790 396 M850 342 C842 364 832 382 822 396", "Soot", 1);
  for (const [x, y] of [
    [769, 312],
    [857, 316],
  ]) {
    one.fill(circle(x, y, 24), "Snow", 2);
    one.line(circle(x, y, 25), "Soot", 1);
    one.fill(circle(x + 9, y + 2, 8), "Soot", 1);
  }
  one.line("M802 478 C816 504 846 504 862 480", "Soot", 1);
  one.line("M786 470 L796 470", "Petal", 3);
  one.line("M10 621 L94 618 M28 650 L116 647 M52 596 L100 594", "Soot", 0);

  const two = pen(2, 1);
  two.fill(spout, "Sky", 2);
  two.fill(pot, "Sky", 3);
  two.line("M640 374 C690 330 722 372 700 432 C688 468 664 490 634 498", "Soot", 3);
  two.line("M640 374 C690 330 722 372 700 432 C688 468 664 490 634 498", "Sky", 2);
  two.line(
    "M280 462 C262 440 256 380 225 362 C210 345 190 335 170 326 L223 304 C245 325 258 345 286 356",
    "Soot",
    1,
  );
  two.line(pot, "Soot", 1);
  two.fill(knob, "Fox", 2);
  two.line(knob, "Soot", 1);
  two.fill(lid, "Lemon", 2);
  two.line(lid, "Soot", 1);
  two.line("M304 386 C312 364 326 346 344 334 M298 416 C298 410 299 405 300 401", "Snow", 2);
  two.line("M452 548 C500 552 540 546 566 534", "Ocean", 1);

  const oneB = pen(1, 2);
  oneB.line("M186 300 C158 268 222 250 194 212 C184 186 200 166 222 176", "Ocean", 1);
  oneB.line("M214 292 C204 270 238 252 226 226", "Ocean", 1);
  oneB.fill(whale, "Snow", 3);
  oneB.line(whale, "Ocean", 2);
  oneB.line("M108 150 C128 168 152 164 168 148", "Ocean", 1);
  oneB.line("M147 121 L149 122", "Ocean", 2);
  oneB.line("M187 76 C188 52 176 40 155 56 M187 76 C186 50 206 40 226 56", "Sky", 2);
  oneB.fill(door, "Fox", 3);
  oneB.line(door, "Soot", 1);
  oneB.line("M398 496 L398 524 M380 508 C388 494 410 494 418 508", "Soot", 1);
  oneB.line("M428 527 L430 528", "Lemon", 2);

  const twoB = pen(2, 2);
  twoB.fill(circle(540, 426, 58), "Lemon", 3);
  twoB.fill(cat, "Cocoa", 2);
  twoB.line(cat, "Soot", 1);
  twoB.line("M522 432 L523 433 M556 432 L557 433", "Snow", 2);
  twoB.line("M524 433 L525 434 M558 433 L559 434", "Soot", 1);
  twoB.line(
    "M540 446 L540 452 M530 460 C536 464 540 460 540 456 C542 462 546 464 551 459",
    "Peach",
    0,
  );
  twoB.line("M504 446 L478 440 M504 456 L480 460 M576 446 L602 440 M576 456 L600 460", "Soot", 0);
  twoB.line(circle(540, 426, 60), "Soot", 2);

  const oneC = pen(1, 3);
  oneC.line(
    "M900 592 C906 620 906 642 902 664 M904 640 C916 616 934 616 930 622 C926 640 914 644 905 646",
    "Fern",
    1,
  );
  for (let i = 0; i < 6; i++) {
    const angle = (i * Math.PI) / 3;
    const [x, y] = [900 + 25 * Math.cos(angle), 568 + 25 * Math.sin(angle)];
    oneC.fill(circle(x, y, 12), "Petal", 2);
    oneC.line(circle(x, y, 14), "Soot", 0);
  }
  oneC.fill(circle(900, 568, 15), "Lemon", 2);
  oneC.line(circle(900, 568, 17), "Soot", 1);
  oneC.line("M894 564 L895 565 M906 564 L907 565 M893 573 C897 579 904 579 908 573", "Soot", 0);
  oneC.line("M956 664 C958 640 954 622 958 606", "Fern", 1);
  oneC.line(
    "M262 660 L255 645 M272 660 L271 642 M282 660 L288 646 M680 664 L672 648 M690 664 L690 646",
    "Fern",
    1,
  );

  const twoC = pen(2, 3);
  twoC.fill(circle(818, 182, 68), "Lemon", 3);
  twoC.line(circle(818, 182, 70), "Tangerine", 2);
  twoC.line("M770 172 C778 184 792 184 798 174 M834 172 C840 184 856 184 862 174", "Soot", 1);
  twoC.line("M804 206 C812 218 826 218 834 206", "Soot", 1);
  twoC.line("M764 200 L772 201 M858 200 L866 201", "Tangerine", 2);
  twoC.fill(cap, "Petal", 2);
  twoC.line(cap, "Soot", 1);
  twoC.line("M728 156 C780 118 848 114 902 138", "Soot", 3);
  twoC.line("M728 156 C780 118 848 114 902 138", "Snow", 2);
  twoC.fill(circle(942, 134, 14), "Snow", 2);
  twoC.line(circle(942, 134, 17), "Soot", 1);
  twoC.line("M488 244 C560 296 690 270 738 190", "Cocoa", 1);
  const flags: [number, number, Ink][] = [
    [520, 264, "Fox"],
    [562, 274, "Fern"],
    [606, 275, "Petal"],
    [650, 264, "Lemon"],
    [692, 242, "Fern"],
  ];
  for (const [x, y, ink] of flags) {
    const flag = `M${x - 15} ${y} L${x + 15} ${y} L${x} ${y + 28} Z`;
    twoC.fill(flag, ink, 1);
    twoC.line(flag, "Soot", 0);
  }
  twoC.fill(scarf, "Fox", 2);
  twoC.fill(scarfEnd, "Fox", 2);
  twoC.line(scarf, "Soot", 1);
  twoC.line(scarfEnd, "Soot", 1);
  twoC.line("M752 564 L750 586 M790 565 L788 589", "Lemon", 1);
  for (const [x, y] of [
    [475, 100],
    [588, 152],
    [560, 56],
  ]) {
    twoC.line(
      `M${x - 9} ${y} L${x + 9} ${y} M${x} ${y - 9} L${x} ${y + 9} M${x - 6} ${y - 6} L${x + 6} ${y + 6} M${x - 6} ${y + 6} L${x + 6} ${y - 6}`,
      "Tangerine",
      0,
    );
  }
  return strokes;
}

/** The points along the subpaths of an SVG path of absolute M, L, C, S, A (circles only) and Z. */
function flatten(d: string): Point[][] {
  const paths: Point[][] = [];
  let path: Point[] = [];
  let at: Point = [0, 0];
  let reflected: Point = at;
  const lineTo = (to: Point) => {
    const steps = Math.max(1, Math.round(Math.hypot(to[0] - at[0], to[1] - at[1]) / 9));
    for (let i = 1; i <= steps; i++)
      path.push([at[0] + ((to[0] - at[0]) * i) / steps, at[1] + ((to[1] - at[1]) * i) / steps]);
    at = to;
  };
  const curveTo = (a: Point, b: Point, to: Point) => {
    const from = at;
    const length =
      Math.hypot(a[0] - from[0], a[1] - from[1]) +
      Math.hypot(b[0] - a[0], b[1] - a[1]) +
      Math.hypot(to[0] - b[0], to[1] - b[1]);
    const steps = Math.max(3, Math.round(length / 9));
    for (let i = 1; i <= steps; i++) {
      const t = i / steps;
      const u = 1 - t;
      const mix = (k: 0 | 1) =>
        u * u * u * from[k] + 3 * u * u * t * a[k] + 3 * u * t * t * b[k] + t * t * t * to[k];
      path.push([mix(0), mix(1)]);
    }
    at = to;
    reflected = [2 * to[0] - b[0], 2 * to[1] - b[1]];
  };
  const arcTo = (r: number, to: Point) => {
    const [cx, cy] = [(at[0] + to[0]) / 2, (at[1] + to[1]) / 2];
    const start = Math.atan2(at[1] - cy, at[0] - cx);
    const steps = Math.max(4, Math.round((Math.PI * r) / 7));
    for (let i = 1; i <= steps; i++) {
      const angle = start + (Math.PI * i) / steps;
      path.push([cx + r * Math.cos(angle), cy + r * Math.sin(angle)]);
    }
    at = to;
  };
  for (const [, command, rest] of d.matchAll(/([MLCSAZ])([^MLCSAZ]*)/g)) {
    const n = (rest.match(/-?[\d.]+/g) ?? []).map(Number);
    switch (command) {
      case "M":
        at = [n[0], n[1]];
        path = [at];
        paths.push(path);
        break;
      case "L":
        lineTo([n[0], n[1]]);
        break;
      case "C":
        curveTo([n[0], n[1]], [n[2], n[3]], [n[4], n[5]]);
        break;
      case "S":
        curveTo(reflected, [n[0], n[1]], [n[2], n[3]]);
        break;
      case "A":
        arcTo(n[0], [n[5], n[6]]);
        break;
      case "Z":
        lineTo(path[0]);
        break;
    }
  }
  return paths;
}

/** Adds points along the line through these corners, close enough that the pen keeps its full width. */
function walk(corners: Point[]): Point[] {
  const points = [corners[0]];
  for (const [x, y] of corners.slice(1)) {
    const [fromX, fromY] = points[points.length - 1];
    const steps = Math.max(1, Math.ceil(Math.hypot(x - fromX, y - fromY) / 9));
    for (let i = 1; i <= steps; i++)
      points.push([fromX + ((x - fromX) * i) / steps, fromY + ((y - fromY) * i) / steps]);
  }
  return points;
}

/** The polygon shrunk by `distance`: the path of a pen that fills up to the edge. */
function inset(polygon: Point[], distance: number): Point[] {
  const area = polygon.reduce((sum, [x, y], i) => {
    const [nx, ny] = polygon[(i + 1) % polygon.length];
    return sum + x * ny - nx * y;
  }, 0);
  const inward = area > 0 ? distance : -distance;
  const ring = polygon
    .map(([x, y], i): Point => {
      const [px, py] = polygon[(i - 1 + polygon.length) % polygon.length];
      const [nx, ny] = polygon[(i + 1) % polygon.length];
      const length = Math.hypot(nx - px, ny - py) || 1;
      return [x - ((ny - py) / length) * inward, y + ((nx - px) / length) * inward];
    })
    .filter(
      ([x, y]) =>
        polygon.every(([px, py]) => Math.hypot(px - x, py - y) > distance * 0.85) &&
        crossings(polygon, y).filter((at) => at < x).length % 2 === 1,
    );
  return ring.length > 0 ? [...ring, ring[0]] : [];
}

/** Zigzag strokes of a pen of this diameter that cover the inside of a polygon. */
function hatch(polygon: Point[], diameter: number): Point[][] {
  const radius = diameter / 2;
  const ys = polygon.map((p) => p[1]);
  const strokes: Point[][] = [];
  let open: Point[] = [];
  let forward = true;
  const top = Math.min(...ys) + radius * 0.8;
  const bottom = Math.max(...ys) - radius * 0.8;
  const rows = Math.max(1, Math.ceil((bottom - top) / (diameter * 0.55)));
  for (let row = 0; row <= rows; row++) {
    const y = top + ((bottom - top) * row) / rows;
    for (const [from, to] of spans(polygon, y, radius * 0.7)) {
      const ends: Point[] = forward
        ? [
            [from, y],
            [to, y],
          ]
        : [
            [to, y],
            [from, y],
          ];
      const last = open.at(-1);
      if (
        last &&
        Math.abs(last[0] - ends[0][0]) < diameter * 1.5 &&
        Math.abs(last[1] - y) < diameter
      ) {
        open.push(...ends);
      } else {
        open = [...ends];
        strokes.push(open);
      }
    }
    forward = !forward;
  }
  return strokes;
}

/** The parts of the row y inside the polygon, shortened by `inset` at each edge nearby. */
function spans(polygon: Point[], y: number, inset: number): [number, number][] {
  const pairs = (xs: number[]) =>
    xs.flatMap((x, i): [number, number][] => (i % 2 ? [] : [[x, xs[i + 1]]]));
  // A pen's disk fits where the rows above and below are inside as well.
  let fit = pairs(crossings(polygon, y));
  for (const dy of [-inset, -inset / 2, inset / 2, inset]) {
    const chord = Math.sqrt(Math.max(0, inset * inset - dy * dy));
    const row = pairs(crossings(polygon, y + dy)).map(([a, b]): [number, number] => [
      a + chord,
      b - chord,
    ]);
    fit = fit.flatMap(([a, b]) =>
      row
        .map(([c, d]): [number, number] => [Math.max(a, c), Math.min(b, d)])
        .filter(([c, d]) => d >= c),
    );
  }
  return fit.map(([a, b]): [number, number] => [a + inset, b - inset]).filter(([a, b]) => b >= a);
}

/** The x at which the row y crosses the polygon's edges, from left to right. */
function crossings(polygon: Point[], y: number): number[] {
  return polygon
    .flatMap((a, i): number[] => {
      const b = polygon[(i + 1) % polygon.length];
      return a[1] > y !== b[1] > y ? [a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0])] : [];
    })
    .sort((a, b) => a - b);
}
