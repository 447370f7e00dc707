/** What is measured is what is there: any size, and nothing but regular files. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { diskMeasurer } from "./measure.ts";

const directory = mkdtempSync(join(tmpdir(), "truewheel-measure-"));
after(() => rmSync(directory, { recursive: true, force: true }));

for (const size of [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3_000_000]) {
  for (const algorithm of ["sha256", "sha384", "sha512"] as const) {
    test(`a file of ${size} bytes has the ${algorithm} that it has`, () => {
      const path = join(directory, "file");
      const bytes = Buffer.alloc(size, "truewheel");
      writeFileSync(path, bytes);
      chmodSync(path, 0o640);
      const measured = diskMeasurer.measure(path, algorithm);
      const digest = createHash(algorithm).update(bytes).digest("base64url");
      assert.deepEqual(
        [measured?.kind, measured?.size, measured?.mode, measured?.digest],
        ["file", size, 0o640, digest],
      );
    });
  }
}

test("links and directories are named and never read; what is absent is nothing", () => {
  writeFileSync(join(directory, "target"), "x");
  symlinkSync("target", join(directory, "link"));
  mkdirSync(join(directory, "folder"));
  for (const algorithm of ["sha256", undefined] as const) {
    const link = diskMeasurer.measure(join(directory, "link"), algorithm);
    assert.deepEqual([link?.kind, link?.digest], ["link", ""]);
    const folder = diskMeasurer.measure(join(directory, "folder"), algorithm);
    assert.deepEqual([folder?.kind, folder?.digest], ["directory", ""]);
    assert.equal(diskMeasurer.measure(join(directory, "absent"), algorithm), undefined);
    assert.equal(diskMeasurer.measure(join(directory, "target", "below"), algorithm), undefined);
  }
});

test("names are sorted; what is no directory has none", () => {
  const folder = join(directory, "names");
  mkdirSync(folder);
  for (const name of ["b", "a", "B"]) writeFileSync(join(folder, name), "");
  assert.deepEqual(diskMeasurer.names(folder), ["B", "a", "b"]);
  assert.equal(diskMeasurer.names(join(folder, "a")), undefined);
  assert.equal(diskMeasurer.names(join(folder, "absent")), undefined);
});
