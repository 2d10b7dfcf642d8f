import type { ComponentChildren, TargetedMouseEvent } from "preact";
import { useContext } from "preact/hooks";
import { Icon, type IconName } from "../icons/icon";
import { Sending } from "./form";
import { useOnce } from "./once";
import "./button.css";

interface Props {
  children?: ComponentChildren;
  /** Primary is sun, one a view; secondary lies on the desk, wash on a sheet; quiet is words only. */
  look?: "primary" | "secondary" | "wash" | "quiet";
  /** Large is the one action of a phone's page (56 px), small 44 px. */
  size?: "large" | "medium" | "small";
  icon?: IconName;
  /** Says what an icon alone does. */
  label?: string;
  /** As wide as it may be. */
  wide?: boolean;
  /** A link that looks like a button. */
  href?: string;
  /** The link's download name, or true for the server's. */
  download?: string | boolean;
  type?: "button" | "submit";
  disabled?: boolean;
  /** Something else is under way: keeps its size, takes no press. */
  busy?: boolean;
  pressed?: boolean;
  /** A promise makes it busy until it is settled. */
  onClick?: (event: TargetedMouseEvent<HTMLElement>) => unknown;
  class?: string;
}

/** A button out of register: its outline and its fill meet when it is pressed. */
export function Button({
  children,
  look = "secondary",
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
    `button-${look}`,
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
