/** Where files of one wheel may go. Pure. Neither the environment's own files nor the registration of a distribution may come through a wheel. */
import { Fault } from "../../base/fault.ts";
import { foldPath, shownPath } from "../../formats/portable-path/portable-path.ts";
import type { Target } from "../../model/target.ts";
import { checkScriptName } from "../../standards/entry-points/entry-points.ts";
import type { Wheel } from "../../standards/pep427-wheel/wheel.ts";
import { isEnvironmentOwn, isObeyed, isStandardLibrary } from "./environment.ts";
import { isInside, join } from "./paths.ts";

/** The places of `target` that `wheel` may fill. */
export class Places {
  private readonly wheel: Wheel;
  private readonly target: Target;
  /** Directories in which only a file's name can still be wrong: most of thousands of files lie in some of these. */
  private readonly plain = new Set<string>();

  constructor(wheel: Wheel, target: Target) {
    this.wheel = wheel;
    this.target = target;
  }

  /** `path` when the wheel may fill it; throws Fault TW-WHEEL-LAYOUT or TW-ENTRY-POINTS-NAME. */
  checked(path: string): string {
    const slash = path.lastIndexOf("/");
    const directory = path.slice(0, slash);
    const name = path.slice(slash + 1);
    if (this.plain.has(directory) && !isObeyed(name)) return path;
    const { scheme } = this.target;
    if (directory === scheme.scripts) checkScriptName(name);
    if (isEnvironmentOwn(path, this.target))
      throw layout(`${shownPath(path)} belongs to the environment itself`);
    for (const site of [scheme.purelib, scheme.platlib]) {
      const [top = ""] = isInside(site, path) ? path.slice(site.length + 1).split("/") : [];
      if (/\.(?:dist-info|egg-info|egg-link)$/i.test(top) && top !== this.wheel.distInfo)
        throw layout(`${shownPath(path)} would register another distribution`);
    }
    if (this.isPlain(directory)) this.plain.add(directory);
    return path;
  }

  /** A path out of `.data`: all that, and nothing of the wheel's own `.dist-info`, which only the archive's top level may fill. */
  checkedData(path: string): string {
    const { purelib, platlib } = this.target.scheme;
    if ([purelib, platlib].some((site) => isInside(join(site, this.wheel.distInfo), path)))
      throw layout(`${shownPath(path)} would change the wheel's own metadata`);
    if (isStandardLibrary(path, this.target))
      throw layout(`${shownPath(path)} lies where the interpreter's own library is`);
    return this.checked(path);
  }

  /** Below a site's first level, and neither over nor in what is the environment's own: then one file that was right speaks for the others. */
  private isPlain(directory: string): boolean {
    const { scheme, workspace, executable } = this.target;
    if (![scheme.purelib, scheme.platlib].some((site) => isInside(site, directory))) return false;
    const folded = foldPath(directory);
    return [scheme.purelib, scheme.platlib, scheme.scripts, workspace, executable]
      .map(foldPath)
      .every((own) => own !== folded && !isInside(folded, own));
  }
}

function layout(why: string): Fault {
  return new Fault("TW-WHEEL-LAYOUT", `this is no wheel that can be installed: ${why}`);
}
