/** What a script is made of. Pure data. */
import type { Carried } from "./carried.ts";

/** How a script is packed: one Python file, an archive that Python runs, or a Python file that fetches the wheels. */
export type Form = "py" | "zipapp" | "fetch";

/** What is to be written. */
export interface Plan {
  /** `3.9`, or `3.10+`. */
  readonly series: string;
  /** Every series of the manifest, for those who run it with another Python. */
  readonly known: readonly string[];
  readonly carried: readonly Carried[];
  readonly form: Form;
  /** truewheel's version. */
  readonly version: string;
  /** SHA-256 of the manifest's text. */
  readonly manifest: string;
}
