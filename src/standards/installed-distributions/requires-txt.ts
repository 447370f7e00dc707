/**
 * requires.txt of an egg: requirements in sections of extras and markers, as dependency specifiers. Pure. Source: setuptools' documentation,
 * "The Internal Structure of Python Eggs", requires.txt.
 */

/** The dependency specifiers that `text` means, in the order written; not checked to be valid ones. */
export function eggRequirements(text: string): readonly string[] {
  const found: string[] = [];
  let condition = "";
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    if (line.startsWith("[") && line.endsWith("]")) condition = sectionCondition(line.slice(1, -1));
    else if (condition === "") found.push(line);
    // A `;` right behind a URL would be a part of it.
    else found.push(`${line}${line.includes("@") ? " " : ""}; ${condition}`);
  }
  return found;
}

/** `extra:marker`, each of which may be missing. */
function sectionCondition(section: string): string {
  const colon = section.indexOf(":");
  const extra = colon < 0 ? section : section.slice(0, colon);
  const marker = colon < 0 ? "" : section.slice(colon + 1);
  if (extra === "") return marker;
  const ofExtra = `extra == "${extra}"`;
  return marker === "" ? ofExtra : `(${marker}) and ${ofExtra}`;
}
