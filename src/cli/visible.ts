/** Shows what would command a terminal, or turn the order of what is read there: files and databases hold anything. */

/** Line breaks stay. */
export function visible(text: string): string {
  return text.split("\n").map(visibleLine).join("\n");
}

/** As one line, whatever is in it. */
export function visibleLine(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
