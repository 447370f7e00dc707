/** Unpredictable names. Types only. */

/** Source of names nobody can guess. */
export interface Random {
  /** 16 lower-case hex digits. */
  token(): string;
}
