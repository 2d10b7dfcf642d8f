import "./countIn.css";

/** 3-2-1 on the blank sheet. Screen readers hear the clock beside the prompt instead. */
export function CountIn({ seconds }: { seconds: number }) {
  return (
    <div class="count-in" aria-hidden="true">
      <span key={seconds} class="count-in-number">
        {seconds}
      </span>
    </div>
  );
}
