/** What the probe says of each Python is what the Python, its pip and `packaging` say. */
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { probe } from "../../src/effects/python/probe.ts";
import { platformTags } from "../../src/standards/pep425-tags/platforms.ts";
import { bare, onEach, PLAIN, type Python, pythons, run, scratch } from "./pythons.ts";

/** Asked in the ordinary way, site and all, but for the user's own settings. */
function asked(python: Python, code: string): unknown {
  return JSON.parse(run(python.path, ["-s", "-B", "-c", `import json, sys; print(json.dumps(${code}))`]));
}

onEach("prefixes, executables and version", (python) => {
  const found = probe(python.path, bare());
  const told = asked(
    python,
    "[sys.executable, sys.prefix, getattr(sys, 'base_prefix', sys.prefix), '.'.join(map(str, sys.version_info[:3])), sys.platform]",
  );
  assert.deepEqual([found.executable, found.prefix, found.basePrefix, found.version, found.platform], told);
  assert.equal(found.baseExecutable, found.executable);
  assert.equal(found.virtual, false);
  assert.equal(found.pth, undefined);
});

onEach("sys.path, as far as folders exist", (python) => {
  const found = probe(python.path, bare());
  const told = asked(python, "[p for p in sys.path[1:] if __import__('os').path.exists(p)]");
  assert.deepEqual(found.path.filter(existsSync), told);
});

onEach("the default scheme is where pip would install", (python) => {
  const found = probe(python.path, bare());
  const known = asked(
    python,
    "bool(__import__('pkgutil').find_loader('pip')) if sys.version_info < (3,) else bool(__import__('importlib.util').util.find_spec('pip'))",
  );
  if (known !== true) {
    const told = asked(
      python,
      "[__import__('sysconfig').get_path(k) for k in ('purelib', 'platlib', 'scripts', 'data')]",
    );
    return assert.deepEqual(
      [found.scheme.purelib, found.scheme.platlib, found.scheme.scripts, found.scheme.data],
      told,
    );
  }
  const code = `
import json
try:
    from pip._internal.locations import get_scheme
except ImportError:
    from pip._internal.locations import distutils_scheme
    def get_scheme(name, prefix=None):
        return type("S", (), distutils_scheme(name, prefix=prefix))
def tell(s): return [s.purelib, s.platlib, s.scripts, s.headers, s.data]
print(json.dumps([tell(get_scheme("x")), tell(get_scheme("x", prefix="/somewhere"))]))`;
  const told = JSON.parse(run(python.path, ["-s", "-B", "-W", "ignore", "-c", code]));
  const words = ({ purelib, platlib, scripts, headers, data }: typeof found.scheme) => [
    purelib,
    platlib,
    scripts,
    join(headers, "x"),
    data,
  ];
  const below = (path: string) => join("/somewhere", path);
  const relative = found.prefixScheme;
  assert.ok(relative);
  const prefixed = words({
    purelib: below(relative.purelib),
    platlib: below(relative.platlib),
    scripts: below(relative.scripts),
    headers: below(relative.headers),
    data: below(relative.data),
  });
  assert.deepEqual([words(found.scheme), prefixed.map((path) => path.replace(/\/$/, ""))], told);
});

onEach("PEP 668's file", (python) => {
  const told = asked(
    python,
    "(lambda p: __import__('io').open(p, encoding='utf-8').read() if __import__('os').path.exists(p) else None)(__import__('os').path.join(__import__('sysconfig').get_path('stdlib'), 'EXTERNALLY-MANAGED'))",
  );
  assert.equal(probe(python.path, bare()).managed ?? null, told);
});

onEach("PEP 508 markers are those of `platform` and `sys`", (python) => {
  const told = asked(
    python,
    `(lambda os, p, i: {
      "os_name": os.name, "sys_platform": sys.platform, "platform_machine": p.machine(), "platform_release": p.release(),
      "platform_system": p.system(), "platform_version": p.version(), "python_full_version": p.python_version(),
      "platform_python_implementation": p.python_implementation(), "python_version": ".".join(p.python_version_tuple()[:2]),
      "implementation_name": i.name if i else "", "implementation_version": ".".join(map(str, i.version[:3])) if i else "0",
    })(__import__("os"), __import__("platform"), getattr(sys, "implementation", None))`.replace(
      /\n\s*/g,
      " ",
    ),
  );
  assert.deepEqual({ ...probe(python.path, bare()).markers }, told);
});

/**
 * Before pip 20 neither manylinux_x_y nor musllinux was known, and `cp2-none-any` was a tag. For PyPy, pip's own list says `pp39-none-any`
 * where `packaging.tags.sys_tags`, which is followed here, says `pp3-none-any`.
 */
onEach("tags are those of pip", (python, context) => {
  const found = new Set(probe(python.path, bare()).tags);
  const told = new Set(pipTags(python));
  if (told.size === 0) return context.skip(`MISSING: no pip in ${python.path} tells its tags`);
  const old = ![...told].some((tag) => tag.includes("manylinux_2_"));
  const known = (tag: string): boolean =>
    (old && /^cp[23]-none-any$/.test(tag)) || (python.series === "pypy3" && /^pp3[0-9]+-none-any$/.test(tag));
  const strange = [...told].filter((tag) => !found.has(tag) && !known(tag));
  assert.deepEqual(strange, []);
  if (!old) assert.equal(found.size, told.size);
});

function pipTags(python: Python): readonly string[] {
  const modern =
    "from pip._internal.utils.compatibility_tags import get_supported; print('\\n'.join(map(str, get_supported())))";
  const former =
    "from pip._internal.pep425tags import get_supported; print('\\n'.join('-'.join(t) for t in get_supported()))";
  for (const code of [modern, former]) {
    try {
      return run(python.path, ["-s", "-B", "-W", "ignore", "-c", code]).trim().split("\n");
    } catch {
      // Another pip, or none: the next way to ask.
    }
  }
  return [];
}

/** A Python that has `packaging` 26.3 or newer, whose order is the one followed; else undefined. */
const oracle = pythons
  .map((python) => {
    try {
      const code =
        "import packaging, os; print(packaging.__version__); print(os.path.dirname(packaging.__file__))";
      const [version = "", folder = ""] = run(python.path, ["-s", "-B", "-c", code]).split("\n");
      const [major = 0, minor = 0] = version.split(".").map(Number);
      return major > 26 || (major === 26 && minor >= 3) ? { python, folder } : undefined;
    } catch {
      return undefined;
    }
  })
  .find((each) => each !== undefined);
const withoutOracle = oracle
  ? {}
  : { skip: "MISSING: no Python here has packaging 26.3 or newer, so the order of tags was not compared" };

test("tags come in the order of `packaging.tags.sys_tags`", withoutOracle, () => {
  if (oracle === undefined) return;
  const library = scratch("packaging");
  mkdirSync(library, { recursive: true });
  cpSync(oracle.folder, join(library, "packaging"), { recursive: true });
  // packaging 26.3 is written for 3.10 and newer.
  const able = pythons.filter(({ path }) => probe(path, bare()).minor >= 10);
  assert.ok(able.length > 0);
  for (const { path } of able) {
    const code = "import packaging.tags; print('\\n'.join(map(str, packaging.tags.sys_tags())))";
    const told = run(path, ["-s", "-B", "-c", code], { ...PLAIN, PYTHONPATH: library })
      .trim()
      .split("\n");
    assert.deepEqual(probe(path, bare()).tags, [...new Set(told)], path);
  }
});

test("macOS platforms come in the order of `packaging.tags.mac_platforms`", withoutOracle, () => {
  if (oracle === undefined) return;
  const cases = ["10.3", "10.5", "10.9", "10.15", "11.7", "14.2", "26.0"].flatMap((version) =>
    ["x86_64", "arm64"].map((machine) => [version, machine] as const),
  );
  const code = `import json, packaging.tags as t; print(json.dumps([list(t.mac_platforms(tuple(map(int, v.split("."))), m)) for v, m in ${JSON.stringify(cases)}]))`;
  const told: unknown = JSON.parse(run(oracle.python.path, ["-s", "-B", "-c", code.replaceAll("\n", " ")]));
  const build = { ...BUILD, platform: "macosx-11.0-universal2" };
  assert.deepEqual(
    cases.map(([mac, machine]) => platformTags({ ...build, mac, machine })),
    told,
  );
});

const BUILD = {
  implementation: "cpython",
  major: 3,
  minor: 12,
  debug: false,
  freeThreaded: false,
  pymalloc: true,
  wideUnicode: true,
  extension: undefined,
  bits: 64,
  glibc: undefined,
  musl: undefined,
  elf: undefined,
} as const;

test("a name behind a link is that interpreter, links not resolved", () => {
  for (const { path } of pythons) {
    const other = join(dirname(path), "python3");
    if (existsSync(other)) assert.equal(probe(other, bare()).executable, other);
  }
});
