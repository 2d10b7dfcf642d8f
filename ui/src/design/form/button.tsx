import type { ComponentChildren, TargetedMouseEvent } from "preact";
import { useContext } from "preact/hooks";
import { Icon, type IconName } from "../icons/icon";
import { Sending } from "./form";
import { useOnce } from "./once";
import "./button.css";

interface Props {
  children?: ComponentChildren;
  /**
   * Primary is yellow, one per view; secondary lies on the page, wash on a sheet; quiet is text
   * only.
   */
  variant?: "primary" | "secondary" | "wash" | "quiet";
  /** Large (56 px) is the main action on a phone; small is 44 px. */
  size?: "large" | "medium" | "small";
  icon?: IconName;
  /** The accessible label of an icon button. */
  label?: string;
  /** Takes the full width. */
  wide?: boolean;
  /** Makes it a link that looks like a button. */
  href?: string;
  /** The link's download name, or true for the server's. */
  download?: string | boolean;
  type?: "button" | "submit";
  disabled?: boolean;
  /** Something is in progress: the button keeps its size and ignores presses. */
  busy?: boolean;
  pressed?: boolean;
  /** If it returns a promise, the button is busy until that settles. */
  onClick?: (event: TargetedMouseEvent<HTMLElement>) => unknown;
  class?: string;
}

/** A button whose fill is slightly out of register with its outline until it is pressed. */
export function Button({
  children,
  variant = "secondary",
  size = "medium",
  icon,
  label,
  wide,
  href,
  download,
  type = "button",
  disabled,
  busy,
  pressed,
  onClick,
  class: extra = "",
}: Props) {
  const once = useOnce();
  const sending = useContext(Sending) && type === "submit";
  const underWay = busy || sending || once.busy.value;
  const name = [
    "button",
    `button-${variant}`,
    `button-${size}`,
    wide && "button-wide",
    !children && "button-bare",
    extra,
  ]
    .filter(Boolean)
    .join(" ");
  const inside = (
    <>
      {icon && <Icon name={icon} size={size === "large" ? 26 : size === "medium" ? 24 : 21} />}
      {children}
    </>
  );

  if (href !== undefined && !disabled) {
    return (
      <a class={name} href={href} download={download} aria-label={label} onClick={onClick}>
        {inside}
      </a>
    );
  }
  return (
    <button
      class={name}
      type={type}
      disabled={disabled}
      aria-busy={underWay}
      aria-pressed={pressed}
      aria-label={label}
      title={!children ? label : undefined}
      onClick={onClick && ((event) => !underWay && once.run(() => onClick(event)))}
    >
      {inside}
    </button>
  );
}
