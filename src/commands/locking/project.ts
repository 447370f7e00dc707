/** What a pyproject.toml asks for (PEP 621, PEP 735). An extra or a group is asked for where an installer is told to install it (PEP 751). */
import { Fault } from "../../base/fault.ts";
import { isTomlTable, type TomlTable } from "../../formats/toml/value.ts";
import type { World } from "../../ports/world.ts";
import type { Ask } from "../../stages/resolve/problem.ts";
import { isValidName, normalizeName } from "../../standards/pep503-name/name.ts";
import { joinMarkers, parseMarker } from "../../standards/pep508-requirement/marker.ts";
import { parseRequirement, type Requirement } from "../../standards/pep508-requirement/requirement.ts";
import { readDependencyGroups, resolveGroups } from "../../standards/pep735-dependency-groups/groups.ts";
import { shownFile } from "../../standards/requirements-txt/origin.ts";
import type { Arguments } from "../command.ts";
import { readNamedFile } from "../demanded.ts";

/** What one project asks for. */
export interface ProjectAsks {
  readonly asks: readonly Ask[];
  readonly requiresPython: string | undefined;
  /** Normal names of the extras and groups that are locked too. */
  readonly extras: readonly string[];
  readonly groups: readonly string[];
}

/** Reads the project; throws Fault TW-PROJECT-MALFORMED, TW-PROJECT-DYNAMIC, TW-PROJECT-EXTRA, TW-GROUP-..., TW-TOML-.... */
export async function readProject(path: string, given: Arguments, world: World): Promise<ProjectAsks> {
  const { parseToml } = await import("../../formats/toml/toml.ts");
  const file = shownFile(path);
  const document = parseToml(readNamedFile(path, world), file);
  const table = document.get("project");
  const groups = readDependencyGroups(document);
  if (table !== undefined && !isTomlTable(table)) throw malformed(file, "`project` is no table");
  if (table === undefined && groups.size === 0)
    throw malformed(file, "it has neither `project` nor `dependency-groups`");
  const project = new Project(table ?? new Map(), file);
  const extras = given.flag("all-extras") ? project.extras() : given.values("extra").map(normalizeName);
  const names = given.flag("all-groups") ? [...groups.keys()] : given.values("group").map(normalizeName);
  const ofGroups = names.flatMap((name) =>
    resolveGroups(groups, [name]).map(({ requirement, text }) =>
      asAsk(requirement, `${file} (group ${name}): ${text}`, `'${name}' in dependency_groups`),
    ),
  );
  return {
    asks: [...project.asks(extras), ...ofGroups],
    requiresPython: project.text("requires-python"),
    extras: [...new Set(extras)].toSorted(),
    groups: [...new Set(names)].toSorted(),
  };
}

/** The `[project]` table. */
class Project {
  private readonly table: TomlTable;
  private readonly file: string;

  constructor(table: TomlTable, file: string) {
    this.table = table;
    this.file = file;
  }

  text(key: string): string | undefined {
    const value = this.table.get(key);
    if (value === undefined || typeof value === "string") return value;
    throw malformed(this.file, `\`${key}\` is no string`);
  }

  extras(): readonly string[] {
    return [...this.optional().keys()];
  }

  /** Requirements of the project and of `extras`. */
  asks(extras: readonly string[]): readonly Ask[] {
    this.refuseDynamic(extras);
    const own = this.requirements(this.table.get("dependencies"), "dependencies");
    const unknown = extras.find((extra) => !this.optional().has(extra));
    if (unknown !== undefined)
      throw new Fault("TW-PROJECT-EXTRA", `${this.file} has no extra ${unknown}`, {
        hint: `It has ${this.extras().join(", ") || "none"}.`,
      });
    return [
      ...this.unfolded(own, new Set()).map((each) => asAsk(each, this.file, undefined)),
      ...extras.flatMap((extra) =>
        this.unfolded(this.ofExtra(extra), new Set([extra])).map((each) =>
          asAsk(each, `${this.file} (extra ${extra})`, `'${extra}' in extras`),
        ),
      ),
    ];
  }

  /** Requirements on the project itself are its extras. */
  private unfolded(requirements: readonly Requirement[], seen: Set<string>): readonly Requirement[] {
    const name = this.text("name");
    const own = name === undefined ? undefined : normalizeName(name);
    return requirements.flatMap((each) => {
      if (each.normalized !== own) return [each];
      const fresh = each.extras.map(normalizeName).filter((extra) => !seen.has(extra));
      for (const extra of fresh) seen.add(extra);
      return fresh.flatMap((extra) =>
        this.unfolded(this.ofExtra(extra), seen).map((inner) => {
          if (each.marker === undefined) return inner;
          const marker =
            inner.marker === undefined ? each.marker : joinMarkers(each.marker, "and", inner.marker);
          return { ...inner, marker };
        }),
      );
    });
  }

  private ofExtra(extra: string): readonly Requirement[] {
    return this.optional().get(extra) ?? [];
  }

  private optional(): ReadonlyMap<string, readonly Requirement[]> {
    const table = this.table.get("optional-dependencies") ?? new Map();
    if (!isTomlTable(table)) throw malformed(this.file, "`optional-dependencies` is no table");
    return new Map(
      [...table].map(([extra, list]) => {
        if (!isValidName(extra)) throw malformed(this.file, "an extra has no proper name");
        return [normalizeName(extra), this.requirements(list, `optional-dependencies.${extra}`)];
      }),
    );
  }

  private requirements(list: unknown, where: string): readonly Requirement[] {
    if (list === undefined) return [];
    if (!Array.isArray(list)) throw malformed(this.file, `\`${where}\` is no array`);
    return list.map((line) => {
      if (typeof line !== "string")
        throw malformed(this.file, `\`${where}\` holds something else than texts`);
      try {
        return parseRequirement(line);
      } catch (error) {
        if (error instanceof Fault) throw malformed(this.file, `\`${where}\`: ${error.message}`);
        throw error;
      }
    });
  }

  private refuseDynamic(extras: readonly string[]): void {
    const dynamic = this.table.get("dynamic");
    if (!Array.isArray(dynamic)) return;
    const open = ["dependencies", ...(extras.length > 0 ? ["optional-dependencies"] : [])].find((key) =>
      dynamic.includes(key),
    );
    if (open !== undefined)
      throw new Fault("TW-PROJECT-DYNAMIC", `${this.file} leaves \`${open}\` to its build backend`, {
        hint: "Write them into [project], or into a requirements file, and lock that.",
      });
  }
}

function asAsk(requirement: Requirement, origin: string, where: string | undefined): Ask {
  if (requirement.url !== undefined)
    throw new Fault("TW-LOCK-DIRECT", `${origin}: ${requirement.name} is named by an address`, {
      hint: "Name the project and its version, and say with --index-for where it comes from.",
    });
  const choice = where === undefined ? undefined : parseMarker(where);
  const { marker } = requirement;
  return {
    name: requirement.normalized,
    extras: [...new Set(requirement.extras.map(normalizeName))].toSorted(),
    specifiers: requirement.specifiers,
    marker:
      choice === undefined || marker === undefined ? (choice ?? marker) : joinMarkers(choice, "and", marker),
    origin,
  };
}

function malformed(file: string, why: string): Fault {
  return new Fault("TW-PROJECT-MALFORMED", `${file} cannot be read as a project: ${why}`);
}
