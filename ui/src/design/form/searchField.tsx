import { useEffect, useState } from "preact/hooks";
import { Form } from "./form";
import "./searchField.css";

interface Props {
  label: string;
  text: string;
  onSearch: (text: string) => void;
}

/** Looks when Enter is pressed or the field is left. */
export function SearchField({ label, text, onSearch }: Props) {
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  const look = () => typed.trim() !== text && onSearch(typed.trim());
  return (
    <Form class="search-field" onSend={look}>
      <input
        type="search"
        class="chip chip-filter"
        aria-label={label}
        placeholder={label}
        value={typed}
        maxLength={200}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onBlur={look}
      />
    </Form>
  );
}
