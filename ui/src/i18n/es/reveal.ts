import type { reveal as english } from "../en/reveal";
import type { Translated } from "../messages";

export const reveal: Translated<typeof english> = {};
