// Runs before the npm scripts, and on any Node.js since 16: says what to do when the Node.js that npm found is too old, instead of
// letting it stumble over TypeScript. npm puts node_modules/.bin first on PATH, where `npm ci` has linked the pinned one (toolchain/).
"use strict";
const path = require("node:path");

const OLDEST = 24;
const manifest = require(path.join(__dirname, "..", "toolchain", "package.json"));
const pinned = Object.values(manifest.optionalDependencies);
const running = process.versions.node;

if (Number(running.split(".")[0]) < OLDEST) {
  console.error(`error: this is Node.js ${running}, and truewheel needs ${OLDEST} or newer
cause: it was started as ${process.execPath}, not as the copy that \`npm ci\` links into node_modules/.bin
hint: run \`npm ci\`, which brings Node.js ${pinned[0]} along, then start the script through npm: \`npm test\`
hint: where npm has no Node.js for a machine, put ${OLDEST} or newer first on PATH`);
  process.exit(2);
}
if (!pinned.includes(running)) {
  console.error(
    `warning: running on Node.js ${running}; this repository pins ${pinned[0]}, which \`npm ci\` brings along`,
  );
}
