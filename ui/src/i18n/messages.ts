/**
 * The shape of the page's words. A message may hold `{name}` for a value and `**stress**`;
 * a counted one comes as `key.other` and in the other forms that the plurals of a language have (`key.one`).
 */

import type { words } from "./en";
import type { admin } from "./en/admin";
import type { chat } from "./en/chat";
import type { download } from "./en/download";
import type { embed } from "./en/embed";
import type { gallery } from "./en/gallery";
import type { ghost } from "./en/ghost";
import type { host } from "./en/host";
import type { more } from "./en/more";
import type { obstacle } from "./en/obstacle";
import type { reveal } from "./en/reveal";
import type { settings } from "./en/settings";
import type { wall } from "./en/wall";

/** The words of the players' pages, and those of all pages. */
export type Players = typeof words &
  typeof more &
  typeof obstacle &
  typeof reveal &
  typeof chat &
  typeof download &
  typeof embed &
  typeof gallery &
  typeof ghost &
  typeof host &
  typeof settings &
  typeof wall;
type English = Players & typeof admin;
export type Key = keyof English;
/** What a translation must hold: every key of a file of English, and its own plural forms instead of the English ones. */
export type Translated<T> = Record<Exclude<keyof T, `${string}.one`>, string> &
  Record<string, string>;

/** What the index of a language's folder holds. */
export interface Spoken {
  words: Record<string, string>;
  names: Names;
}

/** Of what friendly names are made: in a kind, any of the first words fits any of the second. */
export interface Names {
  between: "" | " ";
  kinds: readonly (readonly [first: string, second: string])[];
}

type Asked<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Asked<Rest>
  : never;

/** The values a message asks for: none, or one for each `{name}` in its English. */
export type Values<K extends Key> = [Asked<English[K]>] extends [never]
  ? []
  : [values: Record<Asked<English[K]>, string | number>];

type Counted<K> = K extends `${infer Stem}.other` ? Stem : never;
/** Keys that come in plural forms, without the form. */
export type CountedKey = Counted<Key>;
