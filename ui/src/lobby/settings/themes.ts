/** The themes and languages of the built-in prompt library. */

export const promptLanguages = { en: "English", es: "Español" } as const;
export type PromptLanguage = keyof typeof promptLanguages;

/** The same themes in the same order in every language. */
export const themes: Record<PromptLanguage, readonly string[]> = {
  en: [
    "Creatures",
    "Under the sea",
    "Space",
    "Food",
    "Machines",
    "Weather",
    "Fairy tales",
    "Around town",
    "Upside down",
    "Quiet places",
    "At play",
  ],
  es: [
    "Criaturas",
    "Bajo el mar",
    "Espacio",
    "Comida",
    "Máquinas",
    "El tiempo",
    "Cuentos",
    "En la ciudad",
    "Al revés",
    "Rincones tranquilos",
    "A jugar",
  ],
};

/** The longest custom theme, in characters. */
export const longestTheme = 60;

export function isPromptLanguage(tag: string): tag is PromptLanguage {
  return tag in promptLanguages;
}

/** Translates a theme of the list; custom themes stay as they are. */
export function translateTheme(theme: string, to: PromptLanguage): string {
  for (const list of Object.values(themes)) {
    const at = list.indexOf(theme);
    if (at >= 0) return themes[to][at];
  }
  return theme;
}

/** A language of prompts, in its own words. */
export function formatLanguage(tag: string): string {
  return isPromptLanguage(tag) ? promptLanguages[tag] : tag;
}
