/** The page's language: found, remembered, changed; and the words of it. */

import { signal } from "@preact/signals";
import { remember, remembered } from "../browser/remember";
import * as en from "./en";
import type { CountedKey, Key, Names, Spoken, Values } from "./messages";

export type { CountedKey, Key, Names } from "./messages";

/** English, which stands in where another language has no words. Views add theirs as they are fetched. */
const english: Record<string, string> = { ...en.words };

/** A language is a folder here, named by its tag. The words in it are fetched when it is spoken. */
const folders = import.meta.glob<Spoken>(["./*/index.ts", "!./en/index.ts"]);

/** The operator's words, which no player needs. */
const operatorWords = import.meta.glob<Record<string, string>>("./*/admin.ts", { import: "admin" });

/** The tags of the languages, English first. */
export const languages = ["en", ...Object.keys(folders).map((path) => path.split("/")[1])];

const remembering = "tandem.language";

export const language = signal("en");
const words = signal(english);
let names = en.names;
let toOperator = false;

/** The first of the wished languages that the page speaks: what was chosen, then the browser's. */
export function pickLanguage(wished: readonly (string | null)[]): string {
  for (const wish of wished) {
    const found =
      languages.find((tag) => tag === wish) ??
      languages.find((tag) => primary(tag) === primary(wish ?? ""));
    if (found) return found;
  }
  return "en";
}

/** The language of a tag, without region and script: "pt" of "pt-BR". */
function primary(tag: string): string {
  return tag.toLowerCase().split("-")[0];
}

/** Speaks the visitor's language; resolves when its words are there. */
export function startLanguage(): Promise<void> {
  return speak(pickLanguage([remembered(remembering), ...navigator.languages]));
}

/** Changes the language for good. */
export async function chooseLanguage(next: string): Promise<void> {
  remember(remembering, next);
  await speak(next);
}

/** Speaks the operator's words as well from now on. @throws if they can't be fetched. */
export async function speakToOperator(): Promise<void> {
  const more = await operatorWords[`./${language.value}/admin.ts`]();
  toOperator = true;
  words.value = { ...words.value, ...more };
}

/** Adds English words of the views after the first screen. Other languages come whole. */
export function addEnglish(added: Partial<Record<Key, string>>): void {
  Object.assign(english, added);
  if (language.peek() === "en") words.value = { ...words.peek(), ...added };
}

async function speak(next: string): Promise<void> {
  // Words that cannot be had (offline) leave the page in the language it has.
  const found = await Promise.all([
    next === "en" ? { words: english, names: en.names } : folders[`./${next}/index.ts`](),
    toOperator ? operatorWords[`./${next}/admin.ts`]() : {},
  ]).catch(() => null);
  if (!found) return;
  const [spoken, operator] = found;
  words.value = { ...spoken.words, ...operator };
  names = spoken.names;
  language.value = next;
  document.documentElement.lang = next;
}

/** Of what friendly names are made in the page's language. */
export function namesSpoken(): Names {
  return names;
}

/** A language in its own words: "Deutsch". The region is said only if the page speaks another one's, too. */
export function formatLanguage(tag: string): string {
  const anyRegion = tag.replace(/-[A-Z]{2}$/, "");
  const regions = languages.filter((other) => other.startsWith(anyRegion));
  const name = new Intl.DisplayNames([tag], { type: "language" }).of(
    regions.length > 1 ? tag : anyRegion,
  );
  if (!name) return tag;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

/** The words for a key, with its values put in. */
export function t<K extends Key>(key: K, ...values: Values<K>): string {
  return fill(words.value[key] ?? english[key], values[0]);
}

/** The words for a counted key: `{n}` is the count, formatted. */
export function tn(key: CountedKey, n: number): string {
  const form = new Intl.PluralRules(language.value).select(n);
  const message =
    words.value[`${key}.${form}`] ?? words.value[`${key}.other`] ?? english[`${key}.other`];
  return fill(message, { n: formatNumber(n) });
}

function fill(message: string, values?: Record<string, string | number>): string {
  if (!values) return message;
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The page's language as the visitor's own region writes it: 24 hours for en-GB, 12 for en-US. */
function locale(): string {
  const spoken = language.value;
  return navigator.languages.find((tag) => primary(tag) === primary(spoken)) ?? spoken;
}

export function formatNumber(n: number): string {
  return new Intl.NumberFormat(locale()).format(n);
}

export function formatDate(at: string | number | Date, style: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale(), style).format(new Date(at));
}

/** "3:02" of milliseconds of play. */
export function formatLength(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
