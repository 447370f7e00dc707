/** A manifest for people. Pure. */
import type { Pinned } from "../../model/manifest.ts";
import type { NamedManifest } from "../../model/repin.ts";

/** Everything it pins, series by series. */
export function showText({ madeBy, sha256, manifest }: NamedManifest): string {
  const series = manifest.closures.flatMap((closure) => [
    "",
    `Python ${closure.series}`,
    ...closure.files.flatMap(fileLines),
  ]);
  return `${[`${madeBy}, sha256 ${sha256}`, ...series].join("\n")}\n`;
}

function fileLines(file: Pinned): readonly string[] {
  const pythons = file.requiresPython === undefined ? "" : `, for Python ${file.requiresPython}`;
  return [
    `  ${file.name} ${file.version}`,
    `    ${file.filename}, ${file.size} bytes${pythons}`,
    `    sha256 ${file.sha256}`,
  ];
}
