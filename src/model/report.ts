/** What a command tells. Pure data with a version; every rendering is a function of it. */
import type { Code } from "../base/fault.ts";
import type { Finding, Level, Measured } from "./verdict.ts";

/** One file and what was decided about it. */
export interface ReportedFile {
  readonly name: string;
  readonly version: string;
  readonly filename: string;
  readonly size: number;
  readonly sha256: string;
  /** `store`, or the address without credentials. */
  readonly origin: string;
  readonly decision: "accepted" | "refused";
  /** Reached level; absent when refused. */
  readonly level?: Level;
  /** When the digest was measured; absent when refused. */
  readonly measured?: Measured;
  /** Why accepted or refused, a sentence. */
  readonly because: string;
  readonly code?: Code;
  /** Each kind of evidence and what it said. */
  readonly evidence: readonly { readonly kind: string; readonly outcome: string; readonly detail: string }[];
  /** Parties whose lie would still give this verdict. */
  readonly couldLie: readonly string[];
  /** What became of it. */
  readonly action: "added" | "kept" | "would-add" | "none";
  /** Things in the wheel a person should know: `.pth` files, scripts, native code. */
  readonly brings: readonly string[];
}

/** Something that went wrong, with its chain of causes. */
export interface ReportedError {
  readonly code: Code;
  readonly message: string;
  readonly causes: readonly string[];
  readonly hint?: string;
}

/** Something in an environment that is not as it was recorded. */
export interface Difference {
  readonly code: Code;
  /** What differs, a clause without a full stop. */
  readonly because: string;
  /** Normalised name of the distribution concerned, when there is one. */
  readonly distribution?: string;
  /** From the site directory that holds it, else absolute; a directory ends in `/`. */
  readonly path?: string;
  /** How many files it stands for, when more than one. */
  readonly files?: number;
}

/** One installed distribution and what its files were compared with. */
export interface CheckedDistribution {
  readonly name: string;
  readonly version: string;
  /** Files hashed, and their bytes. */
  readonly files: number;
  readonly bytes: number;
  readonly comparedWith: "our record" | "RECORD" | "nothing";
  /** Reached level and who vouched, when it was accepted here. */
  readonly level?: Level;
  readonly by?: string;
  /** What INSTALLER says. */
  readonly installer?: string;
  /** Address of an editable installation's sources: not covered. */
  readonly editable?: string;
  readonly differences: number;
}

/** What `verify --installed` found. */
export interface VerifiedEnvironment {
  readonly path: string;
  readonly distributions: readonly CheckedDistribution[];
  readonly differences: readonly Difference[];
  /** All that were found; more than `differences` holds when there are very many. */
  readonly found: number;
  readonly files: number;
  readonly bytes: number;
  /** Our own record of the environment. */
  readonly ledger: "used" | "absent" | "damaged";
  /** Sentences without full stops: what no comparison covered. */
  readonly notCovered: readonly string[];
  /** What a person should know besides. */
  readonly notes: readonly string[];
}

/** One file that `verify` judged by the proofs offered for it. */
export interface VouchedFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  readonly decision: "accepted" | "refused";
  readonly level?: Level;
  /** Who vouched, or why nobody is believed: a clause. */
  readonly because: string;
  readonly code?: Code;
  /** Each proof that was offered and what it said. */
  readonly findings: readonly Finding[];
  /** Clauses: what could have been there and was not. */
  readonly absent: readonly string[];
  /** Parties whose lie would still give this verdict. */
  readonly couldLie: readonly string[];
}

/** What `verify FILE...` found. */
export interface VouchedFiles {
  readonly files: readonly VouchedFile[];
  readonly trust: { readonly path: string; readonly sha256: string };
  /** Other files that decided: the Sigstore trusted root. */
  readonly roots: readonly { readonly what: string; readonly sha256: string }[];
  /** True when the steps by hand are to be shown. */
  readonly why: boolean;
}

/** How the evidence for something stands. `unchecked`: some was offered and not looked at. `waived`: a policy accepted less, by name. */
export type Standing = "verified" | "not offered" | "unchecked" | "failed" | "waived";

/** What vouches for an installed distribution. */
export interface Evidence {
  readonly standing: Standing;
  /** Who vouched, or why nobody did: a clause. */
  readonly because: string;
  readonly level?: Level;
}

/** One dependency of a node. */
export interface Needed {
  /** Normalised name. */
  readonly name: string;
  /** Normalised, sorted. */
  readonly extras: readonly string[];
  /** `>=1,<2`, `@ URL`, or empty. */
  readonly specifier: string;
  readonly state: "met" | "missing" | "conflict" | "unchecked";
}

/** One distribution, with the extras that somebody needs of it. */
export interface TreeNode {
  readonly name: string;
  readonly version: string;
  readonly extras: readonly string[];
  readonly evidence: Evidence;
  readonly needs: readonly Needed[];
}

/** Who needs whom in an environment. */
export interface DependencyTree {
  readonly nodes: readonly TreeNode[];
  /** Names to begin with. */
  readonly roots: readonly string[];
  /** True when the tree leads from what is needed to who needs it. */
  readonly inverted: boolean;
  /** Deepest level drawn; the roots are 0. */
  readonly depth?: number;
  /** Missing and conflicting dependencies, and distributions that cannot be read or are not what was accepted. */
  readonly problems: number;
}

/** What became of a lock. */
export interface ReportedLock {
  /** As named; `-` is standard output. */
  readonly path: string;
  readonly packages: number;
  /** `Python >=3.9`, or the one environment. */
  readonly environments: string;
  /** How many selections the environments needed. */
  readonly parts: number;
  /** `name version`; `name old -> new`. */
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** True when the file was written. */
  readonly written: boolean;
  /** Sentences without full stops: what a person should know. */
  readonly notes: readonly string[];
}

/** One command's whole answer. */
export interface Report {
  readonly version: 1;
  readonly command: string;
  /** Exit status the report stands for. */
  readonly exit: 0 | 1 | 2 | 3;
  readonly files: readonly ReportedFile[];
  /** Other versions and other distributions that left, or would leave: `name version`. */
  readonly removed: readonly string[];
  readonly changed: boolean;
  /** Where it went, when it went anywhere. */
  readonly target?: {
    readonly python: string;
    readonly version: string;
    readonly path: string;
    readonly kind: string;
  };
  /** SHA-256 over path, mode and content of everything installed. */
  readonly tree?: string;
  /** Who pinned, and the digest of what they wrote. */
  readonly manifest?: { readonly madeBy: string; readonly sha256: string; readonly series: string };
  /** Locks and requirements files that pinned, with the SHA-256 of each. */
  readonly pins?: readonly { readonly madeBy: string; readonly sha256?: string }[];
  readonly error?: ReportedError;
  /** What an environment was found to be. */
  readonly environment?: VerifiedEnvironment;
  /** Who needs whom there. */
  readonly dependencies?: DependencyTree;
  /** Who vouches for files. */
  readonly vouched?: VouchedFiles;
  /** What became of a lock. */
  readonly lock?: ReportedLock;
}
