/** Locks: what is read, what is refused, what is selected. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { codeOf, Fault } from "../../base/fault.ts";
import { parseToml } from "../../formats/toml/toml.ts";
import {
  isTomlTable,
  TomlFloat,
  type TomlTable,
  TomlTime,
  type TomlValue,
} from "../../formats/toml/value.ts";
import { type Pylock, pylockName } from "./pylock.ts";
import { checkReach, type LockPlace, locate } from "./reach.ts";
import { readPylock } from "./read.ts";
import { type SelectionRequest, selectPackages } from "./select.ts";

const VECTORS = new URL("../../../vectors/pep751-pylock/", import.meta.url);
const files = readdirSync(VECTORS).filter((name) => name.endsWith(".toml"));
const text = (name: string) => readFileSync(new URL(name, VECTORS), "utf8");
const read = (document: string) => readPylock(parseToml(document, "lock"));
const LOCK = text("accept-everything.toml");

for (const name of files.filter((each) => each.startsWith("accept-"))) {
  test(`reads ${name} without a warning`, () => assert.deepEqual(read(text(name)).warnings, []));
}

for (const name of files.filter((each) => each.startsWith("reject-"))) {
  const [, code, why] = /^# (TW-[A-Z-]+): (.*)/.exec(text(name)) ?? [];
  test(`refuses ${why}`, () => {
    assert.throws(
      () => read(text(name)),
      (thrown) => codeOf(thrown) === code,
    );
  });
}

for (const [sentence, from, to, warning] of [
  ["a newer minor version", 'lock-version = "1.0"', 'lock-version = "1.1"', /version 1\.1, newer than 1\.0/],
  ["a key of the lock that nobody knows", "created-by", "new-key = 1\ncreated-by", /^new-key is not known/],
  [
    "a key of a wheel that nobody knows",
    '{ name = "core-1.0-py3',
    '{ new = 1, name = "core-1.0-py3',
    /^packages\[0\]\.wheels\[0\]\.new is not known/,
  ],
  [
    "the version of a directory",
    "directory = {",
    'version = "1"\ndirectory = {',
    /^packages\[4\]\.version is passed over/,
  ],
] as const) {
  test(`warns of ${sentence}, and reads on`, () => {
    const { warnings, packages } = read(LOCK.replace(from, to));
    assert.equal(packages.length, 7);
    assert.match(warnings[0] ?? "", warning);
  });
}

for (const [filename, name] of [
  ["pylock.toml", ""],
  ["pylock.dev.toml", "dev"],
  ["pylock.a b.toml", "a b"],
  ["pylock..toml", undefined],
  ["pylock.a.b.toml", undefined],
  ["PYLOCK.toml", undefined],
  ["pylock.toml\n", undefined],
  ["xpylock.toml", undefined],
  ["pylock.a\nb.toml", undefined],
] as const) {
  test(`the file name ${JSON.stringify(filename)} is ${name === undefined ? "no" : "a"} lock's`, () => {
    if (name === undefined)
      assert.throws(
        () => pylockName(filename),
        (thrown) => codeOf(thrown) === "TW-PYLOCK-FILENAME",
      );
    else assert.equal(pylockName(filename), name);
  });
}

const REQUEST: SelectionRequest = {
  environment: { sys_platform: "linux", python_version: "3.12", python_full_version: "3.12.1" },
  tags: ["cp312-cp312-manylinux_2_17_x86_64", "cp312-abi3-win_amd64", "py3-none-any"],
  extras: [],
  groups: undefined,
};

function selected(lock: Pylock, change: Partial<SelectionRequest> = {}): readonly string[] {
  return selectPackages(lock, { ...REQUEST, ...change }).map(({ package: { name }, choice }) =>
    "file" in choice ? `${name}: ${choice.kind} ${choice.file.filename}` : `${name}: ${choice.kind}`,
  );
}

const CORE = "core: wheel core-1.0-cp312-cp312-manylinux_2_17_x86_64.whl";
const TESTS = "tests: wheel tests-3.0-py3-none-any.whl";
for (const [sentence, change, wanted] of [
  ["default groups and no extra are the default", {}, [CORE, TESTS]],
  [
    "an extra in any spelling",
    { extras: ["Fast_Speed"] },
    [CORE, "speedups: sdist speedups-2.0.tar.gz", TESTS],
  ],
  [
    "groups replace the default ones; what is no file is told as such",
    { groups: ["docs"] },
    [CORE, "manual: vcs", "neighbour: directory", "bundle: archive"],
  ],
  ["no group at all", { groups: [] }, [CORE]],
  [
    "the best tag wins, not the first wheel",
    { tags: ["cp312-abi3-win_amd64", "py3-none-any"] },
    ["core: wheel core-1.0-cp312-abi3-win_amd64.whl", TESTS],
  ],
  [
    "among equal tags the higher build number wins",
    { tags: ["py3-none-any"] },
    ["core: wheel core-1.0-2-py3-none-any.whl", TESTS],
  ],
] as const) {
  test(`selects: ${sentence}`, () => assert.deepEqual(selected(read(LOCK), change), wanted));
}

test("an sdist is taken before wheels when that is asked for", () => {
  const lock = read(text("accept-uv-export.toml"));
  const chosen = selected(lock, { prefersSdist: (name) => name === "six" });
  assert.ok(chosen.includes("six: sdist six-1.17.0.tar.gz"));
});

for (const [sentence, from, to, change, code] of [
  [
    "a Python below requires-python",
    "",
    "",
    { environment: { ...REQUEST.environment, python_full_version: "3.10.9" } },
    "TW-PYLOCK-PYTHON",
  ],
  ["a Python that tells no version", "", "", { environment: { sys_platform: "linux" } }, "TW-PYLOCK-PYTHON"],
  [
    "an environment that is not listed",
    "",
    "",
    { environment: { ...REQUEST.environment, sys_platform: "darwin" } },
    "TW-PYLOCK-ENVIRONMENT",
  ],
  ["a lock for no environment at all", /environments = .*/, "environments = []", {}, "TW-PYLOCK-ENVIRONMENT"],
  ["a package's own requires-python", '">=3.11"\nwheels', '">=3.13"\nwheels', {}, "TW-PYLOCK-PYTHON"],
  [
    "two entries of one name",
    /name = "tests"/,
    'name = "core"\nversion = "3.0"\nwheels = [{ path = "core-3.0-py3-none-any.whl", hashes = { sha256 = "0000000000000000000000000000000000000000000000000000000000000000" } }]\n[[packages]]\nname = "tests"',
    {},
    "TW-PYLOCK-AMBIGUOUS",
  ],
  ["no file that fits", "", "", { tags: ["cp27-cp27m-linux_x86_64"] }, "TW-PYLOCK-NO-FILE"],
  ["an extra that the lock does not have", "", "", { extras: ["other"] }, "TW-PYLOCK-EXTRA"],
  ["a group that the lock does not have", "", "", { groups: ["other"] }, "TW-PYLOCK-EXTRA"],
  [
    "a marker whose variable has no value",
    "sys_platform == 'win32'\"\nwheels",
    "os_name == 'nt'\"\nwheels",
    {},
    "TW-MARKER-UNDEFINED",
  ],
] as const) {
  test(`selects nothing for ${sentence}`, () => {
    assert.throws(
      () => selected(read(from === "" ? LOCK : LOCK.replace(from, to)), change),
      (thrown) => codeOf(thrown) === code,
    );
  });
}

test("a package whose marker does not hold is not looked at, whatever Python it wants", () => {
  const lock = read(
    LOCK.replace(
      "marker = \"sys_platform == 'win32'\"",
      'marker = "sys_platform == \'win32\'"\nrequires-python = "<3"',
    ),
  );
  assert.deepEqual(selected(lock), [CORE, TESTS]);
});

test("a Python between releases counts as the release it calls itself", () => {
  assert.deepEqual(
    selected(read(LOCK), { environment: { ...REQUEST.environment, python_full_version: "3.14.0+" } }),
    [CORE, TESTS],
  );
});

const SERVED: LockPlace = { kind: "url", url: "https://locks.example/app/pylock.toml" };
const FILED: LockPlace = { kind: "directory", path: "/srv/app" };
for (const [sentence, entry, place, where] of [
  ["a path beside a lock on the disk", { path: "../w/a.whl" }, FILED, "/srv/w/a.whl"],
  ["an absolute path in a lock on the disk", { path: "/w/a.whl" }, FILED, "/w/a.whl"],
  ["a path before a url", { path: "a.whl", url: "https://h.example/a.whl" }, FILED, "/srv/app/a.whl"],
  ["a file URL in a lock on the disk", { url: "file:///w/a%20b.whl" }, FILED, "/w/a b.whl"],
  ["a path beside a served lock", { path: "w/a+b?.whl" }, SERVED, "https://locks.example/app/w/a%2Bb%3F.whl"],
  ["a path above a served lock", { path: "../a.whl" }, SERVED, "https://locks.example/a.whl"],
  [
    "a path that looks like a URL stays on the host",
    { path: "w/https://h.example/a.whl" },
    SERVED,
    "https://locks.example/app/w/https%3A//h.example/a.whl",
  ],
  ["a url on another host", { url: "https://h.example/a.whl" }, SERVED, "https://h.example/a.whl"],
] as const) {
  test(`finds ${sentence}`, () => {
    const found = locate(entry, place);
    assert.equal(found.kind === "url" ? found.url : found.path, where);
  });
}

for (const [sentence, entry] of [
  ["an absolute path", { path: "/etc/a.whl" }],
  ["another host by slashes", { path: "//h.example/a.whl" }],
  ["another host by backslashes", { path: "\\\\h.example\\a.whl" }],
  ["a drive", { path: "c:/a.whl" }],
  ["a drive without a slash", { path: "c:a.whl" }],
  ["a file URL", { url: "file:///etc/a.whl" }],
  ["a file URL of a repository", { url: "git+file:///srv/a" }],
] as const) {
  test(`a served lock may not name ${sentence}`, () => {
    assert.throws(
      () => locate(entry, SERVED),
      (thrown) => codeOf(thrown) === "TW-PYLOCK-REACH",
    );
  });
}

test("every entry of a served lock is looked at, on the disk none is refused", () => {
  const [wheel, directory] = [LOCK.replace("wheels/core", "/wheels/core"), LOCK].map(read);
  const served = LOCK.replace(/\[\[packages\]\]\nname = "neighbour"[^[]*/, "");
  if (wheel === undefined || directory === undefined) throw new Error("two locks were read");
  assert.doesNotThrow(() => checkReach(read(served), SERVED));
  assert.throws(
    () => checkReach(wheel, SERVED),
    (thrown) => codeOf(thrown) === "TW-PYLOCK-REACH",
  );
  assert.throws(() => checkReach(directory, SERVED), /directory of this machine/);
  assert.doesNotThrow(() => checkReach(wheel, FILED));
});

/** Every place in a document, as a function that makes the document with another value there, or without it. */
function changes(value: TomlValue): readonly ((to: TomlValue | undefined) => TomlValue)[] {
  if (isTomlTable(value))
    return [...value].flatMap(([key, inner]) => {
      if (key === "tool" || key === "dependencies") return [];
      const put = (to: TomlValue | undefined) => {
        const copy = new Map(value);
        if (to === undefined) copy.delete(key);
        else copy.set(key, to);
        return copy;
      };
      return [put, ...changes(inner).map((change) => (to: TomlValue | undefined) => put(change(to)))];
    });
  if (!Array.isArray(value)) return [];
  const items: readonly TomlValue[] = value;
  return items.flatMap((inner, at) => {
    const put = (to: TomlValue | undefined) =>
      items.flatMap((each, i) => (i !== at ? [each] : to === undefined ? [] : [to]));
    return [put, ...changes(inner).map((change) => (to: TomlValue | undefined) => put(change(to)))];
  });
}

test("any field removed or of another type is refused with a code or leaves a lock that is read, never anything else", () => {
  const odd: readonly (TomlValue | undefined)[] = [
    undefined,
    "",
    "\u0000",
    "x",
    0,
    -1,
    true,
    new TomlFloat(1),
    new TomlTime("local date", "2024-01-01"),
    [],
    new Map(),
    [new Map()],
    ["x"],
  ];
  const document = parseToml(LOCK, "lock");
  let refused = 0;
  for (const change of changes(document)) {
    for (const to of odd) {
      try {
        readPylock(change(to) as TomlTable);
      } catch (thrown) {
        assert.ok(thrown instanceof Fault, String(thrown));
        refused += 1;
      }
    }
  }
  assert.ok(refused > 800, `only ${refused} were refused`);
});

test("any text is TOML or refused, and keys have no meaning of their own", () => {
  const part = fc.constantFrom(
    "a",
    "=",
    "1",
    "[",
    "]",
    "{",
    "}",
    '"',
    "'",
    "\n",
    ".",
    ",",
    "__proto__",
    "2024-01-01",
    "\\",
    "#",
    "+",
    "e",
  );
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 20 }).map((parts) => parts.join("")),
      (document) => {
        try {
          parseToml(document, "document");
        } catch (thrown) {
          assert.ok(thrown instanceof Fault, String(thrown));
        }
      },
    ),
    { numRuns: 3000 },
  );
  assert.deepEqual(
    [...parseToml("[__proto__]\nx = 1\n[constructor]\n", "x").keys()],
    ["__proto__", "constructor"],
  );
  assert.equal(Reflect.get({}, "x"), undefined);
});
