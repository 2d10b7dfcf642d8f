/** What a lobby's prompts may be about, and in which languages: what the built-in library holds. */

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

/** The longest theme in one's own words, in characters. */
export const longestTheme = 60;

export function isPromptLanguage(tag: string): tag is PromptLanguage {
  return tag in promptLanguages;
}

/** A theme of the list in another language; people's own words stay as they are. */
export function translateTheme(theme: string, to: PromptLanguage): string {
  for (const list of Object.values(themes)) {
    const at = list.indexOf(theme);
    if (at >= 0) return themes[to][at];
  }
  return theme;
}
