/** Work that is due with the next frame, and never much later. */

/** Ink goes out with the frame it is shown in; where frames are rare, after this, in ms. */
const LONGEST = 33;

export type Frames = {
  /** Has the work done once, soon. */
  wake(): void;
  stop(): void;
};

export function createFrames(work: () => void): Frames {
  let frame: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function stop(): void {
    if (frame !== undefined) cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = undefined;
  }

  function run(): void {
    stop();
    work();
  }

  return {
    wake() {
      if (frame !== undefined) return;
      frame = requestAnimationFrame(run);
      timer = setTimeout(run, LONGEST);
    },
    stop,
  };
}
