/** The words of an embedded replay and of the dialog with its code. */
export const embed = {
  "embed.open": "See it on Tandem",
  "embed.title": "Show it on your page",
  "embed.text": "The drawing plays there for as long as its players let others see it.",
  "embed.code": "Copy this code:",
  "embed.copied": "The code is copied.",
  "embed.private":
    "Only drawings that others may see can be embedded. Let others see this one first.",
} as const;
