import "./switch.css";

interface Props {
  word: string;
  on: boolean;
  onChange: (on: boolean) => void;
}

/** Something that is so or not. */
export function Switch({ word, on, onChange }: Props) {
  return (
    <label class="switch">
      <span>{word}</span>
      <input
        type="checkbox"
        role="switch"
        aria-checked={on}
        checked={on}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </label>
  );
}
