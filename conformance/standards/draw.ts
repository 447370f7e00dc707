/** Chance that a seed decides, and texts that it breaks. Deterministic. */

/** Draws from a 32-bit xorshift. */
export class Draw {
  private state: number;

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

const ODD = [
  ..." \t\n\r\v\f\u001c\u0085\u00a0\u2003\u200b\ufeff.,;:-_+*!=<>~()[]'\"\\/@#0aAvVzZ9éöß\u0130\u0131\u017f\u212a\u0661中😀",
  "--",
  "..",
  "\\n",
  "\\x41",
  "dev",
  "rc",
  "post",
  "===",
  " and ",
  " or ",
];

/** One to three characters put in, taken out, doubled, swapped, or put in another case. */
function broken(draw: Draw, text: string): string {
  let out = [...text];
  for (let turns = 1 + draw.below(3); turns > 0; turns--) {
    const at = draw.below(out.length + 1);
    const way = draw.below(5);
    if (way === 0) out.splice(at, 0, draw.of(ODD));
    else if (way === 1) out.splice(at, 1);
    else if (way === 2) out.splice(at, 0, out[at] ?? draw.of(ODD));
    else if (way === 3) out.splice(at, 2, ...out.slice(at, at + 2).reverse());
    else
      out = out.map((each, index) =>
        index === at ? (each === each.toLowerCase() ? each.toUpperCase() : each.toLowerCase()) : each,
      );
  }
  return out.join("");
}

/** `text`, broken in `percent` of the cases. */
export function sometimesBroken(draw: Draw, text: string, percent = 25): string {
  return draw.chance(percent) ? broken(draw, text) : text;
}
