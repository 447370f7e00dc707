/**
 * What a source distribution needs, as far as it says so without being run. Pure. Source: core metadata 2.2 ("Dynamic"), PEP 643; PEP 621 for pyproject.toml.
 * Everything else only the build backend knows, and that is code of the package.
 */
import { codeOf } from "../../base/fault.ts";
import { isTomlArray, isTomlTable, type TomlTable, type TomlValue } from "../../formats/toml/value.ts";
import { normalizeName } from "../../standards/pep503-name/name.ts";
import type { Sdist } from "../../standards/pep625-sdist/sdist.ts";
import type { CoreMetadata } from "../../standards/pep658-core-metadata/metadata.ts";

/** What metadata says that resolving needs, as texts. */
export interface Stated {
  readonly requires: readonly string[];
  readonly python: string | undefined;
  /** Normal names. */
  readonly extras: readonly string[];
}

/** What `metadata` of a built distribution says. */
export function statedBy(
  metadata: Pick<CoreMetadata, "requiresDist" | "requiresPython" | "providesExtra">,
): Stated {
  return {
    requires: metadata.requiresDist,
    python: metadata.requiresPython,
    extras: metadata.providesExtra.map(normalizeName),
  };
}

/** What the sdist says for sure; undefined when its needs are known only to its build backend. `parse` reads TOML. */
export function statedBySdist(
  { metadata, pyproject }: Sdist,
  parse: (text: string) => TomlTable,
): Stated | undefined {
  const dynamic = new Set(metadata.dynamic.map((field) => field.toLowerCase()));
  const isOpen = ["requires-dist", "requires-python", "provides-extra"].some((field) => dynamic.has(field));
  if (!/^(?:1\.|2\.[01]$)/.test(metadata.metadataVersion) && !isOpen) return statedBy(metadata);
  return pyproject === undefined ? undefined : statedByProject(pyproject, parse);
}

function statedByProject(text: string, parse: (text: string) => TomlTable): Stated | undefined {
  try {
    const project = parse(text).get("project");
    if (!isTomlTable(project)) return undefined;
    const dynamic = texts(project.get("dynamic")) ?? [];
    if (["dependencies", "optional-dependencies", "requires-python"].some((key) => dynamic.includes(key)))
      return undefined;
    return projectNeeds(project);
  } catch (error) {
    // A file that cannot be read says nothing for sure.
    if (codeOf(error) !== undefined) return undefined;
    throw error;
  }
}

/** The needs in a `[project]` table, its extras as markers; undefined when they are not as PEP 621 wants them. */
export function projectNeeds(project: TomlTable): Stated | undefined {
  const requires = [...(texts(project.get("dependencies") ?? []) ?? ["?"])];
  const optional = project.get("optional-dependencies") ?? new Map<string, TomlValue>();
  if (!isTomlTable(optional)) return undefined;
  const extras: string[] = [];
  for (const [extra, list] of optional) {
    const own = texts(list);
    if (own === undefined) return undefined;
    extras.push(normalizeName(extra));
    requires.push(...own.map((line) => withExtra(line, normalizeName(extra))));
  }
  const python = project.get("requires-python");
  return { requires, python: typeof python === "string" ? python : undefined, extras };
}

/** `b>=1; os_name == "nt"` of the extra `x` is `b>=1; (os_name == "nt") and extra == "x"`. */
function withExtra(line: string, extra: string): string {
  const semicolon = line.indexOf(";");
  if (semicolon < 0) return `${line} ; extra == "${extra}"`;
  return `${line.slice(0, semicolon)} ; (${line.slice(semicolon + 1)}) and extra == "${extra}"`;
}

function texts(value: TomlValue | undefined): readonly string[] | undefined {
  if (value === undefined || !isTomlArray(value)) return undefined;
  const strings = value.filter((each) => typeof each === "string");
  return strings.length === value.length ? strings : undefined;
}
