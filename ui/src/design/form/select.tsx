import { Icon } from "../icons/icon";
import "./select.css";

interface Props<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; word: string }[];
  onChange: (value: T) => void;
  class?: string;
}

/** The system's own list behind a quiet word with a chevron. */
export function Select<T extends string>({
  label,
  value,
  options,
  onChange,
  class: extra = "",
}: Props<T>) {
  return (
    <span class={`select ${extra}`}>
      <select
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value as T)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.word}
          </option>
        ))}
      </select>
      <Icon name="chevron" size={16} />
    </span>
  );
}
