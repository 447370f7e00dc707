/**
 * The house as it is drawn in ARCHITECTURE.md, as data: which floor may import which, what only the effects may touch, where things are
 * registered, how long a file may be. `tests/house-rules` reads the sources and fails on whatever differs. Pure data.
 */

/** Each floor (a folder or file of `src/`) and the floors its files may import besides their own. */
export const floors: Readonly<Record<string, readonly string[]>> = {
  base: [],
  formats: ["base"],
  standards: ["base", "formats"],
  model: ["base", "standards"],
  ports: ["base", "model"],
  stages: ["base", "formats", "standards", "model", "ports"],
  repo: ["base", "formats", "standards", "model", "ports"],
  effects: ["base", "formats", "standards", "model", "ports"],
  render: ["base", "model"],
  commands: ["base", "formats", "standards", "model", "ports", "stages", "repo", "render"],
  "cli.ts": [
    "base",
    "formats",
    "standards",
    "model",
    "ports",
    "stages",
    "repo",
    "effects",
    "render",
    "commands",
  ],
};

/** Floors whose rooms never import one another. */
export const floorsOfStrangers: readonly string[] = ["stages"];

/** Floors whose rooms may import one another, but never in a circle. */
export const floorsInOrder: readonly string[] = ["formats", "standards"];

/** Floors that may touch the world. */
export const worldly: readonly string[] = ["effects", "cli.ts"];

/** Modules of Node.js that compute and nothing else: every floor may import them. */
export const harmlessModules: readonly string[] = [
  "node:buffer",
  "node:crypto",
  "node:path",
  "node:path/posix",
  "node:path/win32",
  "node:url",
  "node:util",
  "node:zlib",
];

/** Packages whose code the build joins into the program, and the one folder that may import each. */
export const libraries: ReadonlyMap<string, string> = new Map([["smol-toml", "src/formats/toml/"]]);

/** Names in harmless modules that are not harmless: two runs would differ. */
export const harmfulNames: readonly string[] = [
  "generateKeyPair",
  "generateKeyPairSync",
  "getRandomValues",
  "randomBytes",
  "randomFill",
  "randomFillSync",
  "randomInt",
  "randomUUID",
  "webcrypto",
];

/** Global names through which code reaches the world, the time or chance. */
export const worldlyGlobals: readonly string[] = [
  "Bun",
  "Deno",
  "Function",
  "WebSocket",
  "XMLHttpRequest",
  "__dirname",
  "__filename",
  "console",
  "crypto",
  "eval",
  "fetch",
  "global",
  "globalThis",
  "navigator",
  "performance",
  "process",
  "require",
  "setImmediate",
  "setInterval",
  "setTimeout",
];

/** Members of harmless globals that are not harmless. */
export const worldlyMembers: readonly string[] = ["Date.now", "Math.random", "import.meta"];

/** A kind of folder in which what is plugged in is named in one registry file. */
export interface Registry {
  readonly folder: RegExp;
  /** Names the registry file may have. */
  readonly registry: readonly string[];
  /** The export that makes a file something to plug in; without it, every file is that no registered one imports. */
  readonly mark?: string;
}

/** Every kind of registry. A folder with a single file has nothing to choose between and needs none. */
export const registries: readonly Registry[] = [
  { folder: /^src\/(?:.*\/)?kinds$/, registry: ["registry.ts"] },
  { folder: /^src\/(?:.*\/)?stores$/, registry: ["registry.ts"] },
  { folder: /^src\/render$/, registry: ["registry.ts", "render.ts"] },
  { folder: /^src\/commands$/, registry: ["table.ts"], mark: "run" },
];

/** Where the codes are registered. */
export const codesFolder = "src/model/codes/";

/** Most lines in one file of code. */
export const longestFile = 400;

/** Words that a verdict never says: nothing proves them. */
export const promisesNobodyCanKeep = /(?<![-\w])(?:safe|safely|secure|securely)\b/i;

/** Hosts that no file names, label by label: an address belongs to a machine's settings, and this list must not break its own rule. */
export const unnamedHosts: readonly (readonly string[])[] = [
  ["pypi", "org"],
  ["pythonhosted", "org"],
  ["pypi", "python", "org"],
  ["npmjs", "org"],
  ["npmjs", "com"],
  ["yarnpkg", "com"],
];

/** First parts of paths that exist on one machine only. */
export const machineFolders: readonly string[] = ["work", "root"];
