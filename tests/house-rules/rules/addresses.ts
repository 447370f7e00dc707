/** No file names a registry's host or a path of somebody's machine. */
import { machineFolders, unnamedHosts } from "../../../house-rules.ts";
import type { Found, Rule } from "../tree.ts";

const HOST = new RegExp(unnamedHosts.map((labels) => `\\b${labels.join("\\.")}\\b`).join("|"), "i");
const PATH = new RegExp(`(?<![\\w.\\-/}*~])/(?:${machineFolders.join("|")})/\\w`);

/** Every text file, the lock file and the documents included. */
export const addresses: Rule = (tree) =>
  tree.paths("").flatMap((file) =>
    (tree.text(file) ?? "").split("\n").flatMap((text, at): readonly Found[] => {
      const message = HOST.test(text) ? "names a registry's host" : "names a path of one machine";
      return HOST.test(text) || PATH.test(text) ? [{ file, line: at + 1, message }] : [];
    }),
  );
