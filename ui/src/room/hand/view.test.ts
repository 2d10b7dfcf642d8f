import { expect, test } from "vitest";
import {
  centreOf,
  centreOn,
  fillView,
  fitView,
  isFit,
  isFitSmall,
  panToShow,
  pinchView,
  resizeView,
  toArea,
  toUnits,
  zoomView,
} from "./view";

const phone = { width: 390, height: 434 };
const desktop = { width: 984, height: 738 };

test("centres the whole sheet", () => {
  const view = fitView(phone);
  expect(view.scale).toBeCloseTo(390 / 4096);
  expect(view.x).toBe(0);
  expect(view.y).toBeCloseTo((434 - 3072 * view.scale) / 2);
});

test("fills the area and leaves no gap", () => {
  const view = fillView(phone);
  expect(view.scale).toBeCloseTo(434 / 3072);
  expect(view.y).toBeCloseTo(0);
  expect(view.x).toBeCloseTo((390 - 4096 * view.scale) / 2);
  expect(fillView(desktop)).toEqual(fitView(desktop));
});

test("the whole sheet is small on a phone, beside one that fills the area", () => {
  expect(isFitSmall(phone)).toBe(true);
  expect(isFitSmall({ width: 768, height: 640 })).toBe(false);
  expect(isFitSmall(desktop)).toBe(false);
});

test("units and px convert both ways", () => {
  const view = centreOn({ x: 900, y: 1000 }, 0.4, phone);
  const place = toArea(view, 321, 1234);
  expect(toUnits(view, place.x, place.y).x).toBeCloseTo(321);
  expect(toUnits(view, place.x, place.y).y).toBeCloseTo(1234);
});

test("the point between two fingers stays between them", () => {
  const before = centreOn({ x: 2000, y: 1500 }, 0.3, phone);
  const held = toUnits(before, 150, 200);
  const after = pinchView(
    before,
    { x: 150, y: 200, distance: 100 },
    { x: 180, y: 230, distance: 150 },
    phone,
  );
  expect(after.scale).toBeCloseTo(0.45);
  expect(toArea(after, held.x, held.y).x).toBeCloseTo(180);
  expect(toArea(after, held.x, held.y).y).toBeCloseTo(230);
});

test("never zooms out further than the whole sheet, nor pans off it", () => {
  const far = pinchView(
    fillView(phone),
    { x: 9, y: 9, distance: 300 },
    { x: 9, y: 9, distance: 2 },
    phone,
  );
  expect(far).toEqual(fitView(phone));
  const off = pinchView(
    fillView(phone),
    { x: 0, y: 0, distance: 90 },
    { x: 900, y: 900, distance: 90 },
    phone,
  );
  expect(off.x).toBe(0);
  expect(off.y).toBeCloseTo(0);
});

test("a rotated phone keeps the same centre", () => {
  const turned = { width: 844, height: 300 };
  const before = centreOn({ x: 1500, y: 1400 }, 0.5, phone);
  const after = resizeView(before, phone, turned);
  expect(centreOf(after, turned).x).toBeCloseTo(1500);
  expect(centreOf(after, turned).y).toBeCloseTo(1400);
  expect(resizeView(fitView(phone), phone, turned)).toEqual(fitView(turned));
});

test("zooming by the wheel keeps the point under the pointer", () => {
  const before = centreOn({ x: 2000, y: 1500 }, 0.3, phone);
  const held = toUnits(before, 300, 60);
  const at = { x: 300, y: 60 };
  const after = pinchView(before, { ...at, distance: 1 }, { ...at, distance: 1.25 }, phone);
  expect(after.scale).toBeCloseTo(0.375);
  expect(toArea(after, held.x, held.y).x).toBeCloseTo(300);
  expect(toArea(after, held.x, held.y).y).toBeCloseTo(60);
  const back = pinchView(after, { ...at, distance: 1 }, { ...at, distance: 0.8 }, phone);
  expect(back.x).toBeCloseTo(before.x);
  expect(back.scale).toBeCloseTo(before.scale);
});

test("keys zoom about the centre, out to the whole sheet", () => {
  const before = centreOn({ x: 2000, y: 1500 }, 0.3, phone);
  const nearer = zoomView(before, 1.4, phone);
  expect(nearer.scale).toBeCloseTo(0.42);
  expect(centreOf(nearer, phone).x).toBeCloseTo(2000);
  expect(isFit(zoomView(before, 0.01, phone), phone)).toBe(true);
});

test("pans only as far as needed to show a point", () => {
  const before = centreOn({ x: 2000, y: 1500 }, 0.5, phone);
  expect(panToShow(before, { x: 2010, y: 1490 }, phone)).toEqual(before);
  const right = { x: 2500, y: 1500 };
  const after = panToShow(before, right, phone);
  expect(toArea(after, right.x, right.y).x).toBeCloseTo(phone.width - 40);
  expect(after.y).toBeCloseTo(before.y);
  const corner = panToShow(before, { x: 0, y: 0 }, phone);
  expect([corner.x, corner.y].map(Math.abs)).toEqual([0, 0]);
});

test("a rotation there and back, or a browser's zoom, restores the view", () => {
  const turned = { width: 844, height: 300 };
  const before = centreOn({ x: 1500, y: 1400 }, 0.5, phone);
  const back = resizeView(resizeView(before, phone, turned), turned, phone);
  expect(back.scale).toBeCloseTo(before.scale);
  expect(centreOf(back, phone).x).toBeCloseTo(1500);
  expect(centreOf(back, phone).y).toBeCloseTo(1400);
});
