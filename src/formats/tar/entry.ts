/** What a tar archive holds. Pure data. */
import type { Place } from "../portable-path/one-tree.ts";

/** One file; directories are checked and left out, links are copies. */
export interface TarFile {
  /** `/`-separated, portable, unique even after case folding. */
  readonly path: string;
  /** A view into the archive. */
  readonly bytes: Uint8Array;
  /** True when its owner may execute it; no other permission bit counts. */
  readonly executable: boolean;
}

/** An entry whose name, size and kind are settled. */
export interface TarEntry extends Place {
  readonly kind: "file" | "directory" | "hard link" | "symbolic link";
  readonly bytes: Buffer;
  readonly executable: boolean;
  /** Where a link leads, as written. */
  readonly target: string;
}
