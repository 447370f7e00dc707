/** Splits a text into words as a POSIX shell does. Pure. Source: Python library reference, `shlex.split` in POSIX mode, without comments. */

const BLANK = /[ \t\r\n]/;

/** The words of `text`; undefined when a quote stays open or a backslash ends it. */
export function splitWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at);
    if (BLANK.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (letter === "'" || letter === '"') {
      const quoted = readQuoted(text, at);
      if (quoted === undefined) return undefined;
      word = (word ?? "") + quoted.value;
      at = quoted.end;
    } else if (letter === "\\") {
      at++;
      if (at === text.length) return undefined;
      word = (word ?? "") + text.charAt(at);
    } else word = (word ?? "") + letter;
  }
  return word === undefined ? words : [...words, word];
}

/** What stands between the quote at `start` and its twin at `end`; within double quotes a backslash covers `"` and itself only. */
function readQuoted(
  text: string,
  start: number,
): { readonly value: string; readonly end: number } | undefined {
  const quote = text.charAt(start);
  let value = "";
  for (let at = start + 1; at < text.length; at++) {
    const letter = text.charAt(at);
    if (letter === quote) return { value, end: at };
    const next = text.charAt(at + 1);
    if (letter === "\\" && quote === '"' && (next === '"' || next === "\\")) {
      value += next;
      at++;
    } else value += letter;
  }
  return undefined;
}
