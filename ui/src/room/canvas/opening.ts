/** The server's picture of a long game: it is on the screen while the page still folds the game's entries. */
import type { Pixels, StandIn } from "./standIn";

/** The entries wait no longer than this for the picture, in ms. */
const LONGEST_WAIT = 500;

export type Opening = {
  /**
   * Whether the picture may come any moment. Until then nothing is painted, as it would cover that, and nothing
   * folded, as that would keep the processor from it.
   */
  readonly waiting: boolean;
  /** The stream starts over: a long game gets the picture, if it has not been asked for. */
  begin(long: boolean): void;
  stop(): void;
};

type Means = {
  standIn: StandIn;
  /** Folds nothing until the picture is on the screen. */
  hold(): void;
  show(pixels: Pixels): void;
  /** The wait is over. */
  ready(): void;
};

export function createOpening({ standIn, hold, show, ready }: Means): Opening {
  let waiting = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function wait(coming: Promise<Pixels>): Promise<void> {
    waiting = true;
    hold();
    try {
      show(await coming);
    } catch (err) {
      console.warn(err); // the entries come all the same
    } finally {
      end();
    }
  }

  function end(): void {
    clearTimeout(timer);
    waiting = false;
    ready();
  }

  if (standIn.ahead) void wait(standIn.ahead);

  return {
    get waiting() {
      return waiting;
    },
    begin(long) {
      if (long && !standIn.ahead) void wait(standIn.fetch());
      clearTimeout(timer);
      if (long && waiting) timer = setTimeout(end, LONGEST_WAIT);
      else end();
    },
    stop: () => clearTimeout(timer),
  };
}
