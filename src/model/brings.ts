/** What a wheel brings that a person should know of before Python starts the next time. Pure. */

/** Most scripts that are named one by one. */
const NAMED_SCRIPTS = 6;

/** Short notes: start-up hooks and native code among `modules` (paths below site-packages), and `scripts` (below the scripts' directory). */
export function notable(modules: readonly string[], scripts: readonly string[]): readonly string[] {
  const notes: string[] = [];
  for (const path of modules) {
    const hook = /^[^/]*\.pth$/.test(path) || /^(?:site|user)customize(?:\.py|\/__init__\.py)$/.test(path);
    if (hook) notes.push(`${path} runs at every start of Python`);
  }
  const native = modules.filter((path) => /\.(?:so|pyd|dylib|dll|exe)(?:\.[0-9.]+)?$/.test(path)).length;
  if (native > 0) notes.push(`${native} native ${native === 1 ? "file" : "files"}`);
  if (scripts.length > NAMED_SCRIPTS) notes.push(`${scripts.length} scripts`);
  else if (scripts.length > 0)
    notes.push(`${scripts.length === 1 ? "the script" : "the scripts"} ${scripts.join(", ")}`);
  return notes;
}
