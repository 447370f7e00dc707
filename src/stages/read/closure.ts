/** Is a closure closed? Every requirement of every member is met by a member. Pure. Source: PEP 508; core metadata, Requires-Dist. */
import { Fault } from "../../base/fault.ts";
import { contains, parseSpecifiers } from "../../standards/pep440-version/specifiers.ts";
import { parseVersion } from "../../standards/pep440-version/version.ts";
import { normalizeName } from "../../standards/pep503-name/name.ts";
import { evaluateMarker } from "../../standards/pep508-requirement/marker.ts";
import { parseRequirement } from "../../standards/pep508-requirement/requirement.ts";

/** What a member's METADATA says. */
export interface Member {
  readonly name: string;
  readonly version: string;
  readonly requiresDist: readonly string[];
  readonly requiresPython: string | undefined;
}

/** Throws Fault TW-CLOSURE-INCOMPLETE or TW-CLOSURE-PYTHON unless `members` need nothing but one another under `environment` (marker variables). */
export function checkClosed(members: readonly Member[], environment: Readonly<Record<string, string>>): void {
  const byName = new Map(members.map((member) => [normalizeName(member.name), member]));
  const python = environment["python_full_version"] ?? "";
  for (const member of members) {
    if (
      member.requiresPython !== undefined &&
      !contains(parseSpecifiers(member.requiresPython), parseVersion(python), true)
    ) {
      throw new Fault(
        "TW-CLOSURE-PYTHON",
        `${member.name} ${member.version} needs Python ${member.requiresPython}, this is ${python}`,
      );
    }
    for (const line of member.requiresDist) checkMet(member, line, byName, environment);
  }
}

function checkMet(
  member: Member,
  line: string,
  byName: ReadonlyMap<string, Member>,
  environment: Readonly<Record<string, string>>,
): void {
  const requirement = parseRequirement(line);
  if (requirement.marker !== undefined && !evaluateMarker(requirement.marker, environment, new Set())) return;
  const met = byName.get(requirement.normalized);
  const fits =
    met !== undefined &&
    requirement.url === undefined &&
    contains(requirement.specifiers, parseVersion(met.version), true);
  if (!fits) {
    throw new Fault(
      "TW-CLOSURE-INCOMPLETE",
      `${member.name} ${member.version} needs ${line.split(";")[0]?.trim()}, which the closure does not hold`,
    );
  }
}
