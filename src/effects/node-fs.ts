/** `node:fs`, without the detour: an `import` of it evaluates each of its exports, `fs.promises` and the streams included, about 7 ms at every start. */

/** The module `node:fs`. */
export const fs = process.getBuiltinModule("node:fs");
