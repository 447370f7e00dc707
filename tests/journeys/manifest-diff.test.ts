/** `manifest show`, `manifest diff` and the help of the maintainers' verbs. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { MANIFEST, truewheel } from "../support/cli.ts";
import { before, document, ground, pip2 } from "../support/manifest.ts";

test("diff tells from which version and digest to which, in words, as data and for a pull request", () => {
  const { folder, manifest } = ground();
  const other = join(folder, "other.json");
  const changed = [pip2, before[1], before[2]].flatMap((each) => each ?? []);
  writeFileSync(other, document({ "3.9": before, "3.12": changed }));
  const text = truewheel(["manifest", "diff", manifest, other]);
  assert.deepEqual([text.status, text.stderr], [0, ""]);
  assert.match(
    text.stdout,
    /\nPython 3\.12 added\n {2}pip added, 2\.0\n {4}now pip-2\.0-py3-none-any\.whl, \d+ bytes\n/,
  );
  assert.match(text.stdout, /\nPython 3\.10\+ removed\n {2}packaging removed, was 1\.0\n/);
  assert.match(text.stdout, /\nunchanged: 3\.9\n$/);
  assert.equal(truewheel(["manifest", "diff", "--check", manifest, other]).status, 1);
  assert.equal(truewheel(["manifest", "diff", "--check", manifest, manifest]).status, 0);
  const json = JSON.parse(truewheel(["manifest", "diff", "--format", "json", manifest, other]).stdout) as {
    command: string;
    series: { series: string; kind: string; changes: { name: string; after: { sha256: string } | null }[] }[];
  };
  assert.equal(json.command, "manifest diff");
  assert.deepEqual(
    json.series.map(({ series, kind }) => `${series} ${kind}`),
    ["3.9 same", "3.12 added", "3.10+ removed"],
  );
  assert.equal(json.series[1]?.changes.find(({ name }) => name === "pip")?.after?.sha256, pip2.sha256);
  const markdown = truewheel(["manifest", "diff", "--format", "markdown", manifest, other]).stdout;
  assert.ok(
    markdown.includes(`| pip | (added) | 2.0 | pip-2.0-py3-none-any.whl |  | \`${pip2.sha256}\` |\n`),
    markdown,
  );
  const inside = truewheel(["manifest", "diff", "--check", MANIFEST]);
  assert.deepEqual([inside.status, inside.stdout.trimEnd().split("\n").at(-1)], [0, "nothing changed"]);
});

test("other bytes under the same name are called that", () => {
  const { folder, manifest } = ground();
  const other = join(folder, "other.json");
  writeFileSync(other, readFileSync(manifest, "utf8").replace(String(before[0]?.sha256), "0".repeat(64)));
  assert.match(
    truewheel(["manifest", "diff", manifest, other]).stdout,
    /\n {2}pip 1\.0: other bytes under the same name\n/,
  );
});

test("show tells what is pinned, as words and as data", () => {
  const text = truewheel(["manifest", "show"]);
  assert.equal(text.status, 0, text.stderr);
  assert.match(
    text.stdout,
    /^the manifest inside truewheel [\d.]+, sha256 [0-9a-f]{64}\n\nPython 2\.7\n {2}pip 20\.3\.4\n/,
  );
  const json = JSON.parse(truewheel(["manifest", "show", "--format", "json"]).stdout) as {
    closures: unknown;
  };
  const { closures } = JSON.parse(readFileSync(MANIFEST, "utf8")) as { closures: unknown };
  assert.deepEqual(json.closures, closures);
});

test("a manifest that the reader refuses is refused by every verb", () => {
  const { folder } = ground();
  const path = join(folder, "bad.json");
  writeFileSync(path, '{"version": 1, "closures": [], "closures": []}');
  for (const verb of [
    ["show", path],
    ["diff", path, path],
    ["check", path],
    ["update", "--manifest", path],
  ]) {
    const ran = truewheel(["manifest", ...verb]);
    assert.equal(ran.status, 1);
    assert.match(ran.stderr, /\[TW-JSON-DUPLICATE-KEY\]/);
  }
});

test("each verb below manifest has help of its own, and a slip is named", () => {
  assert.match(
    truewheel(["manifest", "update", "--help"]).stdout,
    /^Usage: truewheel manifest update \[options\]\n/,
  );
  assert.match(truewheel(["help", "manifest", "check"]).stdout, /^Usage: truewheel manifest check /);
  assert.match(
    truewheel(["manifest", "--help"]).stdout,
    /\n {2}manifest diff {4}what differs between two manifests\n/,
  );
  const slip = truewheel(["manifest", "updte"]);
  assert.deepEqual(
    [slip.status, slip.stderr],
    [2, 'error: manifest has no "updte" [TW-USAGE]\nhint: Did you mean manifest update?\n'],
  );
  assert.equal(truewheel(["manifest"]).status, 2);
});
