/** The reader of imports and exports, on what could fool it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readSource } from "./reader.ts";
import { tokensOf } from "./tokens.ts";

const importCases: readonly (readonly [string, string, readonly (string | undefined)[]])[] = [
  ["a default and named import", 'import a, { b as c, type D } from "./x.ts";', ["./x.ts"]],
  ["a type import", 'import type { A } from "./x.ts";', ["./x.ts"]],
  ["a namespace import", 'import * as a from "./x.ts";', ["./x.ts"]],
  ["a side effect", 'import "./x.ts";', ["./x.ts"]],
  ["an import over several lines", 'import {\n  a,\n  b,\n} from\n  "./x.ts";', ["./x.ts"]],
  ["an import with attributes", 'import a from "./x.json" with { type: "json" };', ["./x.json"]],
  [
    "an import without semicolons",
    'import { a } from "./x.ts"\nimport { b } from "./y.ts"',
    ["./x.ts", "./y.ts"],
  ],
  ["a re-export", 'export { a } from "./x.ts";', ["./x.ts"]],
  [
    "a re-export of everything",
    'export * from "./x.ts";\nexport * as y from "./y.ts";',
    ["./x.ts", "./y.ts"],
  ],
  ["a re-export of types", 'export type { A } from "./x.ts";', ["./x.ts"]],
  ["a dynamic import", 'const a = await import("./x.ts");', ["./x.ts"]],
  ["a dynamic import of a variable", "const a = await import(name);", [undefined]],
  ["a dynamic import of a template", "const a = await import(`./x.ts`);", [undefined]],
  ["a dynamic import in a template", 'const a = `${await import("./x.ts")}`;', ["./x.ts"]],
  ["an import type inside a type", 'let a: import("./x.ts").A;', ["./x.ts"]],
  ["an import in a line comment", '// import { a } from "./x.ts";', []],
  ["an import in a block comment", '/* import { a } from "./x.ts"; */', []],
  ["an import in a string", "const a = 'import { a } from \"./x.ts\"';", []],
  ["an import in a template", 'const a = `import { a } from "./x.ts"; ${b} import "./y.ts"`;', []],
  ["an import in a regular expression", 'const a = /import "x"/; import "./y.ts";', ["./y.ts"]],
  ["a quote in a regular expression", "const a = x / 2; const b = /[/\"]/;\nimport './y.ts';", ["./y.ts"]],
  ["a slash that divides", "const a = (b) / c; import './y.ts'; const d = e / f;", ["./y.ts"]],
  ["a comment opener in a string", 'const a = "/*"; import "./y.ts"; const b = "*/";', ["./y.ts"]],
  ["an escaped quote", 'const a = "\\"; import "; import "./y.ts";', ["./y.ts"]],
  ["braces in a template", 'const a = `${{ b: `${"}"}` }.b}`; import "./y.ts";', ["./y.ts"]],
  ["import.meta and a method called import", "import.meta.url; a.import('./x.ts');", []],
  ["a local export of a list", "export { a };\nconst b = 1;", []],
];

for (const [sentence, source, expected] of importCases) {
  test(`imports read from ${sentence}`, () => {
    assert.deepEqual(
      readSource(source).imports.map(({ from }) => from),
      expected,
    );
  });
}

const exportCases: readonly (readonly [string, string, readonly string[]])[] = [
  ["a documented function", "/** A. */\nexport function a() {}", ["a documented"]],
  ["a documented async generator", "/** A. */ export async function* a() {}", ["a documented"]],
  ["a documented constant", "/** A. */\nexport const a = 1;", ["a documented"]],
  ["an undocumented type", "export type A = 1;", ["A bare"]],
  ["a type with a plain comment", "// A.\nexport interface A {}", ["A bare"]],
  ["a block comment that is no documentation", "/* A. */ export class A {}", ["A bare"]],
  ["a comment that belongs to something else", "/** B. */\nconst b = 1;\nexport const a = 1;", ["a bare"]],
  ["a plain comment after the documentation", "/** A. */\n// why\nexport const a = 1;", ["a documented"]],
  ["an abstract class", "/** A. */ export abstract class A {}", ["A documented"]],
  ["a list from another file", 'export { a } from "./a.ts";', []],
  ["a list of its own", "export { a };", ["{ bare"]],
  ["a word in a string", 'const a = "export const b = 1";', []],
];

for (const [sentence, source, expected] of exportCases) {
  test(`exports read from ${sentence}`, () => {
    const seen = readSource(source).exports.map(
      ({ name, documented }) => `${name} ${documented ? "documented" : "bare"}`,
    );
    assert.deepEqual(seen, expected);
  });
}

test("whatever stands in a comment, a string or a template, the import after it is found on its line", () => {
  const inside = fc.string({ unit: "grapheme" });
  fc.assert(
    fc.property(inside, inside, (text, other) => {
      const comment = `/* ${text.replaceAll("*/", "")} */`;
      const template = `\`${other.replaceAll(/[\\`$]/g, "")}\``;
      const source = `${comment} const a = ${JSON.stringify(text)} + ${template};\nimport "./x.ts";`;
      const [found, ...more] = readSource(source).imports;
      assert.equal(found?.from, "./x.ts");
      assert.equal(found?.line, source.split("\n").length);
      assert.equal(more.length, 0);
    }),
  );
});

test("tokens know their lines, also after a template of several", () => {
  const lines = tokensOf("a\n`b\nc${d}\n`\ne").map(
    ({ text, line }) => `${line}:${text.replaceAll("\n", "|")}`,
  );
  assert.deepEqual(lines, ["1:a", "2:b|c", "3:d", "3:|", "5:e"]);
});

test("a string that does not end is an error and not the end of the reading", () => {
  assert.throws(() => readSource('const a = "b\nimport "./x.ts";'), SyntaxError);
});
