/** Decides where an installation goes, and refuses where it must not go (PEP 668, `._pth`). Writes nothing. */
import { Fault } from "../../base/fault.ts";
import type { Interpreter, Scheme } from "../../model/interpreter.ts";
import type { Target } from "../../model/target.ts";
import type { Files } from "../../ports/files.ts";
import { FALLBACK_MESSAGE, managedMessage } from "../../standards/pep668-managed/managed.ts";
import { checkWritable } from "./check.ts";
import { type FileEdit, mendPth } from "./isolated.ts";
import { joinPath, underRoot } from "./paths.ts";

/** What the command line says of the target; all paths absolute. */
export interface TargetOptions {
  /** pip's `--target`: packages go straight into this directory. */
  readonly target?: string;
  /** pip's `--prefix`: the default scheme below this directory. */
  readonly prefix?: string;
  /** pip's `--root`: put in front of every path. */
  readonly root?: string;
  readonly breakSystemPackages?: boolean;
  readonly fixPth?: boolean;
  /** `LC_ALL`, `LC_MESSAGES` or `LANG` as set (`de_DE.UTF-8`): chooses the language of a PEP 668 message. */
  readonly locale?: string;
}

/** A target, and the `._pth` that must change with the installation (only with `fixPth`). */
export interface ResolvedTarget {
  readonly target: Target;
  readonly edit: FileEdit | undefined;
}

/**
 * Where to install. Throws TW-PYTHON-MANAGED (PEP 668), TW-PYTHON-PTH (packages would not be found), TW-TARGET-CONFLICT (options that
 * exclude one another), TW-TARGET-NO-SCHEME, TW-TARGET-NOT-A-DIRECTORY, TW-TARGET-READ-ONLY or TW-INSTALL-LINK.
 */
export function resolveTarget(
  interpreter: Interpreter,
  options: TargetOptions,
  ports: { readonly files: Files },
): ResolvedTarget {
  refuseConflicts(options);
  const { kind, scheme: written } = place(interpreter, withFollowedTarget(options, ports.files));
  const scheme = withOneSite(written, ports.files);
  if (kind === "system") refuseManaged(interpreter, options);
  const edit =
    kind === "system" || kind === "environment" ? mendPth(interpreter, options.fixPth === true) : undefined;
  checkWritable(scheme, interpreter.platform, ports.files);
  const workspace = joinPath(interpreter.platform, scheme.purelib, ".truewheel");
  return { target: { kind, interpreter, scheme, executable: interpreter.executable, workspace }, edit };
}

/** A `--target` that is a link stands for the directory to which it leads. */
function withFollowedTarget(options: TargetOptions, files: Files): TargetOptions {
  const { target } = options;
  if (target === undefined || files.status(target)?.kind !== "link") return options;
  return { ...options, target: files.realPath(target) };
}

/**
 * Where lib64 is a link to lib, both site directories are one, and it goes by one name. A site directory that is a link itself is refused:
 * RECORD's paths are meant from where it really lies.
 */
function withOneSite(scheme: Scheme, files: Files): Scheme {
  const { purelib, platlib } = scheme;
  for (const site of new Set([purelib, platlib]))
    if (files.status(site)?.kind === "link")
      throw new Fault("TW-INSTALL-LINK", `${site} is a link; nothing is written or removed through it`, {
        hint: "Use an environment whose site-packages is a directory, or --target DIR.",
      });
  if (purelib === platlib || [purelib, platlib].some((site) => files.status(site) === undefined))
    return scheme;
  return files.realPath(purelib) === files.realPath(platlib) ? { ...scheme, platlib: purelib } : scheme;
}

function refuseConflicts(options: TargetOptions): void {
  const given = [
    ...(options.target === undefined ? [] : ["--target"]),
    ...(options.prefix === undefined ? [] : ["--prefix"]),
    ...(options.root === undefined ? [] : ["--root"]),
  ];
  const conflict = given.includes("--target") ? given : [];
  const mend = options.fixPth === true && given.length > 0 ? ["--fix-pth", ...given] : [];
  const words = conflict.length > 1 ? conflict : mend;
  if (words.length === 0) return;
  const hint = "Leave one of them out.";
  throw new Fault("TW-TARGET-CONFLICT", `${words.join(" and ")} exclude one another`, { hint });
}

function place(interpreter: Interpreter, options: TargetOptions): Pick<Target, "kind" | "scheme"> {
  const { platform } = interpreter;
  if (options.target !== undefined) return { kind: "target", scheme: flatScheme(options.target, platform) };
  const scheme = options.prefix === undefined ? interpreter.scheme : prefixed(interpreter, options.prefix);
  if (options.root !== undefined) {
    const { root } = options;
    return { kind: "root", scheme: mapScheme(scheme, (path) => underRoot(platform, root, path)) };
  }
  if (options.prefix !== undefined) return { kind: "prefix", scheme };
  return { kind: interpreter.virtual ? "environment" : "system", scheme };
}

/** What pip leaves in a `--target` directory: the modules in it, the other kinds in folders of it. */
function flatScheme(directory: string, platform: string): Scheme {
  return {
    purelib: directory,
    platlib: directory,
    scripts: joinPath(platform, directory, platform === "win32" ? "Scripts" : "bin"),
    headers: joinPath(platform, directory, "include"),
    data: directory,
  };
}

function prefixed(interpreter: Interpreter, prefix: string): Scheme {
  const relative = interpreter.prefixScheme;
  if (relative !== undefined)
    return mapScheme(relative, (path) => joinPath(interpreter.platform, prefix, path));
  const hint = "Use --target instead.";
  throw new Fault("TW-TARGET-NO-SCHEME", `${interpreter.executable} has no layout that fits below a prefix`, {
    hint,
  });
}

function mapScheme(scheme: Scheme, change: (path: string) => string): Scheme {
  return {
    purelib: change(scheme.purelib),
    platlib: change(scheme.platlib),
    scripts: change(scheme.scripts),
    headers: change(scheme.headers),
    data: change(scheme.data),
  };
}

/** PEP 668: only the interpreter's own prefix is the distribution's; its message is said word for word. */
function refuseManaged(interpreter: Interpreter, options: TargetOptions): void {
  if (interpreter.managed === undefined || options.breakSystemPackages === true) return;
  const message = managedMessage(interpreter.managed, options.locale);
  const whose = message === FALLBACK_MESSAGE ? "" : `; its distribution says:\n\n${message}\n`;
  throw new Fault(
    "TW-PYTHON-MANAGED",
    `${interpreter.executable} is looked after by the operating system${whose}`,
    {
      ...(whose === "" ? { cause: new Error(message) } : {}),
      hint: "Use --venv DIR for an environment of its own, or --break-system-packages to install here all the same.",
    },
  );
}
