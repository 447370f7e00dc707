/** Locks between processes. Types only. */

/** A lock that is held. */
export interface Lock {
  /** Gives it back; nothing happens the second time. */
  release(): void;
}

/** Takes locks that die with their holder. */
export interface Locks {
  /**
   * Waits until the lock file at `path` is ours; its directory must exist, TW-DISK-MISSING otherwise. `waiting` is told once who holds it.
   * Throws TW-LOCK-HELD after `patience` milliseconds.
   */
  acquire(path: string, patience: number, waiting: (holder: string) => void): Promise<Lock>;
}
