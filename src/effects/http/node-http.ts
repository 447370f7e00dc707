/**
 * Node's HTTP module, fetched without `import`: an import of `node:http` reads every name it exports, and one of them loads Node's whole
 * `fetch`, which costs more than a handshake.
 */

/** `node:http`. */
export const http = process.getBuiltinModule("node:http");
