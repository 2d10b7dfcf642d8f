import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icons/icon";
import "./chip.css";

interface Props {
  children?: ComponentChildren;
  tone?: "plain" | "ok" | "sun" | "danger" | "ink";
  icon?: IconName;
  /** A small yellow dot before the word: something is happening right now. */
  live?: boolean;
  class?: string;
}

/** A label for a state. */
export function Chip({ children, tone = "plain", icon, live, class: extra = "" }: Props) {
  return (
    <span class={`chip chip-${tone} ${extra}`}>
      {live && <span class="chip-live" />}
      {icon && <Icon name={icon} size={16} />}
      {children}
    </span>
  );
}

interface FilterProps {
  children?: ComponentChildren;
  chosen?: boolean;
  icon?: IconName;
  /** The accessible label, if the text alone does not say what it does. */
  label?: string;
  onClick: () => void;
  class?: string;
}

/** A chip that toggles a filter; it is dark when chosen. */
export function FilterChip({
  children,
  chosen,
  icon,
  label,
  onClick,
  class: extra = "",
}: FilterProps) {
  return (
    <button
      type="button"
      class={`chip chip-filter ${chosen ? "chip-ink" : "chip-plain"} ${extra}`}
      aria-pressed={chosen}
      aria-label={label}
      onClick={onClick}
    >
      {icon && <Icon name={icon} size={18} />}
      {children}
    </button>
  );
}
