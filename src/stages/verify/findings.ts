/** Collects what differs. */
import type { Code } from "../../base/fault.ts";
import type { Difference } from "../../model/report.ts";

/** What a difference is about. */
export interface About {
  /** Normalised name. */
  readonly distribution?: string | undefined;
  readonly path?: string;
  /** How many files it stands for, when more than one. */
  readonly files?: number;
}

/** Differences kept one by one; what comes after them is counted. */
const MOST = 20_000;

/** All that differs, in the order found. */
export class Findings {
  readonly differences: Difference[] = [];
  private count = 0;
  private readonly byName = new Map<string, number>();

  /** How many there are, those that were not kept included. */
  get total(): number {
    return this.count;
  }

  /** How many concern the distribution of this name. */
  of(name: string): number {
    return this.byName.get(name) ?? 0;
  }

  /** One more. `because` is a clause without a full stop. */
  add(code: Code, because: string, about: About = {}): void {
    const { distribution, path, files } = about;
    this.count += 1;
    if (distribution !== undefined) this.byName.set(distribution, this.of(distribution) + 1);
    if (this.differences.length >= MOST) return;
    this.differences.push({
      code,
      because,
      ...(distribution === undefined ? {} : { distribution }),
      ...(path === undefined ? {} : { path }),
      ...(files === undefined ? {} : { files }),
    });
  }
}
