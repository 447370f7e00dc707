/**
 * The text of a lock. Pure. Source: pylock.toml specification (PEP 751), "File Format"; keys in the order of the specification, one file a line, everything
 * sorted, so that two locks differ in what was locked and in nothing else.
 */
import { sortedByCodePoint } from "../../base/order.ts";
import type { LockedFile, LockedPackage, LockedSet } from "../../model/lock.ts";
import { tomlArray, tomlInline, tomlString, tomlTime } from "./toml-text.ts";

/** The document. */
export function pylockText(set: LockedSet): string {
  const strings = (items: readonly string[]): string => tomlArray(items.map(tomlString));
  const hasChoices = set.extras.length + set.groups.length > 0;
  const lines = [
    'lock-version = "1.0"',
    ...(set.environments.length === 0 ? [] : [`environments = ${strings(set.environments)}`]),
    ...(set.requiresPython === undefined ? [] : [`requires-python = ${tomlString(set.requiresPython)}`]),
    // "extras" and "dependency-groups" go together, the specification says.
    ...(hasChoices
      ? [
          `extras = ${strings(set.extras)}`,
          `dependency-groups = ${strings(set.groups)}`,
          `default-groups = ${strings(set.defaultGroups)}`,
        ]
      : []),
    'created-by = "truewheel"',
  ];
  const packages = set.packages.length === 0 ? ["packages = []"] : [];
  return `${[...lines, ...packages, ...set.packages.flatMap(packageLines)].join("\n")}\n`;
}

function packageLines(each: LockedPackage): readonly string[] {
  const { name, version, marker, requiresPython, dependencies, index, sdist, wheels, identities } = each;
  return [
    "",
    "[[packages]]",
    `name = ${tomlString(name)}`,
    `version = ${tomlString(version)}`,
    ...(marker === undefined ? [] : [`marker = ${tomlString(marker)}`]),
    ...(requiresPython === undefined ? [] : [`requires-python = ${tomlString(requiresPython)}`]),
    ...block(
      "dependencies",
      dependencies.map((dependency) =>
        tomlInline([
          ["name", tomlString(dependency.name)],
          ["version", dependency.version === undefined ? undefined : tomlString(dependency.version)],
        ]),
      ),
    ),
    `index = ${tomlString(index)}`,
    ...(sdist === undefined ? [] : [`sdist = ${fileText(sdist)}`]),
    ...block("wheels", wheels.map(fileText)),
    ...block(
      "attestation-identities",
      identities.map(({ kind, fields }) =>
        tomlInline([
          ["kind", tomlString(kind)],
          ...sortedByCodePoint([...fields], ([key]) => key).map(
            ([key, value]) => [key, tomlString(value)] as const,
          ),
        ]),
      ),
    ),
    // PEP 751 has no place to say it: nothing of the identities was verified.
    ...(identities.length === 0
      ? []
      : ['tool.truewheel.attestation-identities = "as the index says, not verified"']),
  ];
}

/** An array with one item a line; none for an empty one. */
function block(key: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`${key} = [`, ...items.map((item) => `    ${item},`), "]"];
}

function fileText({ filename, url, uploadTime, size, hashes }: LockedFile): string {
  return tomlInline([
    ["name", tomlString(filename)],
    ["url", tomlString(url)],
    ["upload-time", uploadTime === undefined ? undefined : tomlTime(uploadTime)],
    ["size", size === undefined ? undefined : String(size)],
    [
      "hashes",
      tomlInline(
        sortedByCodePoint([...hashes], ([key]) => key).map(([key, value]) => [key, tomlString(value)]),
      ),
    ],
  ]);
}
