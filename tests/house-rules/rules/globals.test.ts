/** The ban on worldly globals, on planted violations and on their innocent neighbours. */
import { plant } from "../planted.ts";
import { globals } from "./globals.ts";

plant("globals", globals, [
  [
    "the clock",
    { "src/stages/a/a.ts": "const t = Date.now();" },
    ["Date.now is reached only through a port"],
  ],
  [
    "the clock by another door",
    { "src/stages/a/a.ts": "const t = new Date();\nconst u = new Date;\nconst v = Date();\nconst D = Date;" },
    ["a.ts:1: the clock", "a.ts:2: the clock", "a.ts:3: the clock", "a.ts:4: the clock"],
  ],
  [
    "dates that are computed",
    {
      "src/stages/a/a.ts":
        "const t = new Date(0); const u = Date.UTC(1); function f(d: Date): Date { return d; }",
    },
    [],
  ],
  ["the process", { "src/commands/a.ts": "const v = process.env;" }, ["process is reached"]],
  [
    "the process under another name",
    { "src/base/a.ts": "const p = process;\nf({ process });" },
    ["a.ts:1: process", "a.ts:2: process"],
  ],
  [
    "the process behind the global object",
    { "src/base/a.ts": 'globalThis["process"];' },
    ["globalThis is reached"],
  ],
  [
    "fetch, timers, the console and chance",
    {
      "src/stages/a/a.ts":
        "fetch(u);\nsetTimeout(f, 1);\nconsole.log(1);\nMath.random();\nperformance.now();",
    },
    ["1: fetch", "2: setTimeout", "3: console", "4: Math.random", "5: performance"],
  ],
  [
    "a global in a template and in the middle of a choice",
    { "src/base/a.ts": "const a = `${process.pid}`;\nconst b = c ? fetch(d) : e;" },
    ["1: process", "2: fetch"],
  ],
  ["the place of the file", { "src/base/a.ts": "const u = import.meta.url;" }, ["import.meta is reached"]],
  [
    "globals in the effects",
    { "src/effects/a.ts": "process.exit(1); fetch(u);", "src/cli.ts": "console.log(Date.now());" },
    [],
  ],
  ["globals in a test", { "src/base/a.test.ts": "process.exit(1);" }, []],
  [
    "names that only look global",
    {
      "src/ports/a.ts":
        "// process.env\ninterface P { fetch(u: string): void; process: P; readonly console?: P }\nconst s = 'fetch(x)'; ports.process.run(); ports.fetch(u);",
    },
    [],
  ],
  [
    "methods named like globals",
    {
      "src/stages/a/a.ts":
        "class A { async fetch(u: U): Promise<void> {} setTimeout(n: number) { return n; } }",
    },
    [],
  ],
  [
    "names that the file binds itself",
    {
      "src/stages/a/a.ts":
        'import { fetch } from "./f.ts";\nfunction g({ process }: Ports, console: C) { process.run(); console.say(); fetch(u); }',
    },
    [],
  ],
]);
