import { expect, test } from "vitest";
import {
  around,
  centre,
  filled,
  fitted,
  isSmallWhole,
  isWhole,
  pinched,
  resized,
  showing,
  toArea,
  toUnits,
  zoomed,
} from "./view";

const phone = { width: 390, height: 434 };
const desktop = { width: 984, height: 738 };

test("fits the whole sheet into the middle", () => {
  const view = fitted(phone);
  expect(view.scale).toBeCloseTo(390 / 4096);
  expect(view.x).toBe(0);
  expect(view.y).toBeCloseTo((434 - 3072 * view.scale) / 2);
});

test("fills the area and leaves no gap", () => {
  const view = filled(phone);
  expect(view.scale).toBeCloseTo(434 / 3072);
  expect(view.y).toBeCloseTo(0);
  expect(view.x).toBeCloseTo((390 - 4096 * view.scale) / 2);
  expect(filled(desktop)).toEqual(fitted(desktop));
});

test("the whole sheet is small on a phone, beside one that fills the area", () => {
  expect(isSmallWhole(phone)).toBe(true);
  expect(isSmallWhole({ width: 768, height: 640 })).toBe(false);
  expect(isSmallWhole(desktop)).toBe(false);
});

test("units and places are two ways to say the same", () => {
  const view = around({ x: 900, y: 1000 }, 0.4, phone);
  const place = toArea(view, 321, 1234);
  expect(toUnits(view, place.x, place.y).x).toBeCloseTo(321);
  expect(toUnits(view, place.x, place.y).y).toBeCloseTo(1234);
});

test("what two fingers hold stays between them", () => {
  const before = around({ x: 2000, y: 1500 }, 0.3, phone);
  const held = toUnits(before, 150, 200);
  const after = pinched(
    before,
    { x: 150, y: 200, apart: 100 },
    { x: 180, y: 230, apart: 150 },
    phone,
  );
  expect(after.scale).toBeCloseTo(0.45);
  expect(toArea(after, held.x, held.y).x).toBeCloseTo(180);
  expect(toArea(after, held.x, held.y).y).toBeCloseTo(230);
});

test("never zooms out further than the whole sheet, nor pans off it", () => {
  const far = pinched(filled(phone), { x: 9, y: 9, apart: 300 }, { x: 9, y: 9, apart: 2 }, phone);
  expect(far).toEqual(fitted(phone));
  const off = pinched(
    filled(phone),
    { x: 0, y: 0, apart: 90 },
    { x: 900, y: 900, apart: 90 },
    phone,
  );
  expect(off.x).toBe(0);
  expect(off.y).toBeCloseTo(0);
});

test("a turned phone shows the same middle", () => {
  const turned = { width: 844, height: 300 };
  const before = around({ x: 1500, y: 1400 }, 0.5, phone);
  const after = resized(before, phone, turned);
  expect(centre(after, turned).x).toBeCloseTo(1500);
  expect(centre(after, turned).y).toBeCloseTo(1400);
  expect(resized(fitted(phone), phone, turned)).toEqual(fitted(turned));
});

test("a wheel that zooms keeps what lies under the pointer there", () => {
  const before = around({ x: 2000, y: 1500 }, 0.3, phone);
  const held = toUnits(before, 300, 60);
  const at = { x: 300, y: 60 };
  const after = pinched(before, { ...at, apart: 1 }, { ...at, apart: 1.25 }, phone);
  expect(after.scale).toBeCloseTo(0.375);
  expect(toArea(after, held.x, held.y).x).toBeCloseTo(300);
  expect(toArea(after, held.x, held.y).y).toBeCloseTo(60);
  const back = pinched(after, { ...at, apart: 1 }, { ...at, apart: 0.8 }, phone);
  expect(back.x).toBeCloseTo(before.x);
  expect(back.scale).toBeCloseTo(before.scale);
});

test("keys zoom about the middle, as far out as the whole sheet", () => {
  const before = around({ x: 2000, y: 1500 }, 0.3, phone);
  const nearer = zoomed(before, 1.4, phone);
  expect(nearer.scale).toBeCloseTo(0.42);
  expect(centre(nearer, phone).x).toBeCloseTo(2000);
  expect(isWhole(zoomed(before, 0.01, phone), phone)).toBe(true);
});

test("moves just so far that a point is well in view, and not for one that is", () => {
  const before = around({ x: 2000, y: 1500 }, 0.5, phone);
  expect(showing(before, { x: 2010, y: 1490 }, phone)).toEqual(before);
  const right = { x: 2500, y: 1500 };
  const after = showing(before, right, phone);
  expect(toArea(after, right.x, right.y).x).toBeCloseTo(phone.width - 40);
  expect(after.y).toBeCloseTo(before.y);
  const corner = showing(before, { x: 0, y: 0 }, phone);
  expect([corner.x, corner.y].map(Math.abs)).toEqual([0, 0]);
});

test("a turn there and back, or a browser's zoom, finds the same place again", () => {
  const turned = { width: 844, height: 300 };
  const before = around({ x: 1500, y: 1400 }, 0.5, phone);
  const back = resized(resized(before, phone, turned), turned, phone);
  expect(back.scale).toBeCloseTo(before.scale);
  expect(centre(back, phone).x).toBeCloseTo(1500);
  expect(centre(back, phone).y).toBeCloseTo(1400);
});
