/** Absolute paths, as text. Pure. On Windows both separators are read and `/` is written, which every API there takes. */

/** `directory` and a relative `path` below it. */
export function join(directory: string, path: string): string {
  return directory.endsWith("/") ? directory + path : `${directory}/${path}`;
}

/** The directory that holds `path`. */
export function parent(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash <= 0 ? "/" : path.slice(0, slash);
}

/** True when `path` lies below `directory`, by components. */
export function isInside(directory: string, path: string): boolean {
  return (
    path.length > directory.length && path.startsWith(directory.endsWith("/") ? directory : `${directory}/`)
  );
}

/** `path` as seen from `directory`, climbing with `..` where needed. */
export function relative(directory: string, path: string): string {
  if (isInside(directory, path))
    return path.slice(directory.endsWith("/") ? directory.length : directory.length + 1);
  const from = directory.split("/");
  const to = path.split("/");
  let shared = 0;
  while (shared < from.length && shared < to.length && from[shared] === to[shared]) shared += 1;
  return [...from.slice(shared).map(() => ".."), ...to.slice(shared)].join("/");
}

/** `path` with `.` and `..` worked out; `..` above the root stays at the root. */
export function resolve(directory: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${directory}/${path}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
