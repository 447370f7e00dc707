/** The rules on dependencies, on planted violations and on their innocent neighbours. */
import { plant } from "../planted.ts";
import { dependencies, lock } from "./dependencies.ts";

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

const held = { integrity: "sha512-AAAA" };
const locked = (packages: object) => ({ "package-lock.json": JSON.stringify({ packages }) });

plant("lock", lock, [
  [
    "a package for other machines that was left out",
    locked({
      "node_modules/tool": { ...held, optionalDependencies: { "tool-linux": "1.0.0", "tool-mac": "1.0.0" } },
      "node_modules/tool-linux": held,
    }),
    ["package-lock.json: tool-mac, which node_modules/tool names, is missing"],
  ],
  [
    "a package without integrity",
    locked({ "node_modules/tool": { version: "1.0.0" } }),
    ["node_modules/tool has no integrity"],
  ],
  [
    "a workspace, its link, and a nested package",
    locked({
      "": { devDependencies: { tool: "1.0.0" } },
      toolchain: { name: "chain", optionalDependencies: { inner: "1.0.0" } },
      "node_modules/chain": { resolved: "toolchain", link: true },
      "node_modules/tool/node_modules/inner": held,
    }),
    [],
  ],
]);
