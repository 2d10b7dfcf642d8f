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
  /** Said below in the danger colour; the field is marked for it. */
  wrong?: string;
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
  wrong,
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
        aria-invalid={Boolean(wrong)}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <span class="text-field-wrong" aria-live="polite">
        {wrong}
      </span>
    </div>
  );
}
