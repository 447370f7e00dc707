/** How get-pip.py is used, and abused: from standard input, with requirements that pin pip itself, in a hostile environment. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { PLAIN, pythons, run, scratch } from "../python/pythons.ts";
import { bareCopy } from "../support/bare.ts";
import { newest, pinsFor } from "../support/cli.ts";
import { makeWheel } from "../support/wheel-writer.ts";
import { noNamespace, scriptFor, THOROUGH, tree, type Ways, withoutNetwork } from "./support.ts";

const { python } = newest();
const few = pythons.filter(({ series }) => (THOROUGH && /^\d/.test(series)) || series === python.series);

/** Modules that the script uses and that a Python of `series` does not use at its own start: those an attacker could only break it with. */
function shadowed(series: string): readonly string[] {
  const always = [
    "hashlib",
    "zlib",
    "struct",
    "binascii",
    "json",
    "csv",
    "subprocess",
    "tempfile",
    "posix",
    "platform",
  ];
  return series === "2.7" ? always : [...always, "errno", "sysconfig", "site_folders"];
}

/** What an ordinary run leaves in `place`. */
function ordinary(place: string, program = python.path): readonly string[] {
  const ran = withoutNetwork(program, [scriptOf(program), "--target", place]);
  assert.equal(ran.status, 0, ran.stderr);
  const wanted = tree(place);
  rmSync(place, { recursive: true });
  return wanted;
}

function scriptOf(program: string): string {
  return scriptFor(pythons.find(({ path }) => path === program) ?? python);
}

for (const each of few) {
  test(`standard input: as \`curl ... | python -\` and without the dash: ${each.series}`, (context) => {
    if (noNamespace !== undefined) return context.skip(noNamespace);
    const place = join(scratch("stdin"), "lib");
    const wanted = ordinary(place, each.path);
    const stdin = readFileSync(scriptFor(each));
    const dashed = withoutNetwork(each.path, ["-", "--target", place], { stdin });
    assert.equal(dashed.status, 0, dashed.stderr);
    assert.deepEqual(tree(place), wanted);
    const again = withoutNetwork(each.path, ["-", "--target", place], { stdin });
    assert.match(again.stderr, /^unchanged: /m);
    const listed = withoutNetwork(each.path, [], {
      stdin,
      environment: { PIP_NO_WHEEL: "1", HOME: place },
      directory: place,
    });
    assert.doesNotMatch(listed.stderr, /Traceback/);
  });

  test(`an attacker's PYTHONPATH, PYTHONHOME, start-up file and modules in the working directory have no say: ${each.series}`, (context) => {
    if (noNamespace !== undefined) return context.skip(noNamespace);
    const folder = scratch("hostile");
    const place = join(folder, "lib");
    const wanted = ordinary(place, each.path);
    const evil = join(folder, "evil");
    mkdirSync(evil);
    const code = `open(${JSON.stringify(join(folder, "owned"))}, "a").write(__name__ + "\\n")\n`;
    for (const name of shadowed(each.series))
      writeFileSync(join(evil, `${name}.py`), `${code}raise SystemExit(7)\n`);
    writeFileSync(join(evil, "start.py"), code);
    const environment = {
      PYTHONPATH: evil,
      PYTHONSTARTUP: join(evil, "start.py"),
      PYTHONINSPECT: "",
      PYTHONWARNINGS: "error",
      PYTHONOPTIMIZE: "2",
      PYTHONUSERBASE: evil,
      PYTHONPYCACHEPREFIX: evil,
      PIP_TARGET: evil,
      PIP_CONFIG_FILE: join(evil, "pip.conf"),
      PIP_INDEX_URL: "https://evil.index.example/",
      http_proxy: "http://127.0.0.1:9",
      https_proxy: "http://127.0.0.1:9",
    };
    writeFileSync(
      join(evil, "pip.conf"),
      "[global]\ntarget = /nowhere\nindex-url = https://evil.index.example/\n",
    );
    const ways: Ways = { environment, directory: evil };
    const ran = withoutNetwork(each.path, [scriptFor(each), "--target", place], ways);
    assert.equal(ran.status, 0, ran.stderr);
    assert.deepEqual(tree(place), wanted);
    const piped = withoutNetwork(each.path, ["-", "--target", place], {
      ...ways,
      stdin: readFileSync(scriptFor(each)),
    });
    assert.match(piped.stderr, /^unchanged: /m);
    assert.ok(!existsSync(join(folder, "owned")), "none of the attacker's modules ran");
  });
}

test("a PYTHONHOME that breaks the Python breaks it before the script, and one that works changes nothing", (context) => {
  if (noNamespace !== undefined) return context.skip(noNamespace);
  const folder = scratch("home");
  const place = join(folder, "lib");
  const broken = withoutNetwork(python.path, [scriptFor(python), "--target", place], {
    environment: { PYTHONHOME: folder },
  });
  assert.notEqual(broken.status, 0);
  assert.ok(!existsSync(place));
  const wanted = ordinary(place);
  // Another prefix with the same library, and a module that the second Python must not see.
  const other = bareCopy(python, join(folder, "other"));
  writeFileSync(join(other.site, "sitecustomize.py"), "import sys; sys.path.insert(0, '/nowhere')\n");
  const ran = withoutNetwork(python.path, [scriptFor(python), "--target", place], {
    environment: { PYTHONHOME: join(folder, "other") },
  });
  assert.equal(ran.status, 0, ran.stderr);
  assert.deepEqual(tree(place), wanted);
});

test("what the target's own site would run is not run", (context) => {
  if (noNamespace !== undefined) return context.skip(noNamespace);
  const folder = scratch("site");
  const bare = bareCopy(python, join(folder, "python"));
  const mark = join(folder, "ran");
  writeFileSync(
    join(bare.site, "evil.pth"),
    `import os, sys; "-c" in sys.argv[:1] and open(${JSON.stringify(mark)}, "w").close()\n`,
  );
  const ran = withoutNetwork(bare.python, [scriptFor(python)]);
  assert.equal(ran.status, 0, ran.stderr);
  assert.ok(!existsSync(mark), "the Python that installs has no site");
});

/** A small wheel in a folder of links, and the line that pins it. */
function wheelFolder(folder: string): { readonly links: string; readonly line: string } {
  const wheel = makeWheel({
    name: "extra",
    version: "1.0",
    entryPoints: "[console_scripts]\nextra = extra:main\n",
  });
  const links = join(folder, "links");
  mkdirSync(links);
  writeFileSync(join(links, wheel.filename), wheel.bytes);
  return { links, line: `extra==1.0 --hash=sha256:${wheel.sha256}\n` };
}

/** A line that pins a member of the closure. */
function pinLine(name: string, change: (line: string) => string = (line) => line): string {
  const pin = pinsFor("3.10+").find((each) => each.name === name);
  return change(`${name}==${pin?.version} \\\n    --hash=sha256:${pin?.sha256}\n`);
}

test("-r with a file that pins pip itself: one set, no clash, in an environment and in --target", (context) => {
  if (noNamespace !== undefined) return context.skip(noNamespace);
  const folder = scratch("requirements");
  const { links, line } = wheelFolder(folder);
  const file = join(folder, "requirements.txt");
  writeFileSync(file, `# pins the installer too\n${pinLine("pip")}${pinLine("setuptools")}${line}`);
  writeFileSync(join(folder, "limits.txt"), "pip>=20,<100\nwheel!=0.1\n");
  const pip = ["--no-index", "--find-links", links, "-r", file, "-c", join(folder, "limits.txt")];
  const bare = bareCopy(python, join(folder, "python"));
  const ran = withoutNetwork(bare.python, [scriptFor(python), ...pip]);
  assert.equal(ran.status, 0, ran.stderr + ran.stdout);
  assert.equal(run(bare.python, ["-c", "import extra; print(extra.__version__)"]), "1.0\n");
  assert.equal(readFileSync(installer(bare.site, "pip"), "utf8"), "truewheel\n");
  const place = join(folder, "lib");
  for (const _ of [1, 2]) {
    const into = withoutNetwork(python.path, [scriptFor(python), "--target", place, ...pip]);
    assert.equal(into.status, 0, into.stderr + into.stdout);
    assert.ok(existsSync(join(place, "bin", "extra")) && existsSync(join(place, "bin", "pip")));
    assert.equal(readFileSync(installer(place, "pip"), "utf8"), "truewheel\n");
    assert.ok(!tree(place).some((each) => each.startsWith("/.truewheel")));
  }
});

function installer(site: string, name: string): string {
  const version = pinsFor("3.10+").find((each) => each.name === name)?.version;
  return join(site, `${name}-${version}.dist-info`, "INSTALLER");
}

test("-r and -c that contradict the closure are refused before anything is written, with the line that does", (context) => {
  if (noNamespace !== undefined) return context.skip(noNamespace);
  const folder = scratch("contradiction");
  const place = join(folder, "lib");
  const stories: readonly (readonly [string, string, "-r" | "-c", RegExp])[] = [
    [
      "another version of pip",
      pinLine("pip", (line) => line.replace(/==[^ ]+/, "==9.0")),
      "-r",
      /line 1: ==9\.0 contradicts pip /,
    ],
    [
      "another digest of pip",
      pinLine("pip", (line) => line.replace(/sha256:..../, "sha256:0000")),
      "-r",
      /none of its digests is that of the pip /,
    ],
    ["a limit below", "six\nsetuptools<10\n", "-c", /line 2: <10 contradicts setuptools /],
    ["a limit that cannot be compared", "wheel>=0.1a1\n", "-c", /contradicts wheel /],
    ["an address for pip", "pip @ https://evil.index.example/pip.whl\n", "-r", /contradicts pip /],
    [
      "a nested file at an address",
      "-r https://evil.index.example/r.txt\n",
      "-r",
      /a file at an address is not read/,
    ],
  ];
  for (const [sentence, text, option, words] of stories) {
    writeFileSync(join(folder, "file.txt"), text);
    writeFileSync(join(folder, "nesting.txt"), `${option} file.txt\n`);
    for (const file of ["file.txt", "nesting.txt"]) {
      const ran = withoutNetwork(python.path, [
        scriptFor(python),
        "--target",
        place,
        "-r",
        join(folder, file),
      ]);
      assert.equal(ran.status, 1, `${sentence}: ${ran.stderr}`);
      assert.match(ran.stderr, words, sentence);
      assert.ok(!existsSync(place), sentence);
    }
  }
});

test("a requirement without a digest is refused by pip's own rule, and the closure stays", (context) => {
  if (noNamespace !== undefined) return context.skip(noNamespace);
  const folder = scratch("unhashed");
  const { links, line } = wheelFolder(folder);
  writeFileSync(join(folder, "file.txt"), line.replace(/ --hash.*/, ""));
  const bare = bareCopy(python, join(folder, "python"));
  const args = [scriptFor(python), "--no-index", "-f", links, "-r", join(folder, "file.txt")];
  const ran = withoutNetwork(bare.python, args);
  assert.equal(ran.status, 1);
  assert.match(ran.stderr, /Hashes are required in --require-hashes mode/);
  assert.ok(!existsSync(join(bare.site, "extra")) && existsSync(join(bare.site, "pip")));
});

test("hostile configuration of pip has no say in -r", (context) => {
  if (noNamespace !== undefined) return context.skip(noNamespace);
  const folder = scratch("conf");
  const { links, line } = wheelFolder(folder);
  writeFileSync(join(folder, "file.txt"), line);
  const bare = bareCopy(python, join(folder, "python"));
  const conf = `[global]\ntarget = ${folder}/stolen\nno-index = false\nindex-url = https://evil.index.example/\n[install]\nno-binary = :all:\n`;
  for (const path of [join(folder, "python", "pip.conf"), join(folder, "pip.conf")])
    writeFileSync(path, conf);
  mkdirSync(join(folder, ".config", "pip"), { recursive: true });
  writeFileSync(join(folder, ".config", "pip", "pip.conf"), conf);
  const environment = {
    HOME: folder,
    PIP_CONFIG_FILE: join(folder, "pip.conf"),
    PIP_TARGET: join(folder, "stolen"),
    PIP_NO_DEPS: "1",
  };
  const args = [scriptFor(python), "--no-index", "-f", links, "-r", join(folder, "file.txt")];
  const ran = withoutNetwork(bare.python, args, { environment });
  assert.equal(ran.status, 0, ran.stderr + ran.stdout);
  assert.ok(existsSync(join(bare.site, "extra")) && !existsSync(join(folder, "stolen")));
});

test("a pipe that is cut ends in a refusal", () => {
  const stdin = readFileSync(scriptFor(python));
  const place = join(scratch("pipe"), "lib");
  for (const part of [10, 5000, stdin.length / 2, stdin.length - 60]) {
    const ran = spawnSync(python.path, ["-", "--target", place], {
      env: PLAIN,
      input: stdin.subarray(0, part),
      encoding: "utf8",
    });
    assert.ok(!existsSync(place));
    assert.notEqual(ran.status === 0 && part > 5000, true, `cut at ${part}`);
  }
});
