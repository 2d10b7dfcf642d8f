import "./countIn.css";

/** 3-2-1 on the blank sheet. The clock beside the prompt says it aloud. */
export function CountIn({ seconds }: { seconds: number }) {
  return (
    <div class="count-in" aria-hidden="true">
      <span key={seconds} class="count-in-number">
        {seconds}
      </span>
    </div>
  );
}
