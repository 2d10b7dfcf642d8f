/**
 * How the page's controls suit the player's hands, remembered on the device. The state is in
 * attributes of the root, which the styles read.
 */
import { remembered } from "../../browser/remember";

export const choices = ["big-buttons", "left-handed"] as const;

/** Shows what was chosen. Call this before the first view. */
export function restoreControls(): void {
  for (const choice of choices)
    document.documentElement.toggleAttribute(
      `data-${choice}`,
      remembered(`tandem.${choice}`) === "yes",
    );
}
