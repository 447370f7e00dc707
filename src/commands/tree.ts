/** `tree`: who needs whom in an environment, and what vouched for each. */
import { Fault } from "../base/fault.ts";
import type { Report } from "../model/report.ts";
import { dependencyTree } from "../stages/tree/graph.ts";
import { installedPackages } from "../stages/tree/installed.ts";
import { normalizeName } from "../standards/pep503-name/name.ts";
import { cacheDirectory } from "./cache-directory.ts";
import type { Arguments, Run } from "./command.ts";
import { acceptedIn, sitesOfInterpreter } from "./ledger.ts";

/** See the table of verbs. */
export const run: Run = async (given, world) => {
  const cache = `${cacheDirectory(given, world)}/interpreters`;
  const interpreter = await world.probe(await world.findInterpreter(given.value("python")), cache);
  const sites = sitesOfInterpreter(interpreter, world.files);
  const packages = installedPackages(sites, acceptedIn(sites, given, world), world.files);
  for (const word of given.words) {
    if (!packages.has(normalizeName(word)))
      throw new Fault("TW-TREE-NOT-INSTALLED", `${word} is not installed in ${sites.purelib}`);
  }
  const dependencies = dependencyTree(packages, interpreter.markers, {
    names: given.words,
    isInverted: given.flag("invert") || given.flag("reverse"),
    depth: depthOf(given),
  });
  const report: Report = {
    version: 1,
    command: "tree",
    exit: given.flag("strict") && dependencies.problems > 0 ? 1 : 0,
    files: [],
    removed: [],
    changed: false,
    dependencies,
  };
  return { report };
};

function depthOf(given: Arguments): number | undefined {
  const text = given.value("depth");
  if (text === undefined) return undefined;
  if (!/^[0-9]{1,4}$/.test(text))
    throw new Fault("TW-USAGE", `--depth takes a number, not ${JSON.stringify(text)}`);
  return Number(text);
}
