import type { ComponentChildren } from "preact";
import { Doodle, type DoodleName } from "./icons/doodle";
import { Sheet } from "./sheet";
import "./blank.css";

interface Props {
  doodle: DoodleName;
  title: string;
  text?: ComponentChildren;
  /** One button, and at most a quiet second way. */
  children?: ComponentChildren;
}

/** A blank bound sheet that says where one is and gives a way on: empty, waiting, error, ended. */
export function Blank({ doodle, title, text, children }: Props) {
  return (
    <Sheet bound class="blank">
      <Doodle name={doodle} />
      <h1>{title}</h1>
      {text && <p>{text}</p>}
      {children && <div class="blank-ways">{children}</div>}
    </Sheet>
  );
}
