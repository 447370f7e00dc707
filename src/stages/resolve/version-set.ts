/**
 * Sets of versions of one project. Pure. The project's versions are known and sorted before any set of them is made, so a set is one bit a version:
 * what a specifier takes is asked once of each version (PEP 440 has too many exceptions for intervals), and every operation after that is exact.
 */

/** Positions (from 0, oldest first) of versions of one project. Never changed. */
export class VersionSet {
  /** How many versions the project has. */
  readonly size: number;
  private readonly words: Uint32Array;

  private constructor(size: number, words: Uint32Array) {
    this.size = size;
    this.words = words;
  }

  /** The positions for which `holds` is true. */
  static of(size: number, holds: (position: number) => boolean): VersionSet {
    const words = new Uint32Array((size + 31) >>> 5);
    for (let at = 0; at < size; at++) {
      if (holds(at)) words[at >>> 5] = (words[at >>> 5] ?? 0) | (1 << (at & 31));
    }
    return new VersionSet(size, words);
  }

  /** Positions `from` to `to`, `to` itself not. */
  static range(size: number, from: number, to: number): VersionSet {
    const words = new Uint32Array((size + 31) >>> 5);
    for (let at = from; at < to; at++) words[at >>> 5] = (words[at >>> 5] ?? 0) | (1 << (at & 31));
    return new VersionSet(size, words);
  }

  /** One position. */
  static one(size: number, position: number): VersionSet {
    const words = new Uint32Array((size + 31) >>> 5);
    words[position >>> 5] = 1 << (position & 31);
    return new VersionSet(size, words);
  }

  and(other: VersionSet): VersionSet {
    return this.zip(other, (a, b) => a & b);
  }

  or(other: VersionSet): VersionSet {
    return this.zip(other, (a, b) => a | b);
  }

  without(other: VersionSet): VersionSet {
    return this.zip(other, (a, b) => a & ~b);
  }

  has(position: number): boolean {
    return (((this.words[position >>> 5] ?? 0) >>> (position & 31)) & 1) === 1;
  }

  get isEmpty(): boolean {
    const { words } = this;
    for (let at = 0; at < words.length; at++) if (words[at] !== 0) return false;
    return true;
  }

  isWithin({ words: others }: VersionSet): boolean {
    const { words } = this;
    for (let at = 0; at < words.length; at++) if (((words[at] ?? 0) & ~(others[at] ?? 0)) !== 0) return false;
    return true;
  }

  isApartFrom({ words: others }: VersionSet): boolean {
    const { words } = this;
    for (let at = 0; at < words.length; at++) if (((words[at] ?? 0) & (others[at] ?? 0)) !== 0) return false;
    return true;
  }

  /** How many there are, counted no further than `most`. */
  count(most = Number.POSITIVE_INFINITY): number {
    let count = 0;
    for (let at = 0; at < this.size && count < most; at++) if (this.has(at)) count += 1;
    return count;
  }

  /** Positions, oldest first. */
  positions(): readonly number[] {
    const found: number[] = [];
    for (let at = 0; at < this.size; at++) if (this.has(at)) found.push(at);
    return found;
  }

  private zip({ words: others }: VersionSet, join: (a: number, b: number) => number): VersionSet {
    const { words } = this;
    const joined = new Uint32Array(words.length);
    for (let at = 0; at < words.length; at++) joined[at] = join(words[at] ?? 0, others[at] ?? 0);
    return new VersionSet(this.size, joined);
  }
}
