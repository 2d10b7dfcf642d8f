import type { home as english } from "../en/home";
import type { Translated } from "../messages";

export const home: Translated<typeof english> = {};
