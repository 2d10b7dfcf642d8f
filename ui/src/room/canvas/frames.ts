/** Schedules work for the next frame, or soon after where frames are rare. */

/** Ink is sent with the frame that shows it; where frames are rare, after this time, in ms. */
const MAX_FRAME_WAIT = 33;

export type Frames = {
  /** Schedules the work once. */
  schedule(): void;
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
    schedule() {
      if (frame !== undefined) return;
      frame = requestAnimationFrame(run);
      timer = setTimeout(run, MAX_FRAME_WAIT);
    },
    stop,
  };
}
