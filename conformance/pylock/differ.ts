/**
 * Holds the reading of locks, and the selection from them, against `packaging` on locks of which one field after another is changed. Run by hand:
 *   python3 -m venv ENV && ENV/bin/pip install packaging==26.4
 *   node conformance/pylock/differ.ts ENV/bin/python LOCK.toml...
 * What only we refuse is counted by code, as it is meant; exits 1 when packaging refuses what is read here, or another file is selected.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { Fault } from "../../src/base/fault.ts";
import { parseToml } from "../../src/formats/toml/toml.ts";
import {
  isTomlArray,
  isTomlTable,
  TomlFloat,
  type TomlTable,
  TomlTime,
  type TomlValue,
} from "../../src/formats/toml/value.ts";
import { readPylock } from "../../src/standards/pep751-pylock/read.ts";
import { selectPackages } from "../../src/standards/pep751-pylock/select.ts";

const [python = "python3", ...files] = process.argv.slice(2);
const ODD: readonly (TomlValue | undefined)[] = [
  undefined,
  "x",
  "1.0",
  "3.9",
  ">=3.13",
  "os_name == 'posix'",
  "'fast-speed' in extras",
  0,
  -1,
  true,
  new TomlFloat(1),
  new TomlTime("offset date-time", "2024-01-01T00:00:00+00:00"),
  [],
  new Map(),
  [new Map()],
  ["x"],
  ["sys_platform == 'x'"],
];
/** Bytes of all changed documents together, before they are multiplied by `ODD` and `REQUESTS`. */
const MOST_BYTES = 2_000_000;
const REQUESTS = [
  {
    extras: [],
    groups: null,
    tags: ["cp312-cp312-manylinux_2_17_x86_64", "cp312-abi3-manylinux_2_17_x86_64", "py3-none-any"],
  },
  {
    extras: ["Fast_Speed"],
    groups: ["dev", "docs"],
    tags: ["py3-none-any", "cp313-cp313-manylinux_2_17_x86_64"],
  },
  { extras: [], groups: [], tags: ["cp27-cp27mu-any"] },
];
const ENVIRONMENT = {
  implementation_name: "cpython",
  implementation_version: "3.12.1",
  os_name: "posix",
  platform_machine: "x86_64",
  platform_python_implementation: "CPython",
  platform_release: "6.1",
  platform_system: "Linux",
  platform_version: "1",
  python_full_version: "3.12.1",
  python_version: "3.12",
  sys_platform: "linux",
};

const tally: Record<string, number> = {};
for (const file of files) hold(file);
console.table(Object.fromEntries(Object.entries(tally).sort()));
process.exitCode = Object.keys(tally).some((outcome) => outcome.startsWith("!")) ? 1 : 0;

/** One lock and its changes; a large lock is changed at fewer places. */
function hold(file: string): void {
  const bytes = readFileSync(file);
  const document = parseToml(bytes, file);
  const places = changes(document);
  const step = Math.max(1, Math.ceil((places.length * bytes.length) / MOST_BYTES));
  const changed = places.filter((_, at) => at % step === 0).flatMap((change) => ODD.map((to) => change(to)));
  const asked = [document, ...changed].flatMap((lock) =>
    REQUESTS.map((request) => ({ lock: lock as TomlTable, ...request })),
  );
  const input = asked
    .map(
      ({ lock, ...rest }) => `${JSON.stringify({ lock: plain(lock), environment: ENVIRONMENT, ...rest })}\n`,
    )
    .join("");
  const script = fileURLToPath(new URL("./oracle.py", import.meta.url));
  const oracle = spawnSync(python, [script], { input, encoding: "utf8", maxBuffer: 2 ** 30 });
  const theirs = oracle.stdout.split("\n").slice(0, -1);
  if (theirs.length !== asked.length)
    throw new Error(`${theirs.length} of ${asked.length}: ${oracle.stderr.slice(-2000)}`);
  for (const [at, request] of asked.entries()) {
    const ours = answer(request);
    const other = JSON.parse(theirs[at] ?? "null") as object;
    const outcome = compare(ours, other);
    tally[outcome] = (tally[outcome] ?? 0) + 1;
    if (outcome.startsWith("!") && (tally[outcome] ?? 0) <= 10)
      console.log(JSON.stringify({ outcome, ours, theirs: other }));
  }
}

function compare(ours: object, other: object): string {
  if ("code" in ours) {
    if ("invalid" in other) return "both refuse to read";
    if ("unselected" in other) return "both refuse";
    return `only we refuse: ${String(ours.code)} ${String(Reflect.get(ours, "message"))
      .replaceAll(/^.*?: |\\".*?\\"/g, "")
      .slice(0, 60)}`;
  }
  if (!("selected" in other)) return "! only packaging refuses";
  return isDeepStrictEqual(withoutBuilds(ours), withoutBuilds(other)) ? "same" : "! another selection";
}

/** Of wheels that differ in their build number only, the highest is taken here and the first listed there. */
function withoutBuilds(answer: object): unknown {
  return JSON.parse(JSON.stringify(answer).replace(/-[0-9]+-py3-/g, "-py3-"));
}

type Asked = (typeof REQUESTS)[number] & { readonly lock: TomlTable };

function answer({ lock, tags, extras, groups }: Asked): object {
  try {
    const chosen = selectPackages(readPylock(lock), {
      environment: ENVIRONMENT,
      tags,
      extras,
      groups: groups ?? undefined,
    });
    return {
      selected: chosen.map(
        ({ package: { name }, choice }) => `${name} ${"file" in choice ? choice.file.filename : choice.kind}`,
      ),
    };
  } catch (thrown) {
    if (thrown instanceof Fault) return { code: thrown.code, message: thrown.message };
    throw thrown;
  }
}

/** Every place in a document, as a function that makes the document with another value there, or without it. */
function changes(value: TomlValue): readonly ((to: TomlValue | undefined) => TomlValue)[] {
  const entries = isTomlTable(value) ? [...value] : isTomlArray(value) ? [...value.entries()] : [];
  return entries.flatMap(([key, inner]) => {
    const put = (to: TomlValue | undefined): TomlValue => {
      const rest = entries.flatMap(([each, old]) =>
        each !== key ? [[each, old] as const] : to === undefined ? [] : [[each, to] as const],
      );
      return isTomlTable(value)
        ? new Map(rest.map(([each, now]) => [String(each), now]))
        : rest.map(([, now]) => now);
    };
    return [put, ...changes(inner).map((change) => (to: TomlValue | undefined) => put(change(to)))];
  });
}

function plain(value: TomlValue): unknown {
  if (value instanceof TomlTime) return { $time: value.text };
  if (value instanceof TomlFloat) return { $float: value.value };
  if (isTomlTable(value)) return Object.fromEntries([...value].map(([key, each]) => [key, plain(each)]));
  return isTomlArray(value) ? value.map(plain) : value;
}
