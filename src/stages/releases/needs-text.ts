/** What a release needs, as it is kept. Pure. Only what this user's truewheel sealed is read: the form is checked no further than types. */
import type { Stated } from "./static-sdist.ts";

/** What a release needs, and what that was read from. */
export interface KeptNeeds extends Stated {
  /** `wheel-end`: read from the wheel, which was not hashed as a whole. */
  readonly by: "sidecar" | "wheel-end" | "wheel" | "sdist";
  /** SHA-256 of METADATA, where the bytes were seen. */
  readonly metadata: string | undefined;
}

/** The text, UTF-8. */
export function writeNeeds({ by, metadata, requires, python, extras }: KeptNeeds): Buffer {
  return Buffer.from(JSON.stringify({ v: 1, by, metadata, requires, python, extras }));
}

/** Undefined for a text of another version of this program. */
export function readNeeds(bytes: Uint8Array): KeptNeeds | undefined {
  const read = JSON.parse(
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8"),
  ) as KeptNeeds & {
    readonly v: unknown;
  };
  if (read.v !== 1) return undefined;
  const { by, metadata, requires, python, extras } = read;
  return { by, metadata, requires, python, extras };
}
