/** Makes versions and version specifiers. Deterministic. */
import { type Draw, sometimesBroken } from "./draw.ts";

function num(draw: Draw): string {
  if (draw.chance(4))
    return Array.from({ length: 15 + draw.below(30) }, () => String(draw.below(10))).join("");
  return draw.of(["0", "1", "2", "3", "10", "00", "01", "9", "2024", "007"]);
}

/** Drawn by the grammar. */
export function release(draw: Draw): string {
  return Array.from({ length: 1 + draw.below(draw.chance(10) ? 9 : 4) }, () => num(draw)).join(".");
}

const separator = (draw: Draw): string => draw.of(["", "", "", ".", "-", "_"]);

function suffixes(draw: Draw): string {
  const number = (): string => draw.maybe(75, () => separator(draw) + num(draw));
  return (
    draw.maybe(
      30,
      () =>
        separator(draw) + draw.of(["a", "b", "c", "rc", "alpha", "BETA", "pre", "Preview", "A"]) + number(),
    ) +
    draw.maybe(25, () =>
      draw.of([
        () => `-${num(draw)}`,
        () => separator(draw) + draw.of(["post", "rev", "r", "POST"]) + number(),
      ])(),
    ) +
    draw.maybe(25, () => separator(draw) + draw.of(["dev", "DEV"]) + number())
  );
}

function local(draw: Draw): string {
  const part = (): string => draw.of(["1", "0", "01", "abc", "ABC", "1a", "a1", "ubuntu", "10"]);
  return `+${[part(), ...draw.list(3, () => draw.of([".", "-", "_"]) + part())].join("")}`;
}

/** Drawn by the grammar. */
export function version(draw: Draw): string {
  return sometimesBroken(draw, cleanVersion(draw), 12);
}

/** Drawn by the grammar. */
export function cleanVersion(draw: Draw): string {
  return (
    draw.maybe(8, () => draw.of(["v", "V", " ", "\n"])) +
    draw.maybe(12, () => `${num(draw)}!`) +
    release(draw) +
    suffixes(draw) +
    draw.maybe(15, () => local(draw))
  );
}

/** Versions near one another, so that order matters. */
export function near(draw: Draw): string {
  return (
    draw.of(["1", "1.0", "1.0.0", "1.1", "2", "0", "0!1.0", "1!1"]) +
    draw.of(["", "", "a1", "a2", "b1", "rc1"]) +
    draw.of(["", "", ".post0", ".post1", ".post2"]) +
    draw.of(["", "", ".dev0", ".dev1", ".dev2"]) +
    draw.of(["", "", "", "+a", "+1", "+1.2"])
  );
}

/** Drawn by the grammar. */
export const anyVersion = (draw: Draw): string => (draw.chance(60) ? near(draw) : version(draw));

function clause(draw: Draw): string {
  const operator = draw.of(["==", "!=", "<=", ">=", "<", ">", "~=", "===", ">=", "<"]);
  const body = operator === "===" || draw.chance(45) ? anyVersion(draw) : near(draw).replace(/\+.*/, "");
  const base = draw.chance(12)
    ? `${release(draw)}.*`
    : draw.chance(80) && operator !== "=="
      ? body.replace(/\+.*/, "")
      : body;
  return operator + draw.of(["", "", " ", "  ", "\t", "\u00a0"]) + base;
}

/** Drawn by the grammar. */
export const setOf = (draw: Draw, most = 3): string =>
  sometimesBroken(draw, draw.list(most, () => clause(draw)).join(draw.of([",", ", ", " , ", ",,"])), 10);
/** Drawn by the grammar. */
export const prereleases = (draw: Draw): boolean | null => draw.of([null, null, true, false]);
