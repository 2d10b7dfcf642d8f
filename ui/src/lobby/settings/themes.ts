/** The themes of the built-in prompt library. */

const library = import.meta.glob<readonly string[]>("../../../../prompts/library/*.json", {
  eager: true,
  import: "themes",
});

/** The themes by the tag of a language: the same ones in the same order in every language. */
export const themes: Record<string, readonly string[]> = Object.fromEntries(
  Object.entries(library).map(([path, listed]) => [path.replace(/^.*\/|\.json$/g, ""), listed]),
);

/** The longest custom theme, in characters. */
export const longestTheme = 60;

/** Translates a theme of the list; custom themes stay as they are. */
export function translateTheme(theme: string, to: string): string {
  for (const listed of Object.values(themes)) {
    const at = listed.indexOf(theme);
    if (at >= 0) return themes[to][at];
  }
  return theme;
}
