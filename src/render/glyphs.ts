/** The five marks that say how evidence stands, the same in every rendering. Pure. */
import type { Standing } from "../model/report.ts";

interface Glyph {
  readonly sign: string;
  /** For terminals that show ASCII alone. */
  readonly ascii: string;
  readonly means: string;
}

/** Every mark and its meaning. */
export const glyphs: Readonly<Record<Standing, Glyph>> = {
  verified: { sign: "✓", ascii: "v", means: "verified" },
  "not offered": { sign: "·", ascii: ".", means: "no evidence was offered" },
  unchecked: { sign: "?", ascii: "?", means: "evidence was offered and not checked" },
  failed: { sign: "✗", ascii: "x", means: "failed" },
  waived: { sign: "≈", ascii: "~", means: "less was accepted, by name" },
};

/** The mark of `standing`. */
export function glyph(standing: Standing, style: { readonly unicode?: boolean }): string {
  return style.unicode === true ? glyphs[standing].sign : glyphs[standing].ascii;
}

/** `v verified, x failed` for the marks that were used, in their fixed order. */
export function legend(used: ReadonlySet<Standing>, style: { readonly unicode?: boolean }): string {
  const all = Object.keys(glyphs) as readonly Standing[];
  return all
    .filter((each) => used.has(each))
    .map((each) => `${glyph(each, style)} ${glyphs[each].means}`)
    .join(", ");
}

/** Whether the locale's character set is UTF-8. Source: POSIX, "Locale"; a Windows console takes UTF-8 whatever its settings. */
export function showsUnicode(
  environment: Readonly<Record<string, string | undefined>>,
  platform: string,
): boolean {
  const { LC_ALL, LC_CTYPE, LANG } = environment;
  return platform === "win32" || /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || "");
}
