/** Chance that a seed decides, and texts that it breaks. Deterministic. */

/** Draws from a 32-bit xorshift. */
export class Draw {
  private state: number;
  /** While true, texts are not broken and `well` draws what is well-formed: what is refused tells little. */
  calm = false;

  constructor(seed: number) {
    this.state = (Math.imul(seed, 2654435761) ^ 0x9e3779b9) | 1;
  }

  below(limit: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) % limit;
  }

  of<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  /** One of the first `good` of `items` when calm, else of all. */
  well<Item>(items: readonly Item[], good: number): Item {
    return this.of(this.calm ? items.slice(0, good) : items);
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  maybe(percent: number, make: () => string): string {
    return this.chance(percent) ? make() : "";
  }

  list<Item>(most: number, make: () => Item): Item[] {
    return Array.from({ length: this.below(most + 1) }, make);
  }
}

/** What most often breaks a parser of ASCII grammars. */
const PLAIN = [
  ..." \t\n\r\v\f.,;:-_+*!=<>~()[]{}'\"\\/@#$%&|^?`0123456789aAbBcCdDvVxXzZ",
  ..."\u001c\u0085\u00a0\u2003\u200b\ufeffé\u0661ß",
  "\0",
];

/** White space, digits, letters and controls that languages read differently. */
const STRANGE = [
  ..."\u0001\b\u001b\u001c\u001d\u001e\u001f\u007f\u0085\u00a0\u00ad\u1680\u180e\u2000\u2005\u2007\u200a\u200b\u200d\u200e\u2028\u2029\u202e\u202f\u205f\u2060\u3000\ufeff\ufffd\uffff",
  ..."²³¹½Ⅷ①٠١٣۴०९๙໒０１９𝟎𝟗",
  ..."éöÄßẞſKÅİıŁÐŉǰΐςΣσﬁﬀªºµΩЖאعกกいー中文ａＺｘ",
  "e\u0301",
  "\u0307",
  "i\u0307",
  "😀",
  "👩\u200d💻",
  "\ud800",
  "\udfff",
  "－",
  "‐",
  "–",
  "−",
  "．",
  "＿",
  "＝",
  "“",
  "’",
];

const WORDS = [
  "--",
  "..",
  "__",
  "-.",
  "\\n",
  "\\x41",
  "\\u0041",
  "\\",
  "dev",
  "rc",
  "post",
  "alpha",
  ".dev",
  "+",
  "+1",
  "1!",
  "0!",
  "===",
  "==",
  "~=",
  "!=",
  ">",
  ".*",
  " and ",
  " or ",
  " in ",
  " not in ",
  "extra",
  "\r\n",
  " ",
  "  ",
  ",",
  ", ",
  ";",
  " ; ",
  "#c",
  "()",
  "[]",
  "''",
  '""',
  "@",
  " @ ",
];

/** Something that most likely does not belong. */
export function odd(draw: Draw): string {
  return draw.chance(55) ? draw.of(PLAIN) : draw.chance(50) ? draw.of(STRANGE) : draw.of(WORDS);
}

type Break = (draw: Draw, units: string[], at: number) => string[];

const span = (draw: Draw, units: readonly string[], at: number): readonly string[] =>
  units.slice(at, at + 1 + draw.below(draw.chance(70) ? 3 : 12));

const BREAKS: readonly Break[] = [
  (draw, units, at) => units.toSpliced(at, 0, odd(draw)),
  (draw, units, at) => units.toSpliced(at, 1, odd(draw)),
  (_, units, at) => units.toSpliced(at, 1),
  (draw, units, at) => units.toSpliced(at, span(draw, units, at).length),
  (draw, units, at) => units.toSpliced(at, 0, ...span(draw, units, at)),
  (draw, units, at) => units.toSpliced(draw.below(units.length + 1), 0, ...span(draw, units, at)),
  (_, units, at) => units.toSpliced(at, 2, ...units.slice(at, at + 2).reverse()),
  (_, units, at) => units.with(at, flipped(units[at] ?? "")),
  (_, units) => units.map(flipped),
  (draw, units, at) =>
    units.toSpliced(at, 0, ...Array.from({ length: draw.below(40) }, () => units[at] ?? "")),
  (_, units, at) => units.slice(0, at),
  (_, units, at) => units.slice(at),
  (draw, units) => [odd(draw), ...units],
  (draw, units) => [...units, odd(draw)],
];

function flipped(unit: string): string {
  return unit === unit.toLowerCase() ? unit.toUpperCase() : unit.toLowerCase();
}

/** One to three changes: characters put in, taken out, repeated, moved, swapped, or put in another case. */
export function broken(draw: Draw, text: string): string {
  let units = [...text];
  for (let turns = draw.of([1, 1, 1, 2, 2, 3]); turns > 0; turns--) {
    const most = draw.chance(80) ? BREAKS.length - 7 : BREAKS.length;
    if (units.length === 0) units = [odd(draw)];
    else units = draw.of(BREAKS.slice(0, most))(draw, units, draw.below(units.length));
  }
  return units.join("");
}

/** `text`, broken in `percent` of the cases. */
export function sometimesBroken(draw: Draw, text: string, percent = 25): string {
  return !draw.calm && draw.chance(percent) ? broken(draw, text) : text;
}

/** The beginning of one text and the end of another. */
export function crossed(draw: Draw, one: string, other: string): string {
  const [a, b] = [[...one], [...other]];
  return [...a.slice(0, draw.below(a.length + 1)), ...b.slice(draw.below(b.length + 1))].join("");
}
