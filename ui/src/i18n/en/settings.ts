/** The words of the switches for the whole page, which come with them. */
export const settings = {
  "settings.bigButtons": "Big buttons",
  "settings.leftHanded": "Left-handed",
} as const;
