/** What stands against a manifest, for people. Pure. */
import type { ManifestCheck, Objection } from "../../model/repin.ts";

/** Each objection with its code, and what was looked at. */
export function checkText(check: ManifestCheck): string {
  const { of, objections, notes } = check;
  const said = objections.length;
  return `${[
    `${of.madeBy}, sha256 ${of.sha256}`,
    `asked:  ${check.indexes.join(" and ")}`,
    `closed: ${check.tried.join("; ")}`,
    ...objections.map(objectionLine),
    ...notes.map((note) => `note: ${note}`),
    said === 0
      ? `${check.files} files, ${check.bytes} bytes, are served as pinned; every closure is complete`
      : `${said} ${said === 1 ? "objection" : "objections"}; \`truewheel explain CODE\` says more`,
  ].join("\n")}\n`;
}

function objectionLine({ code, because, series }: Objection): string {
  return `no: ${because} [${code}] (Python ${series.join(", ")})`;
}
