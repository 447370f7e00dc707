/** Makes versions and version specifiers. Deterministic. */
import { type Draw, sometimesBroken } from "./draw.ts";

const digits = (draw: Draw, length: number): string =>
  Array.from({ length }, () => String(draw.below(10))).join("");

function num(draw: Draw): string {
  if (draw.below(1000) === 0) return digits(draw, 4200 + draw.below(100));
  if (draw.chance(5)) return digits(draw, 15 + draw.below(30));
  if (draw.chance(5)) return String(draw.below(3000));
  return draw.of([
    "0",
    "1",
    "2",
    "3",
    "10",
    "00",
    "01",
    "9",
    "2024",
    "007",
    "000",
    "1952",
    "18446744073709551616",
  ]);
}

/** Drawn by the grammar. */
export function release(draw: Draw): string {
  const most = draw.below(1000) === 0 ? 900 : draw.chance(10) ? 9 : 4;
  return Array.from({ length: 1 + draw.below(most) }, () => num(draw)).join(".");
}

const separator = (draw: Draw): string => draw.of(["", "", "", ".", "-", "_"]);

const PRE = [
  "a",
  "b",
  "c",
  "rc",
  "alpha",
  "beta",
  "BETA",
  "Beta",
  "pre",
  "PRE",
  "preview",
  "Preview",
  "A",
  "RC",
  "C",
];

function suffixes(draw: Draw): string {
  const number = (): string =>
    draw.maybe(65, () => separator(draw) + num(draw)) + draw.maybe(6, () => separator(draw));
  return (
    draw.maybe(30, () => separator(draw) + draw.of(PRE) + number()) +
    draw.maybe(25, () =>
      draw.of([
        () => `-${num(draw)}`,
        () => separator(draw) + draw.of(["post", "rev", "r", "POST", "Rev", "R"]) + number(),
      ])(),
    ) +
    draw.maybe(25, () => separator(draw) + draw.of(["dev", "DEV", "Dev"]) + number())
  );
}

function local(draw: Draw): string {
  const part = (): string =>
    draw.of([
      "1",
      "0",
      "01",
      "00",
      "abc",
      "ABC",
      "1a",
      "a1",
      "ubuntu",
      "10",
      "deadbeef",
      "post1",
      "0a",
      "x-y",
      "9".repeat(25),
    ]);
  return `+${[part(), ...draw.list(3, () => draw.of([".", "-", "_"]) + part())].join("")}`;
}

/** Drawn by the grammar, sometimes broken. */
export function version(draw: Draw): string {
  return sometimesBroken(draw, cleanVersion(draw), 12);
}

const SPACE = ["", "", " ", "\n", "\t", "\v", "\u00a0", "\u2003", "\u001f", "\u0085", "\u3000", "\r\n"];

/** Drawn by the grammar. */
export function cleanVersion(draw: Draw): string {
  return (
    draw.maybe(8, () => draw.of(SPACE)) +
    draw.maybe(10, () => draw.of(["v", "V"])) +
    draw.maybe(12, () => `${num(draw)}!`) +
    release(draw) +
    suffixes(draw) +
    draw.maybe(15, () => local(draw)) +
    draw.maybe(8, () => draw.of(SPACE))
  );
}

/** Versions near one another, so that order matters. */
export function near(draw: Draw): string {
  return (
    draw.of(["1", "1.0", "1.0.0", "1.1", "2", "0", "0!1.0", "1!1", "01", "1.00", "v1"]) +
    draw.of(["", "", "", "a1", "a2", "b1", "rc1", ".rc.1", "c1", "a"]) +
    draw.of(["", "", "", ".post0", ".post1", ".post2", "-1", "post", ".rev1"]) +
    draw.of(["", "", "", ".dev0", ".dev1", ".dev2", "dev"]) +
    draw.of(["", "", "", "", "+a", "+1", "+1.2", "+1.a", "+A", "+01", "+1-2"])
  );
}

/** A version like `text`: one of its numbers moved, or a segment put behind it. */
export function neighbour(draw: Draw, text: string): string {
  const moved = (): string =>
    text.replace(/[0-9]+(?=[^0-9]*$)/, (number) =>
      String(BigInt(number) + BigInt(draw.of([-1, 1, 0]))).replace("-", ""),
    );
  return draw.of([
    () => text,
    moved,
    moved,
    () => text + draw.of([".0", ".0.0", "a1", "rc1", ".post1", ".dev0", "+local.1", ".post1.dev2", ".1"]),
    () =>
      text.replace(/[^0-9.!].*$/s, "") +
      draw.of(["", "a1", "rc1", ".post1", ".dev0", "+local.1", ".post1.dev2"]),
    () => text.replace(/\.[0-9]+/, ""),
  ])();
}

/** Drawn by the grammar. */
export const anyVersion = (draw: Draw): string => (draw.chance(60) ? near(draw) : version(draw));

/** A text for `===`: anything without white space is one. */
const arbitrary = (draw: Draw): string =>
  draw.of([
    "foobar",
    "1.0-x",
    "ABC",
    "abc",
    "1.0+",
    "*",
    "1.*",
    "1.0.*",
    "",
    "é",
    "1,0",
    "1;0",
    "1)",
    "(1)",
    "v1.0",
    "1.0_1",
  ]);

/** A clause that fits the grammar: only some operators take a prefix or a local version label. */
function goodClause(draw: Draw): string {
  const operator = draw.of(["==", "!=", "<=", ">=", "<", ">", "~=", "===", ">=", "<"]);
  const gap = draw.of(["", "", " ", "\t"]);
  const one = draw.chance(50) ? near(draw) : cleanVersion(draw).trim();
  if (operator === "===")
    return operator + gap + (draw.chance(30) ? arbitrary(draw).replace(/[^a-z0-9.+*]/gi, "x") : one);
  if (operator === "==" || operator === "!=")
    return operator + gap + (draw.chance(30) ? `${release(draw)}.*` : one);
  const plain = one.replace(/\+.*/s, "");
  return (
    operator +
    gap +
    (operator === "~=" ? plain.replace(/^[vV]?(?:[0-9]+!)?[0-9]+(?!\.?[0-9])/, "$&.0") : plain)
  );
}

function clause(draw: Draw): string {
  if (draw.calm) return goodClause(draw);
  const operator = draw.of(["==", "!=", "<=", ">=", "<", ">", "~=", "===", ">=", "<"]);
  const gap = draw.of(["", "", "", " ", "  ", "\t", "\u00a0", "\n", "\u2028"]);
  if (operator === "===" && draw.chance(30)) return operator + gap + arbitrary(draw);
  const body = operator === "===" || draw.chance(45) ? anyVersion(draw) : near(draw).replace(/\+.*/, "");
  const base = draw.chance(12)
    ? `${draw.chance(60) ? release(draw) : near(draw)}.*`
    : draw.chance(80) && operator !== "=="
      ? body.replace(/\+.*/, "")
      : body;
  return operator + gap + base;
}

/** Clauses with commas between them, sometimes broken. */
export const setOf = (draw: Draw, most = 3): string =>
  sometimesBroken(
    draw,
    draw.maybe(3, () => draw.of([",", " ", "\n", " ,"])) +
      draw.list(most, () => clause(draw)).join(draw.of([",", ", ", " , ", ",,", ",\n"])) +
      draw.maybe(3, () => draw.of([",", " ", "\n", ", "])),
    10,
  );

/** The versions that a set of specifiers names, with what is near them. */
export function around(draw: Draw, specifiers: string): string {
  const named = specifiers.match(/[0-9][^,\s<>=~*]*/g) ?? ["1.0"];
  return neighbour(draw, draw.of(named).replace(/\.$/, ""));
}

/** What a caller says of pre-releases. */
export const prereleases = (draw: Draw): boolean | null => draw.of([null, null, true, false]);
