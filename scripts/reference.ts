/** `npm run reference`: writes docs/reference/verbs.md and codes.md from the table of verbs and the list of codes. `--check` says whether they are up to date, and writes nothing. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { codesPage, verbsPage } from "./reference/pages.ts";

const folder = join(import.meta.dirname, "..", "docs", "reference");
const pages = [
  ["verbs.md", verbsPage()],
  ["codes.md", codesPage()],
] as const;

const stale = pages.filter(([name, text]) => read(join(folder, name)) !== text);
if (process.argv.includes("--check")) {
  for (const [name] of stale)
    console.error(`error: docs/reference/${name} is not what the code says\nhint: npm run reference`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const [name, text] of stale) writeFileSync(join(folder, name), text);
  console.log(
    stale.length === 0 ? "unchanged" : stale.map(([name]) => `wrote docs/reference/${name}`).join("\n"),
  );
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
