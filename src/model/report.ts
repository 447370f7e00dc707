/** What a command tells. Pure data with a version; every rendering is a function of it. */
import type { Code } from "../base/fault.ts";
import type { Level, Measured } from "./verdict.ts";

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

/** One command's whole answer. */
export interface Report {
  readonly version: 1;
  readonly command: string;
  /** Exit status the report stands for. */
  readonly exit: 0 | 1 | 2 | 3;
  readonly files: readonly ReportedFile[];
  /** Other versions that left, `name version`. */
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
  readonly error?: ReportedError;
}
