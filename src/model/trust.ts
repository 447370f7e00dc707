/**
 * Whom somebody decided to trust, as a trust file says it: who, for which files, until when, and who decided. Pure data. Keys are kept as the
 * texts they were written in; the stage `trust` has read each once, so that a trust file with a mistake in it is none.
 */

/** What every entry of a trust file says. */
export interface Grant {
  /** Whom the key or identity belongs to, for the report. */
  readonly owner: string;
  /** Who wrote the entry. */
  readonly addedBy: string;
  /** Why it is believed that key and owner belong together. */
  readonly why: string;
  /** Milliseconds since the epoch; not trusted from this moment on. */
  readonly until: number;
  /** Patterns of file names: `*` stands for any text, `?` for one character. */
  readonly files: readonly string[];
  /** Normalised names of projects, of which wheels and sdists may be vouched for. */
  readonly projects: readonly string[];
}

/** A minisign public key. */
export interface MinisignKey extends Grant {
  readonly kind: "minisign";
  /** Base64, as in the second line of a `.pub` file. */
  readonly key: string;
  /** True when signatures of the older form, over the file instead of its digest, do not count. */
  readonly prehashedOnly: boolean;
}

/** Whoever may sign as `principal` by lines of an `allowed_signers` document. */
export interface SshSigner extends Grant {
  readonly kind: "ssh";
  readonly principal: string;
  readonly namespace: string;
  /** The whole document. */
  readonly allowedSigners: string;
}

/** An OpenPGP certificate. */
export interface OpenpgpKey extends Grant {
  readonly kind: "openpgp";
  /** Fingerprint of the primary key, upper-case hex. */
  readonly fingerprint: string;
  /** One armoured or binary public key block. */
  readonly certificate: Uint8Array;
}

/** What a signing certificate must say, each part compared as an exact text. */
export type Publisher =
  | { readonly kind: "github"; readonly repository: string; readonly workflow: string }
  | { readonly kind: "gitlab"; readonly repository: string; readonly workflow: string }
  | { readonly kind: "google"; readonly email: string }
  | { readonly kind: "circleci"; readonly project: string; readonly pipeline: string }
  | { readonly kind: "sigstore"; readonly identity: string; readonly issuer: string };

/** Somebody whom a certificate authority of Sigstore names. */
export interface TrustedIdentity extends Grant {
  readonly kind: "identity";
  readonly publisher: Publisher;
}

/** Any entry that vouches. */
export type Trusted = MinisignKey | SshSigner | OpenpgpKey | TrustedIdentity;

/** A key that never counts again, whatever else names it. */
export interface RevokedKey {
  readonly kind: "minisign" | "ssh" | "openpgp";
  /** The key's own text: base64, `TYPE BASE64`, or the fingerprint of the primary key. */
  readonly key: string;
  readonly addedBy: string;
  readonly why: string;
}

/** One trust file. */
export interface Trust {
  /** Where it was read from, for the report. */
  readonly where: string;
  readonly entries: readonly Trusted[];
  readonly revoked: readonly RevokedKey[];
}
