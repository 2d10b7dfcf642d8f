/** What moves the pointer. WebKitGTK's driver has no finger, Firefox' none for a pen: both say so or use the mouse. */
export type Held = "mouse" | "touch" | "pen";

/** A place in the window, in CSS px. */
export type Pixel = readonly [x: number, y: number];

export type Downloaded = { name: string; file: Buffer };

/** One page with cookies and storage of its own, as far as every engine can be driven alike. */
export type Tab = {
  /** Goes to an address and waits until it is loaded. */
  open: (address: string) => Promise<void>;
  reload: () => Promise<void>;
  /** The value of an expression, of a promise its outcome; it goes through JSON. */
  evaluate: (expression: string) => Promise<unknown>;
  /** Goes down at the first place, along all others, and up at the last; one place is a click. */
  stroke: (held: Held, places: readonly Pixel[]) => Promise<void>;
  /** Presses keys together, as "b" or "Control+Shift+z". */
  key: (keys: string) => Promise<void>;
  /** What comes down after `start`. */
  download: (start: () => Promise<void>) => Promise<Downloaded>;
  /** A picture of the window, as PNG. */
  picture: () => Promise<Buffer>;
  /** Errors of the page that nothing caught. */
  errors: () => Promise<readonly string[]>;
  close: () => Promise<void>;
};

/** A browser that runs. */
export type Engine = {
  newTab: () => Promise<Tab>;
  close: () => Promise<void>;
};

/** The window of every tab. */
export const window = { width: 1280, height: 800 };

/** Runs a function in a tab. Nothing around it is there; arguments and answer go through JSON. */
export async function run<A extends readonly unknown[], T>(
  tab: Tab,
  inPage: (...given: A) => T | Promise<T>,
  ...given: A
): Promise<T> {
  const listed = given.map((one) => JSON.stringify(one) ?? "undefined").join(", ");
  return (await tab.evaluate(`(${inPage})(${listed})`)) as T;
}
