/** The most characters of a line, as the server counts them. */
export const MAX_LINE_LENGTH = 200;

/** The number of characters as people count them: an emoji of a family is one. */
export function countCharacters(text: string): number {
  if (!("Segmenter" in Intl)) return Array.from(text).length;
  return Array.from(new Intl.Segmenter().segment(text)).length;
}
