/** The kind of pointer. WebKitGTK's driver has no touch and Firefox's no pen: they fail or use the mouse. */
export type Held = "mouse" | "touch" | "pen";

/** A place in the window, in CSS px. */
export type Pixel = readonly [x: number, y: number];

export type Downloaded = { name: string; file: Buffer };

/** One page with its own cookies and storage, with the actions that all engines have. */
export type Tab = {
  /** Opens an address and waits until it is loaded. */
  open: (address: string) => Promise<void>;
  reload: () => Promise<void>;
  /** The value of an expression, awaited if it is a promise, and copied through JSON. */
  evaluate: (expression: string) => Promise<unknown>;
  /** Presses at the first place, moves along all others, and releases at the last. One place is a click. */
  stroke: (held: Held, places: readonly Pixel[]) => Promise<void>;
  /** Presses keys together, such as "b" or "Control+Shift+z". */
  key: (keys: string) => Promise<void>;
  /** The file that `start` downloads. */
  download: (start: () => Promise<void>) => Promise<Downloaded>;
  /** A picture of the window, as PNG. */
  picture: () => Promise<Buffer>;
  /** Uncaught errors of the page. */
  errors: () => Promise<readonly string[]>;
  close: () => Promise<void>;
};

/** A running browser. */
export type Engine = {
  newTab: () => Promise<Tab>;
  close: () => Promise<void>;
};

/** The size of every tab's window. */
export const window = { width: 1280, height: 800 };

/** Runs a function in a tab, without access to its module. Arguments and result are copied through JSON. */
export async function run<A extends readonly unknown[], T>(
  tab: Tab,
  inPage: (...given: A) => T | Promise<T>,
  ...given: A
): Promise<T> {
  const listed = given.map((one) => JSON.stringify(one) ?? "undefined").join(", ");
  return (await tab.evaluate(`(${inPage})(${listed})`)) as T;
}
