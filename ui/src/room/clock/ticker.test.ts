import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { RoomState } from "../line/state";
import { msLeft } from "./countdown";
import { createTicker } from "./ticker";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const setup = () => createTicker(() => Date.now());

test("counts the seconds down and reports when time is up", () => {
  const ticker = setup();
  ticker.set(2400, true);
  expect(ticker.seconds.value).toBe(3);
  vi.advanceTimersByTime(399);
  expect(ticker.seconds.value).toBe(3);
  vi.advanceTimersByTime(2);
  expect(ticker.seconds.value).toBe(2);
  vi.advanceTimersByTime(1000);
  expect(ticker.seconds.value).toBe(1);
  expect(ticker.up.value).toBe(false);
  vi.advanceTimersByTime(1000);
  expect(ticker.seconds.value).toBe(0);
  expect(ticker.up.value).toBe(true);
});

test("stops when paused, and continues from there", () => {
  const ticker = setup();
  ticker.set(10_000, true);
  vi.advanceTimersByTime(2500);
  ticker.pause();
  vi.advanceTimersByTime(60_000);
  expect(ticker.seconds.value).toBe(8);
  expect(ticker.countdown.value).toMatchObject({ left: 7500, runs: false });
  ticker.set(7500, true);
  vi.advanceTimersByTime(501);
  expect(ticker.seconds.value).toBe(7);
});

test("shows nothing for a phase without an end", () => {
  const ticker = setup();
  ticker.set(1000, true);
  ticker.set(null, false);
  vi.advanceTimersByTime(5000);
  expect(ticker.seconds.value).toBeNull();
  expect(ticker.up.value).toBe(false);
});

test("a phase's time follows from its end, or while paused from the remaining time", () => {
  const state = { phase: "round", ends_at: 20_000, left_ms: 9000 } as RoomState;
  expect(msLeft(state, 12_000)).toBe(8000);
  expect(msLeft(state, 30_000)).toBe(0);
  expect(msLeft({ ...state, ends_at: null }, 30_000)).toBe(9000);
  expect(msLeft({ ...state, phase: "gathering" }, 0)).toBeNull();
});
