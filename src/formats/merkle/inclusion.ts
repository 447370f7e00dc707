/** Proofs that a Merkle tree holds a leaf. Pure. Source: RFC 9162 §2.1.1, §2.1.3.2. */
import { hash } from "node:crypto";

/** SHA-256 of a leaf. */
export function leafHash(leaf: Uint8Array): Uint8Array {
  return hash("sha256", Buffer.concat([Buffer.from([0]), leaf]), "buffer");
}

function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return hash("sha256", Buffer.concat([Buffer.from([1]), left, right]), "buffer");
}

/** Where a leaf is said to stand. */
export interface Inclusion {
  readonly index: bigint;
  readonly size: bigint;
  readonly root: Uint8Array;
  /** From the leaf's neighbour upwards, 32 bytes each. */
  readonly path: readonly Uint8Array[];
}

/** Whether the tree of `size` leaves with this root has `leaf`, a hash, at `index`. */
export function isIncluded(leaf: Uint8Array, { index, size, root, path }: Inclusion): boolean {
  if (index < 0n || index >= size) return false;
  let first = index;
  let last = size - 1n;
  let node = leaf;
  for (const beside of path) {
    if (last === 0n) return false;
    if ((first & 1n) === 1n || first === last) {
      node = nodeHash(beside, node);
      while ((first & 1n) === 0n && first !== 0n) {
        first >>= 1n;
        last >>= 1n;
      }
    } else node = nodeHash(node, beside);
    first >>= 1n;
    last >>= 1n;
  }
  return last === 0n && Buffer.from(root).equals(node);
}
