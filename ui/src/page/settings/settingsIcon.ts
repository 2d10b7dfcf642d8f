import type { Drawing } from "../../design/icons/icons";

export const settingsIcon = {
  settings: {
    line: "M3.7 7.9c1.7-.1 3.4-.1 5.1-.1 M14.2 7.8c2 0 4 0 6.1.1 M3.7 16.3c2 .1 4 .1 6 .1 M15.2 16.4c1.7 0 3.4 0 5.1-.1 M8.9 7.8a2.6 2.6 0 1 0 5.2 0 2.6 2.6 0 1 0-5.2 0Z M9.8 16.4a2.6 2.6 0 1 0 5.2 0 2.6 2.6 0 1 0-5.2 0Z",
  },
} as const satisfies Record<string, Drawing>;
