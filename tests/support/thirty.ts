/** Thirty small packages in two versions, as unlike one another as real ones are; the same at every run. */
import { type MadeWheel, makeWheel } from "./wheel-writer.ts";

/** How many packages there are. */
export const THIRTY = 30;

/** The versions of each. */
export type Version = "1.0" | "2.0";

/** The name of package `number`, normalised. */
export function nameOf(number: number): string {
  return `many-${String(number).padStart(2, "0")}`;
}

/** The wheels of one version; `count` takes the first few only. */
export function thirtyWheels(version: Version, count = THIRTY): readonly MadeWheel[] {
  return Array.from({ length: count }, (_, number) => wheel(number, version));
}

/** Package `number`: ten to fifty modules, some in folders, some in a namespace that all share; each kind of thing that a wheel may bring is in some of them. */
function wheel(number: number, version: Version): MadeWheel {
  const name = nameOf(number).replace("-", "_");
  const files: Record<string, string> = {};
  const modules = 10 + ((number * 17) % 41);
  for (let module = 0; module < modules; module++) {
    // The second version changes most files, keeps some as they were, drops some and adds some.
    const moved = version === "2.0" && module % 7 === 3;
    const same = module % 5 === 0;
    const path = `${name}/${module % 3 === 0 ? "" : `part${module % 4}/`}m${module}${moved ? "_new" : ""}.py`;
    files[path] = body(number, module, same ? "any" : version);
  }
  files[`shared_space/${name}.py`] = body(number, 99, version);
  const data = `${name}-${version}.data`;
  if (number % 5 === 0) files[`${name}.pth`] = `import ${name}\n`;
  if (number % 6 === 1) files[`${data}/scripts/${name}-run`] = "#!python\nprint(1)\n";
  if (number % 6 === 2) files[`${data}/data/share/${name}/table.txt`] = body(number, 98, version);
  if (number % 6 === 3) files[`${data}/headers/${name}.h`] = `/* ${version} */\n`;
  if (number % 7 === 4) files[`${data}/purelib/${name}_more.py`] = body(number, 97, version);
  const entryPoints = `[console_scripts]\n${name} = ${name}:main\n${version === "2.0" ? `${name}-two = ${name}:main\n` : ""}`;
  return makeWheel({ name, version, files, ...(number % 3 === 0 ? { entryPoints } : {}) });
}

/** Some hundred bytes to some thousands. */
function body(number: number, module: number, version: string): string {
  const line = `value_${module} = "${version} of ${number}"\n`;
  return line.repeat(1 + ((number * 31 + module * 13) % 150));
}
