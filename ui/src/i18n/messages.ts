/**
 * The shape of the page's words. A message may hold `{name}` for a value and `**stress**`;
 * a counted one comes as `key.one`, `key.other` (and what else a language's plurals need).
 */

import type { en } from "./en";
import type { admin } from "./en/admin";
import type { more } from "./en/more";

/** The words of the players' pages, and those of all pages. */
export type Players = typeof en & typeof more;
type English = Players & typeof admin;
export type Key = keyof English;
/** What a translation must hold: every key of a file of English, and its own plural forms. */
export type Translated<T> = Record<keyof T, string> & Record<string, string>;

type Names<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;

/** The values a message asks for: none, or one for each `{name}` in its English. */
export type Values<K extends Key> = [Names<English[K]>] extends [never]
  ? []
  : [values: Record<Names<English[K]>, string | number>];

type Counted<K> = K extends `${infer Stem}.other` ? Stem : never;
/** Keys that come in plural forms, without the form. */
export type CountedKey = Counted<Key>;
