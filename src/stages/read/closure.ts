/** Is a closure closed? Every requirement of every member is met by a member. Pure. Source: PEP 508; core metadata, Requires-Dist. */
import { Fault } from "../../base/fault.ts";
import { contains, parseSpecifiers } from "../../standards/pep440-version/specifiers.ts";
import { asVersion, parseVersion } from "../../standards/pep440-version/version.ts";
import { normalizeName } from "../../standards/pep503-name/name.ts";
import { evaluateMarker } from "../../standards/pep508-requirement/marker.ts";
import { formatRequirement, type Requirement } from "../../standards/pep508-requirement/requirement.ts";

/** What a member's METADATA says. */
export interface Member {
  readonly name: string;
  readonly version: string;
  readonly requirements: readonly Requirement[];
  readonly requiresPython: string | undefined;
}

/** A distribution that is there already; its own needs are not looked at. */
export type Present = Pick<Member, "name" | "version">;

/** What is there or asked for besides the members. */
export interface Around {
  readonly present?: readonly Present[];
  /** Extras that a person asked for, by normalised name. */
  readonly extras?: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Throws Fault TW-CLOSURE-INCOMPLETE or TW-CLOSURE-PYTHON unless `members` need nothing but one another and what is present under
 * `environment` (marker variables), extras that they ask of one another included.
 */
export function checkClosed(
  members: readonly Member[],
  environment: Readonly<Record<string, string>>,
  { present = [], extras }: Around = {},
): void {
  const byName = new Map<string, Member | Present>(present.map((each) => [normalizeName(each.name), each]));
  for (const member of members) byName.set(normalizeName(member.name), member);
  const python = environment["python_full_version"] ?? "";
  const pending: Need[] = members.map((member) => ({
    member,
    extras: extras?.get(normalizeName(member.name)) ?? new Set(),
  }));
  const seen = new Set<string>();
  for (let need = pending.pop(); need !== undefined; need = pending.pop()) {
    const { member } = need;
    const key = [member.name, ...[...need.extras].sort()].join(" ");
    if (seen.has(key)) continue;
    seen.add(key);
    if (
      member.requiresPython !== undefined &&
      !contains(parseSpecifiers(member.requiresPython), parseVersion(python), true)
    ) {
      throw new Fault(
        "TW-CLOSURE-PYTHON",
        `${member.name} ${member.version} needs Python ${member.requiresPython}, this is ${python}`,
      );
    }
    for (const requirement of member.requirements)
      pending.push(...needed(need, requirement, byName, environment));
  }
}

/** A member, and the extras of it that another asks for. */
interface Need {
  readonly member: Member;
  readonly extras: ReadonlySet<string>;
}

/** What one Requires-Dist asks of another member, when its marker holds. */
function needed(
  { member, extras }: Need,
  requirement: Requirement,
  byName: ReadonlyMap<string, Member | Present>,
  environment: Readonly<Record<string, string>>,
): readonly Need[] {
  if (requirement.marker !== undefined && !evaluateMarker(requirement.marker, environment, extras)) return [];
  const met = byName.get(requirement.normalized);
  if (met === undefined || requirement.url !== undefined || !isWithin(requirement, met.version)) {
    const short = formatRequirement({ ...requirement, marker: undefined });
    throw new Fault(
      "TW-CLOSURE-INCOMPLETE",
      `${member.name} ${member.version} needs ${short}, ${missing(met)}`,
    );
  }
  return requirement.extras.length === 0 || !("requirements" in met)
    ? []
    : [{ member: met, extras: new Set(requirement.extras.map(normalizeName)) }];
}

/** A distribution that another tool registered may have a version that nobody can read, or none: it meets what asks for no version. */
function isWithin({ specifiers }: Requirement, text: string): boolean {
  const version = asVersion(text);
  return version === undefined ? specifiers.clauses.length === 0 : contains(specifiers, version, true);
}

function missing(met: Present | undefined): string {
  if (met === undefined) return "which nothing brings";
  return `and ${met.name} ${met.version === "" ? "of no known version" : met.version} is what is there`;
}
