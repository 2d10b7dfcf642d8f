/** How wide a text is, in letters: a Chinese character takes the room of two. */
export function lettersWide(text: string): number {
  return text.replace(/[\u2e80-\uffef]/g, "mm").length;
}
