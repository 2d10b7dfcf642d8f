/** The page's language: found, remembered, changed; and the words of it. */

import { signal } from "@preact/signals";
import { remember, remembered } from "../browser/remember";
import { en } from "./en";
import type { more } from "./en/more";
import type { CountedKey, Key, Values } from "./messages";

export type { CountedKey, Key } from "./messages";

/** A further language is a folder beside `en`, and a line here and in each of the two tables below. */
export const languages = { en: "English", es: "Español" } as const;
export type Language = keyof typeof languages;

/** English, which stands in where another language has no words. Views add theirs as they are fetched. */
const english: Record<string, string> = { ...en };

const load: Record<Language, () => Promise<Record<string, string>>> = {
  en: async () => english,
  es: async () => (await import("./es")).es,
};

/** The operator's words, which no player needs. */
const loadOperator: Record<Language, () => Promise<Record<string, string>>> = {
  en: async () => (await import("./en/admin")).admin,
  es: async () => (await import("./es/admin")).admin,
};

const remembering = "tandem.language";

export const language = signal<Language>("en");
const words = signal(english);
let toOperator = false;

/** The first of the wished languages that the page speaks: what was chosen, then the browser's. */
export function pickLanguage(wished: readonly (string | null)[]): Language {
  for (const wish of wished) {
    const primary = wish?.toLowerCase().split("-")[0];
    if (primary && primary in languages) return primary as Language;
  }
  return "en";
}

/** Speaks the visitor's language; resolves when its words are there. */
export function startLanguage(): Promise<void> {
  return speak(pickLanguage([remembered(remembering), ...navigator.languages]));
}

/** Changes the language for good. */
export async function chooseLanguage(next: Language): Promise<void> {
  remember(remembering, next);
  await speak(next);
}

/** Speaks the operator's words as well from now on. @throws if they can't be fetched. */
export async function speakToOperator(): Promise<void> {
  const more = await loadOperator[language.value]();
  toOperator = true;
  words.value = { ...words.value, ...more };
}

/** Adds the English words of the views after the first screen. Other languages come whole. */
export function addEnglish(added: typeof more): void {
  Object.assign(english, added);
  if (language.peek() === "en") words.value = { ...words.peek(), ...added };
}

async function speak(next: Language): Promise<void> {
  // Words that cannot be had (offline) leave the page in the language it has.
  const parts = [load[next](), toOperator ? loadOperator[next]() : {}];
  const found = await Promise.all(parts).catch(() => null);
  if (!found) return;
  words.value = Object.assign({}, ...found);
  language.value = next;
  document.documentElement.lang = next;
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
  return navigator.languages.find((tag) => tag.split("-")[0] === spoken) ?? spoken;
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
