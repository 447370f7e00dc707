/**
 * From the ECMAScript modules that esbuild split to few files of CommonJS, which Node loads with less work (ADR 3).
 *
 *     cli.js        what every run needs: the program, and the parts that it imports
 *     shared.js     small parts that several verbs share, each compiled when it is first asked for
 *     chunk-HASH.js large ones: the engine looks through a whole file when it is loaded, so what a run does not need stays outside
 *     VERB-HASH.js  what is loaded on demand, as before
 *
 * esbuild splits only ECMAScript modules; so each module is turned for itself, and its imports of parts become calls.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";

const PART = /require\("(\.\/chunk-[A-Z0-9]+\.js)"\)/g;

/** Characters: finding and opening a file costs about as much as looking through so many. */
const LARGE = 8000;

/** Replaces the modules in `directory`. */
export function joinParts(directory: string): void {
  const modules = new Map(
    readdirSync(directory).map((name) => [
      `./${name}`,
      toCommonJs(readFileSync(join(directory, name), "utf8")),
    ]),
  );
  const always = reached("./cli.js", modules);
  const isSmall = (name: string): boolean => (modules.get(name)?.length ?? 0) < LARGE;
  const parts = [...modules.keys()].filter(
    (name) => /^\.\/chunk-/.test(name) && (always.has(name) || isSmall(name)),
  );
  const holder = (name: string): string => (always.has(name) ? "./cli.js" : "./shared.js");
  const texts = (file: string): string =>
    parts
      .filter((name) => holder(name) === file)
      .map((name) => `${JSON.stringify(name)}(module, exports, require) {\n${modules.get(name)}},\n`)
      .join("");
  const rewritten = (text: string): string =>
    text.replace(PART, (whole, name: string) =>
      parts.includes(name) ? `require(${JSON.stringify(holder(name))}).part("${name}")` : whole,
    );
  for (const name of parts) rmSync(join(directory, name));
  writeFileSync(join(directory, "shared.js"), registry(rewritten(texts("./shared.js"))));
  for (const [name, text] of modules) {
    if (parts.includes(name)) continue;
    const [, mark = "", body = ""] = /^(#!.*\n)?([\s\S]*)$/.exec(rewritten(text)) ?? [];
    const before = name === "./cli.js" ? registry(rewritten(texts("./cli.js"))) : "";
    writeFileSync(join(directory, name), mark + before + body);
  }
}

/** What `from` imports, and what that imports in turn. */
function reached(from: string, modules: ReadonlyMap<string, string>): ReadonlySet<string> {
  const seen = new Set([from]);
  for (const name of seen)
    for (const [, part = ""] of (modules.get(name) ?? "").matchAll(PART)) seen.add(part);
  return seen;
}

/** A file's parts by name, and how to get one: made when it is first asked for. */
function registry(parts: string): string {
  return `"use strict";
const parts = {
${parts}};
const made = new Map();
module.exports.part = (name) => {
  const known = made.get(name);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  made.set(name, module);
  parts[name](module, module.exports, require);
  return module.exports;
};
`;
}

function toCommonJs(text: string): string {
  const { code } = transformSync(text, {
    format: "cjs",
    platform: "node",
    target: "node24",
    charset: "utf8",
    supported: { "dynamic-import": false },
    define: { "import.meta.url": "__fileUrl" },
    logLevel: "warning",
  });
  const url = 'const __fileUrl = require("node:url").pathToFileURL(__filename).href;\n';
  return code.includes("__fileUrl") ? code.replace(/^(#!.*\n)?/, (mark) => mark + url) : code;
}
