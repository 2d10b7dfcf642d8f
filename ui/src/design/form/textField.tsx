import type { TargetedInputEvent } from "preact";
import { useId } from "preact/hooks";
import "./textField.css";

interface Props {
  label: string;
  value: string;
  onInput: (value: string) => void;
  placeholder?: string;
  maxLength?: number;
  /** Shows dots. */
  secret?: boolean;
  autocomplete?: string;
  /** Said below in the danger colour; the field is marked for it. */
  wrong?: string;
  /** Only where a press of one's own opened the field. */
  autofocus?: boolean;
  /** No capitals, no correction: a code. */
  verbatim?: boolean;
  class?: string;
}

/** A field with its label above. */
export function TextField({
  label,
  value,
  onInput,
  placeholder,
  maxLength,
  secret,
  autocomplete = "off",
  wrong,
  autofocus,
  verbatim,
  class: extra = "",
}: Props) {
  const id = useId();
  const field = {
    id,
    value,
    placeholder,
    maxLength,
    autocomplete,
    autocapitalize: verbatim ? "none" : "sentences",
    spellcheck: !verbatim,
    "aria-invalid": Boolean(wrong),
    autofocus,
    onInput: (event: TargetedInputEvent<HTMLInputElement>) => onInput(event.currentTarget.value),
  } as const;
  return (
    <div class={`text-field ${extra}`}>
      <label for={id}>{label}</label>
      {secret ? <input type="password" {...field} /> : <input type="text" {...field} />}
      <span class="text-field-wrong" aria-live="polite">
        {wrong}
      </span>
    </div>
  );
}
