/**
 * `.pth` files of a site directory, and what editable installations leave there. Pure. Source: Python library reference, `site`; setuptools'
 * documentation, "Development Mode" for `__editable__` files and egg links.
 */

/** What a `.pth` file does when Python starts. */
export interface PathFile {
  /** Lines that are added to `sys.path`, as written: absolute, or relative to the file's directory. */
  readonly folders: readonly string[];
  /** Lines that are run, as written. */
  readonly code: readonly string[];
}

/** Reads a `.pth`: `#` begins a comment line, `import` and a blank begin a line of code. Never fails. */
export function parsePathFile(text: string): PathFile {
  const folders: string[] = [];
  const code: string[] = [];
  for (const line of text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/)) {
    if (line.startsWith("#") || line.trim() === "") continue;
    if (/^import[ \t]/.test(line)) code.push(line);
    else folders.push(line.trimEnd());
  }
  return { folders, code };
}

/** The project's directory that an `.egg-link` names, as written; undefined when it names none. Its second line leads to the setup script. */
export function parseEggLink(text: string): string | undefined {
  const folder = text.split(/\r\n|\r|\n/, 1)[0]?.trim() ?? "";
  return folder === "" || folder.includes("\0") ? undefined : folder;
}

/** True for the files that setuptools makes for an editable installation: `__editable__.demo-1.0.pth` and the finder it starts. */
export function isEditableFile(fileName: string): boolean {
  return /^__editable__\..+\.pth$|^__editable___.+_finder\.py$/.test(fileName);
}
