/** The words of the settings of the whole page, which come with them. */
export const settings = {
  "settings.title": "Settings",
  "settings.big-buttons": "Big buttons",
  "settings.left-handed": "Left-handed",
} as const;
