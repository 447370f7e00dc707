/** Seals: HMAC-SHA-256 (RFC 2104) under a key of this user. Nobody who can only write the store can make one. */
import { fs } from "../node-fs.ts";
import { type KeyPlace, keyPath, makeKey, readKey } from "./key.ts";

/** Makes and checks seals. */
export interface Seals {
  /** A short name of the key, lower-case hex, which tells nothing of it; undefined when there is no key and `make` is false or none can be made. */
  keyName(make: boolean): string | undefined;
  /** 32 bytes that bind `text` to `subject`; undefined without a key. */
  seal(subject: string, text: Uint8Array): Buffer | undefined;
  /** True when `seal` is right for `subject` and `text`. */
  isRight(subject: string, text: Uint8Array, seal: Uint8Array): boolean;
}

/** Bytes of a seal. */
export const SEAL_LENGTH = 32;

/** The seals of this user; nothing is looked for before it is needed. */
export function openSeals(place: KeyPlace): Seals {
  const path = keyPath(place);
  let key: Buffer | undefined;
  let name: string | undefined;
  const crypto = () => process.getBuiltinModule("node:crypto");
  const mac = (subject: string, text: Uint8Array): Buffer | undefined =>
    key === undefined
      ? undefined
      : crypto().createHmac("sha256", key).update(`truewheel 1\0${subject}\0`).update(text).digest();
  return {
    keyName(make) {
      key ??= readKey(path) ?? (make && isThere(path, place.home) ? makeKey(path) : undefined);
      name ??= mac("the name of this key", Buffer.alloc(0))?.toString("hex", 0, 8);
      return name;
    },
    seal: mac,
    isRight(subject, text, seal) {
      const right = mac(subject, text);
      return right !== undefined && seal.length === SEAL_LENGTH && crypto().timingSafeEqual(right, seal);
    },
  };
}

/** A home that does not exist is nobody's, and is not made for a key. */
function isThere(path: string, home: string): boolean {
  return !path.startsWith(home) || fs.existsSync(home);
}
