import type { ComponentChildren } from "preact";
import { Doodle, type DoodleName } from "./icons/doodle";
import { Sheet } from "./sheet";
import "./blank.css";

interface Props {
  doodle: DoodleName;
  title: string;
  text?: ComponentChildren;
  /** One button, and at most a second, quiet one. */
  children?: ComponentChildren;
}

/** A blank sheet with a message and an action: for empty, waiting, error and ended states. */
export function Blank({ doodle, title, text, children }: Props) {
  return (
    <Sheet bound class="blank">
      <Doodle name={doodle} />
      <h1>{title}</h1>
      {text && <p>{text}</p>}
      {children && <div class="blank-actions">{children}</div>}
    </Sheet>
  );
}
