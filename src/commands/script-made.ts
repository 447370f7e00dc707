/** What `script` made. Types only. */

/** A script, and the text of the manifest that it was made from. */
export interface Made {
  readonly bytes: Uint8Array;
  readonly manifest: Uint8Array;
}
