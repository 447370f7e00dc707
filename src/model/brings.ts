/** What a wheel brings that a person should know of before Python starts the next time. Pure. */

/** Short notes for paths of one wheel: start-up hooks and native code. */
export function notable(paths: readonly string[]): readonly string[] {
  const notes: string[] = [];
  for (const path of paths) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (!path.includes("/") && name.endsWith(".pth")) notes.push(`${path} runs at every start of Python`);
    if (/^(?:site|user)customize\.py$/.test(path)) notes.push(`${path} runs at every start of Python`);
  }
  const native = paths.filter((path) => /\.(?:so|pyd|dylib|dll|exe)(?:\.[0-9.]+)?$/.test(path)).length;
  if (native > 0) notes.push(`${native} native ${native === 1 ? "file" : "files"}`);
  return notes;
}
