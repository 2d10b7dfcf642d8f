/** Shows the server's picture of a long game while the page still folds the game's entries. */
import type { Pixels, StandIn } from "./standIn";

/** Folding starts after this time even if the picture has not arrived, in ms. */
const MAX_PICTURE_WAIT = 500;

export type Opening = {
  /**
   * Whether the page waits for the picture. Meanwhile nothing is painted, as that would cover the
   * picture, and nothing is folded, as that would take the processor from decoding it.
   */
  readonly waiting: boolean;
  /** The stream starts over. For a long game the picture is fetched, unless it was already. */
  begin(long: boolean): void;
  stop(): void;
};

type OpeningDeps = {
  standIn: StandIn;
  /** Pauses folding until the picture is on the screen. */
  pauseFolding(): void;
  show(pixels: Pixels): void;
  /** The page need not wait any longer. */
  ready(): void;
};

export function createOpening({ standIn, pauseFolding, show, ready }: OpeningDeps): Opening {
  let waiting = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function wait(picture: Promise<Pixels>): Promise<void> {
    waiting = true;
    pauseFolding();
    try {
      show(await picture);
    } catch (err) {
      console.warn(err); // the entries will make the picture
    } finally {
      end();
    }
  }

  function end(): void {
    clearTimeout(timer);
    waiting = false;
    ready();
  }

  if (standIn.preloaded) void wait(standIn.preloaded);

  return {
    get waiting() {
      return waiting;
    },
    begin(long) {
      if (long && !standIn.preloaded) void wait(standIn.fetch());
      clearTimeout(timer);
      if (long && waiting) timer = setTimeout(end, MAX_PICTURE_WAIT);
      else end();
    },
    stop: () => clearTimeout(timer),
  };
}
