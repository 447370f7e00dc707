/**
 * Packages of the solver. Pure. An extra is a package of its own, `name[extra]`: it has the versions of its project, and needs what the extra adds.
 */

/** `name[extra]`, or `name` for no extra. */
export function packageOf(name: string, extra: string): string {
  return extra === "" ? name : `${name}[${extra}]`;
}

/** The project's name. */
export function projectOf(packageName: string): string {
  const bracket = packageName.indexOf("[");
  return bracket < 0 ? packageName : packageName.slice(0, bracket);
}

/** The extra, or empty. */
export function extraOf(packageName: string): string {
  const bracket = packageName.indexOf("[");
  return bracket < 0 ? "" : packageName.slice(bracket + 1, -1);
}
