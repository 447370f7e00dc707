/** What lies where in a store, for whoever keeps it and whoever tidies it. Pure data. */

/** Marks a directory as a store of this program, and tells backup programs to pass it by. Source: Cache Directory Tagging Specification. */
export const storeMark = {
  name: "CACHEDIR.TAG",
  text: "Signature: 8a477f597d28d172789f06886806bc55\n# A store of truewheel. Everything in it can be removed: `truewheel cache prune --all`.\n",
} as const;

/** One kind of entry. `folders` are the patterns of the directories between the kind's own and its files, `file` that of the files. */
export interface StoreKind {
  readonly kind: "wheels" | "partial" | "derived" | "temporary" | "interpreters";
  readonly directory: string;
  readonly folders: readonly RegExp[];
  readonly file: RegExp;
}

const HEX = /^[0-9a-f]{64}$/;
const PAIR = /^[0-9a-f]{2}$/;

/** Every kind there is. What fits no kind is somebody else's. */
export const storeKinds: readonly StoreKind[] = [
  { kind: "wheels", directory: "sha256", folders: [PAIR], file: HEX },
  { kind: "partial", directory: "partial", folders: [], file: HEX },
  { kind: "derived", directory: "derived", folders: [/^[a-z0-9-]{1,64}$/, PAIR], file: HEX },
  { kind: "temporary", directory: "temp", folders: [], file: /^[0-9a-f]{16}$/ },
  {
    kind: "interpreters",
    directory: "interpreters",
    folders: [],
    file: /^[0-9a-f]{40}\.json(?:\.[0-9]+\.new)?$/,
  },
];
