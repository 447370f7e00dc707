/** Reads the repository as it stands: what git tracks or would track, else every file outside the folders that are made. */
import { spawnSync } from "node:child_process";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Tree } from "./tree.ts";

const MADE = new Set(["node_modules", "dist", "env", ".git", ".cache", "__pycache__"]);

/** The tree under `root`, binary files and links left out. */
export function readTree(root: string): Tree {
  const texts = new Map<string, string>();
  for (const path of listed(root) ?? walked(root, "")) {
    const status = lstatSync(join(root, path), { throwIfNoEntry: false });
    if (!status?.isFile()) continue;
    const bytes = readFileSync(join(root, path));
    if (!bytes.includes(0)) texts.set(path, bytes.toString("utf8"));
  }
  return new Tree(texts);
}

function listed(root: string): readonly string[] | undefined {
  const ended = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    maxBuffer: 1 << 26,
    encoding: "utf8",
  });
  return ended.status === 0 ? ended.stdout.split("\0").filter((path) => path !== "") : undefined;
}

function walked(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return MADE.has(entry.name) ? [] : walked(root, path);
    return [path];
  });
}
