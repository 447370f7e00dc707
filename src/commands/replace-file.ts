/** Writes a file whole or not at all. */
import type { World } from "../ports/world.ts";

/** Puts `text` at `path` (absolute), over what is there. */
export function replaceFile(
  path: string,
  text: string,
  { files, random }: Pick<World, "files" | "random">,
): void {
  const draft = `${path}.${random.token()}`;
  try {
    files.create(draft, Buffer.from(text), 0o644);
    files.rename(draft, path);
  } catch (error) {
    files.remove(draft);
    throw error;
  }
}
