/** Installed distributions are seen as `importlib.metadata` sees them; not compared: a URL, whose `;` it joins to it, and folded fields, which it indents anew. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { installedDistribution } from "../../src/standards/installed-distributions/distribution.ts";
import { installedEntry, metadataPaths } from "../../src/standards/installed-distributions/entry.ts";
import { onEach, PLAIN, run, scratch, since } from "./pythons.ts";

const TREE: Readonly<Record<string, string>> = {
  "plain-1.0.dist-info/METADATA":
    "Metadata-Version: 2.1\nName: plain\nVersion: 1.0\nRequires-Dist: six>=1\n\nbody\n",
  "Odd_Name-2.0.dist-info/METADATA":
    "Metadata-Version: 2.1\nName: odd.name\nVersion: 2.0.0\nRequires-Dist: a ; extra == 'b'\nProvides-Extra: b\n",
  "crlf-1.0.dist-info/METADATA":
    "Metadata-Version: 2.1\r\nName: crlf\r\nVersion: 1.0\r\nRequires-Dist: x\r\n\r\nbody\r\n",
  "tree.egg-info/PKG-INFO": "Metadata-Version: 1.2\nName: tree\nVersion: 3.0\n",
  "tree.egg-info/requires.txt":
    "six\n\n[test]\npytest>=7\n\n[:python_version < '3']\nmock\n\n[gui:os_name == 'nt']\nwin>=1\n",
  "disutils-1.0-py3.9.egg-info": "Metadata-Version: 1.0\nName: disutils\nVersion: 1.0\n",
  "second-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: second\nVersion: 1.0\nVersion: 2.0\n",
};

onEach(
  "installed distributions are those of `importlib.metadata`",
  (python) => {
    const site = scratch("installed");
    for (const [path, text] of Object.entries(TREE)) {
      mkdirSync(dirname(join(site, path)), { recursive: true });
      writeFileSync(join(site, path), text);
    }
    const code =
      "import importlib.metadata as m, json, sys; print(json.dumps(sorted([d.metadata['Name'], d.version, list(d.requires or [])] for d in m.distributions(path=[sys.argv[1]]))))";
    const told: unknown = JSON.parse(run(python.path, ["-I", "-B", "-c", code, site], PLAIN));
    assert.deepEqual(seen(site), told);
  },
  since(8),
);

/** Names, versions and requirements of what lies in `site`. */
function seen(site: string): readonly unknown[] {
  return readdirSync(site)
    .flatMap((name) => {
      const entry = installedEntry(name);
      if (entry === undefined) return [];
      const file = (path: string): string | undefined => text(join(site, name, path));
      const metadata = metadataPaths(entry.form)
        .map(file)
        .find((each) => each !== undefined);
      const found = installedDistribution(entry, { metadata, requires: file("requires.txt") });
      return found === undefined ? [] : [[found.name, found.version, found.requires]];
    })
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

function text(path: string): string | undefined {
  return existsSync(path) && statSync(path).isFile() ? readFileSync(path, "utf8") : undefined;
}
