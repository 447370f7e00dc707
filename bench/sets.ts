/**
 * The sets of packages that installations are measured and tried with: `sets/*.in` names what is asked for, `sets/*.txt` pins the closure
 * with hashes. The wheels come from the public index once, and lie under .cache/bench/wheels afterwards; each is checked at every use.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { must } from "./command.ts";

/** The sets there are. */
export const SETS = ["web", "data"] as const;

/** The name of a set. */
export type SetName = (typeof SETS)[number];

/** One pinned project of a set. */
export interface Pin {
  readonly name: string;
  readonly version: string;
  /** Lower-case hexadecimal SHA-256 of every file that may be it. */
  readonly hashes: readonly string[];
}

/** A set whose wheels are on this machine. */
export interface FilledSet {
  readonly name: SetName;
  /** What is asked for, a requirements file. */
  readonly inputs: string;
  /** The closure, a requirements file with hashes. */
  readonly pins: string;
  /** The folder of wheels with their metadata sidecars. */
  readonly wheels: string;
}

/** Whom to fetch with: a Python that has pip, and the variables it runs with. */
export interface Fetcher {
  readonly python: string;
  /** `3.12.1`: which wheels fit. */
  readonly version: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Where wheels are kept from one run to the next. */
  readonly cache: string;
}

/** The requirements file of `name`: `in` what is asked for, `txt` the closure. */
export function setFile(name: SetName, kind: "in" | "txt"): string {
  return join(import.meta.dirname, "sets", `${name}.${kind}`);
}

/** The pins of a requirements file that a compiler wrote. Throws Error on a line that pins without a hash. */
export function readPins(text: string): readonly Pin[] {
  const lines = text
    .replaceAll("\\\n", " ")
    .split("\n")
    .map((line) => line.replace(/(?:^|\s)#.*$/, "").trim());
  return lines
    .filter((line) => line !== "")
    .map((line) => {
      const [, name, version] = /^([\w.-]+)==([^\s;]+)/.exec(line) ?? [];
      const hashes = [...line.matchAll(/--hash=sha256:([0-9a-f]{64})/g)].flatMap(([, hash]) => hash ?? []);
      if (name === undefined || version === undefined || hashes.length === 0)
        throw new Error(`not a pin with hashes: ${line.slice(0, 100)}`);
      return { name, version, hashes };
    });
}

/** The wheels of `name` that fit the fetcher's Python, fetched when they are not here yet. Throws Error when a file differs from its pin. */
export function fillSet(name: SetName, fetcher: Fetcher): FilledSet {
  const pins = setFile(name, "txt");
  const [series = ""] = /^\d+\.\d+/.exec(fetcher.version) ?? [];
  const wheels = join(fetcher.cache, "wheels", `${name}-${series}-${short(pins)}`);
  if (!existsSync(wheels)) {
    console.error(`fetching the wheels of the ${name} set for Python ${series} from the public index, once`);
    download(pins, wheels, fetcher);
  }
  checkWheels(wheels, readPins(readFileSync(pins, "utf8")));
  return { name, inputs: setFile(name, "in"), pins, wheels };
}

/** All of the wheels or, when one cannot be had, no folder. */
function download(pins: string, wheels: string, { python, version, environment }: Fetcher): void {
  const draft = `${wheels}.${process.pid}`;
  const options = ["--no-deps", "--only-binary", ":all:", "--require-hashes", "--python-version", version];
  try {
    mkdirSync(draft, { recursive: true });
    const quiet = ["--quiet", "--no-cache-dir"];
    must(python, ["-m", "pip", "download", ...quiet, ...options, "-r", pins, "-d", draft], environment);
    writeSidecars(python, draft, environment);
    renameSync(draft, wheels);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Writes `NAME.whl.metadata` beside each wheel of `folder`: the METADATA inside it. */
export function writeSidecars(
  python: string,
  folder: string,
  environment: Readonly<Record<string, string>>,
): void {
  const program =
    "import sys, zipfile\nfor path in sys.argv[1:]:\n  with zipfile.ZipFile(path) as z:\n" +
    "    name = [n for n in z.namelist() if n.endswith('.dist-info/METADATA') and n.count('/') == 1][0]\n" +
    "    open(path + '.metadata', 'wb').write(z.read(name))\n";
  const names = readdirSync(folder).filter((name) => name.endsWith(".whl"));
  must(python, ["-c", program, ...names.map((name) => join(folder, name))], environment);
}

/** Each pin has exactly one wheel, and each wheel is one that its pin names by hash. */
function checkWheels(folder: string, pins: readonly Pin[]): void {
  const allowed = new Set(pins.flatMap(({ hashes }) => hashes));
  const names = readdirSync(folder).filter((name) => name.endsWith(".whl"));
  const strangers = names.filter((name) => !allowed.has(sha256(readFileSync(join(folder, name)))));
  if (strangers.length > 0 || names.length !== pins.length)
    throw new Error(
      `${folder} holds ${names.length} wheels for ${pins.length} pins; not as pinned: ${strangers.join(", ") || "none"}`,
    );
}

function short(path: string): string {
  return sha256(readFileSync(path)).slice(0, 12);
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
