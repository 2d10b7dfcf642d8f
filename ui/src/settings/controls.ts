/**
 * How the page's controls suit the player's hands, remembered on the device. The state is in
 * attributes of the root, which the styles read.
 */
import { remember, remembered } from "../browser/remember";

export type Choice = "big-buttons" | "left-handed";

/** Call this before the first view is shown. */
export function restoreControls(): void {
  for (const choice of ["big-buttons", "left-handed"] as const)
    show(choice, remembered(`tandem.${choice}`) === "yes");
}

export function isOn(choice: Choice): boolean {
  return document.documentElement.hasAttribute(`data-${choice}`);
}

export function setChoice(choice: Choice, on: boolean): void {
  show(choice, on);
  remember(`tandem.${choice}`, on ? "yes" : "no");
}

function show(choice: Choice, on: boolean): void {
  document.documentElement.toggleAttribute(`data-${choice}`, on);
}
