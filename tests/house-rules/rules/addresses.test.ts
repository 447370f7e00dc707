/** The ban on addresses, on planted violations and on their innocent neighbours. */
import { plant } from "../planted.ts";
import { addresses } from "./addresses.ts";

const host = ["pypi", "org"].join(".");
const folder = ["", "work", "main"].join("/");
const work = ["", "work", ""].join("/");
const root = ["", "root", ""].join("/");

plant("addresses", addresses, [
  [
    "a registry's host in a document",
    { "README.md": `\nSee https://${host}/simple` },
    ["README.md:2: names a registry's host"],
  ],
  [
    "a registry's host with another name before it, in capitals",
    { "package-lock.json": `"resolved": "https://files.${host.toUpperCase()}/"` },
    ["package-lock.json:1"],
  ],
  [
    "a path of one machine",
    { "src/base/a.ts": `const p = "${folder}/x";` },
    ["src/base/a.ts:1: names a path of one machine"],
  ],
  [
    "names and paths that only look alike",
    { "src/base/a.ts": `a${work}b ~${work}c pypi/warehouse target${root}x /workshop/x \`\${a}${root}b\`` },
    [],
  ],
]);
