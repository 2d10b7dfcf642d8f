import type { lobby as english } from "../en/lobby";
import type { Translated } from "../messages";

export const lobby: Translated<typeof english> = {};
