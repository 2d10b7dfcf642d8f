import type { admin as english } from "../en/admin";
import type { Translated } from "../messages";

export const admin: Translated<typeof english> = {};
