/** The rules on dependencies, on planted violations and on their innocent neighbours. */
import { plant } from "../planted.ts";
import { dependencies } from "./dependencies.ts";

const reasons = { "docs/reference/dependencies.md": "`tool` because" };

plant("dependencies", dependencies, [
  [
    "a range of versions",
    { "package.json": '{"devDependencies":{"tool":"^1.2.3"}}', ...reasons },
    ["tool is not pinned exactly: ^1.2.3"],
  ],
  [
    "a tool without a reason",
    { "package.json": '{"devDependencies":{"other":"1.2.3"}}', ...reasons },
    ["other has no reason"],
  ],
  [
    "a dependency at run time",
    { "package.json": '{"dependencies":{"tool":"1.2.3"}}', ...reasons },
    ["tool is a run-time dependency"],
  ],
  [
    "a range in the toolchain",
    { "toolchain/package.json": '{"optionalDependencies":{"tool":"*"}}', ...reasons },
    ["toolchain/package.json: tool is not pinned exactly"],
  ],
  [
    "exact tools with reasons",
    { "package.json": '{"devDependencies":{"tool":"1.2.3-beta.4"}}', ...reasons },
    [],
  ],
]);
