/**
 * The parts that every form of a script is put together from. Pure: the same manifest gives the same bytes on every machine; LF, ASCII,
 * no time, no path.
 *
 *     head     what a person reads: what is inside, how to check it, how to make it again
 *     pins     the closure as Python literals
 *     program  python/, the same for every manifest
 *     payload  the wheels
 *     start    what runs first, and holds the digest over everything else
 */
import { sha256 } from "../../base/digest.ts";
import { Fault } from "../../base/fault.ts";
import { PUBLIC_INDEX } from "../../model/sources.ts";
import { headOf } from "./head.ts";
import type { Plan } from "./plan.ts";
import { programSource, startSource } from "./program.ts";

/** Where a Python file's digest goes. */
export const BLANK = "@DIGEST@";

/** The wheels' bytes, one after another. */
export function payloadOf({ carried }: Plan): Buffer {
  return Buffer.concat(carried.map(({ bytes }) => bytes));
}

/** Head, pins and program; `offsets` says where in an archive each wheel begins. */
export function frontOf(plan: Plan, offsets?: readonly number[]): readonly string[] {
  const payload = plan.form === "fetch" ? undefined : payloadOf(plan);
  const digest = payload === undefined ? undefined : sha256(payload);
  return [
    `\n${headOf(plan, digest, payload?.length)}`,
    `\n${pinsOf(plan, digest, offsets)}\n`,
    `\n${programSource}\n`,
  ];
}

/** The closure as Python literals. */
function pinsOf(plan: Plan, payload: string | undefined, offsets: readonly number[] | undefined): string {
  const pins = plan.carried.map(({ pin }) => {
    const { name, version, filename, size, sha256: digest } = pin;
    return `    (${[name, version, filename].map(literal).join(", ")}, ${size}, ${literal(digest)}),`;
  });
  return [
    "PINS = [",
    ...pins,
    "]",
    `PAYLOAD = ${payload === undefined ? "None" : literal(payload)}`,
    `OFFSETS = ${offsets === undefined ? "None" : `[${offsets.join(", ")}]`}`,
    `FETCH = ${plan.form === "fetch" ? "True" : "False"}`,
    `INDEX = ${plan.form === "fetch" ? literal(PUBLIC_INDEX) : "None"}`,
    `VERSION_LINE = ${literal(`written by truewheel ${plan.version} for Python ${plan.series}`).slice(0, -1)}\\n"`,
    `MANIFEST = """${manifestOf(plan)}"""`,
  ].join("\n");
}

/** The closure as a manifest of one series: what `truewheel bootstrap --manifest` reads. */
export function manifestOf({ series, carried }: Plan): string {
  const files = carried.map(({ pin }) => ({
    name: pin.name,
    version: pin.version,
    filename: pin.filename,
    size: pin.size,
    sha256: pin.sha256,
    ...(pin.requiresPython === undefined ? {} : { "requires-python": pin.requiresPython }),
  }));
  return `${JSON.stringify({ version: 1, closures: [{ series, files }] }, null, 2)}\n`;
}

/** What runs first, its blanks filled but for the digest: the one `@DIGEST@` stands where it goes. */
export function startOf({ series, known, form }: Plan): string {
  const [major = 0, minor = 0] = series.replace("+", "").split(".").map(Number);
  const open = series.endsWith("+");
  const newest = known.find((each) => each.endsWith("+"))?.slice(0, -1);
  const blanks = new Map([
    ["LEAST", pair(major, minor)],
    ["MOST", pair(major, open ? 999 : minor)],
    ["WANTED", series.replace("+", " or newer")],
    ["SERIES", `[${known.map(literal).join(", ")}]`],
    ["NEWEST", newest === undefined ? "(9, 9)" : `(${newest.replace(".", ", ")})`],
    ["ZIPPED", form === "zipapp" ? "True" : "False"],
    ["DIGEST", form === "zipapp" ? "" : BLANK],
  ]);
  return startSource.replace(
    /@(LEAST|MOST|WANTED|SERIES|NEWEST|ZIPPED|DIGEST)@/g,
    (_, name: string) => blanks.get(name) ?? "",
  );
}

function pair(major: number, minor: number): string {
  return `(${major}, ${minor})`;
}

/** A Python literal of plain text. */
function literal(text: string): string {
  return `"${plain(text)}"`;
}

/** `text` when it may stand in any literal of a script; throws Fault TW-SCRIPT-WHEEL otherwise. */
function plain(text: string): string {
  if (/^[ !#-&(-[\]-~]*$/.test(text)) return text;
  throw new Fault("TW-SCRIPT-WHEEL", `${JSON.stringify(text)} cannot be written into a script`);
}
