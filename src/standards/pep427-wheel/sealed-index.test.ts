import assert from "node:assert/strict";
import { test } from "node:test";
import { makeWheel } from "../../../tests/support/wheel-writer.ts";
import { sha256 } from "../../base/digest.ts";
import { describeWheel, readIndex, wheelOf } from "./sealed-index.ts";
import { readWheel, type Wheel } from "./wheel.ts";

const made = makeWheel({
  files: { "pkg/ü.py": "1", "pkg-1.0.data/data/x": "2" },
  entryPoints: "[console_scripts]\nrun = pkg:main [more]\n",
  requires: ["other>=1.0,<2; python_version > '3.8' and extra == 'x'", "third @ https://index.example/t.whl"],
  executable: ["pkg-1.0.data/data/x"],
});
const wheel = readWheel(made.bytes, made.filename);
const offsets = new Map(wheel.files.map((file, at) => [file.path, at]));

function described(): string {
  const file = { filename: made.filename, size: 1000 };
  return describeWheel(wheel, file, offsets, new Map()) ?? assert.fail();
}

/** Everything of a wheel but its readers, which is what must survive; absent and undefined are one. */
function content({ files, ...rest }: Wheel): unknown {
  const plain = files
    .map(({ path, size, executable, hash }) => ({ path, size, executable, hash }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const { fields: _, ...metadata } = rest.metadata as Wheel["metadata"] & { fields?: unknown };
  return JSON.parse(
    JSON.stringify({ ...rest, metadata, files: plain, groups: [...rest.entryPoints.groups.keys()] }),
  );
}

test("what is written down of a wheel says all that a strict reading says", () => {
  const index = readIndex(described()) ?? assert.fail();
  const again = wheelOf(index, () => assert.fail("nothing is read"));
  assert.deepEqual(content(again), content(wheel));
});

test("each file is asked for with its own place and digest", () => {
  const index = readIndex(described()) ?? assert.fail();
  const asked: string[] = [];
  const again = wheelOf(index, (file, at) => {
    asked.push(`${file.path} ${at} ${file.hash?.digest}`);
    return Buffer.from("lent");
  });
  for (const file of again.files) file.read();
  assert.deepEqual(
    asked.sort(),
    wheel.files.map((file) => `${file.path} ${offsets.get(file.path)} ${file.hash?.digest}`).sort(),
  );
});

test("a wheel of which one file was not unpacked is not written down", () => {
  const some = new Map([...offsets].slice(1));
  assert.equal(describeWheel(wheel, { filename: made.filename, size: 1 }, some, new Map()), undefined);
});

test("an index of another format counts as none", () => {
  assert.equal(readIndex(described().replace('"format":2', '"format":0')), undefined);
});

test("the format is the one of this number: whoever changes what is written raises FORMAT, then puts the new digest here", () => {
  assert.equal(sha256(described()), "0127570f10a610ae81baed6b1bf37ced7859d711b350bfdacb2bc0d3bb8b7dda");
});
