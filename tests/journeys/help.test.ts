/** What a person can ask the program about itself, with no network. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { commands } from "../../src/commands/table.ts";
import { truewheel } from "../support/cli.ts";

test("explain knows every code offline, and help names every verb", () => {
  const list = truewheel(["explain"]);
  assert.equal(list.status, 0);
  for (const line of list.stdout.trim().split("\n")) assert.match(line, /^TW-[A-Z0-9-]+ {2}\S/);
  assert.match(
    truewheel(["explain", "tw-judge-other-bytes"]).stdout,
    /^TW-JUDGE-OTHER-BYTES: a file is not the one that was pinned\n/,
  );
  const overview = truewheel(["--help"]).stdout;
  for (const { verb, summary } of commands)
    assert.ok(overview.includes(`${verb} `) && overview.includes(summary));
  assert.match(truewheel(["bootstrap", "--help"]).stdout, /--fix-pth/);
});
