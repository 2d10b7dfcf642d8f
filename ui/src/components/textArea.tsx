import { useId } from "preact/hooks";
import "./textField.css";
import "./textArea.css";

interface Props {
  label: string;
  value: string;
  onInput: (value: string) => void;
  placeholder?: string;
  rows?: number;
  maxLength?: number;
  class?: string;
}

/** A field of several lines with its label above. */
export function TextArea({
  label,
  value,
  onInput,
  placeholder,
  rows = 4,
  maxLength,
  class: extra = "",
}: Props) {
  const id = useId();
  return (
    <div class={`text-field ${extra}`}>
      <label for={id}>{label}</label>
      <textarea
        id={id}
        value={value}
        rows={rows}
        placeholder={placeholder}
        maxLength={maxLength}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </div>
  );
}
