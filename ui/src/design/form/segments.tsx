import { useId } from "preact/hooks";
import "./segments.css";

interface Props<T extends string> {
  /** What is chosen, for whoever does not see it. */
  label: string;
  value: T;
  options: readonly { value: T; word: string }[];
  onChange: (value: T) => void;
}

/** A few choices side by side, one of them chosen. */
export function Segments<T extends string>({ label, value, options, onChange }: Props<T>) {
  const name = useId();
  return (
    <div class="segments" role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value} class={option.value === value ? "segment-chosen" : ""}>
          <input
            type="radio"
            name={name}
            class="sr-only"
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.word}
        </label>
      ))}
    </div>
  );
}
