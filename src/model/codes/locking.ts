/** Codes of locking: inputs, metadata, resolution, the lock. */
import type { CodeEntry } from "./entry.ts";

/** See `CodeEntry`. */
export const lockingCodes: readonly CodeEntry[] = [
  {
    code: "TW-LOCK-IMPOSSIBLE",
    exit: 1,
    title: "no set of versions meets the requirements",
    meaning:
      "Every combination of releases breaks a requirement, or needs something that cannot be had. The sentences lead from what was asked for to the contradiction, and the lines of your own files that have a part in it are named.",
    todo: "Change one of the named lines, or one of the releases that they ask for.",
  },
  {
    code: "TW-LOCK-STALE",
    exit: 1,
    title: "the lock is not what its inputs ask for",
    meaning: "Locking again, with the versions of the lock kept where possible, would write something else.",
    todo: "Run `truewheel lock` with the same inputs, look at what changes, and keep it.",
  },
  {
    code: "TW-LOCK-MISSING",
    exit: 1,
    title: "there is no lock",
    meaning: "--frozen, --locked and --check speak about a lock that is there.",
    todo: "Run `truewheel lock` first, or name the lock with -o.",
  },
  {
    code: "TW-LOCK-DIRECT",
    exit: 1,
    title: "a requirement names a file, a directory or a checkout",
    meaning:
      "Projects are locked by name and version from an index. What is in a directory or a checkout would have to be built.",
    todo: "Name the project and a version; --index-for NAME=URL says from which index it comes.",
  },
  {
    code: "TW-PROJECT-MALFORMED",
    exit: 1,
    title: "a pyproject.toml breaks its specification",
    meaning: "A part of `[project]` has another form than PEP 621 says, so what it asks for is not known.",
    todo: "Correct the file where the message says.",
  },
  {
    code: "TW-PROJECT-DYNAMIC",
    exit: 1,
    title: "a project leaves its dependencies to its build backend",
    meaning:
      "`dynamic` names them, so only running code of the project would tell them. Nothing is run to lock.",
    todo: "Write the dependencies into `[project]`, or into a requirements file that is locked in its place.",
  },
  {
    code: "TW-PROJECT-EXTRA",
    exit: 1,
    title: "a project does not have an extra that was asked for",
    meaning:
      "`[project.optional-dependencies]` has no entry of this name. An extra that is passed over in silence would be missing later.",
    todo: "Correct the name.",
  },
  {
    code: "TW-PROVENANCE-MALFORMED",
    exit: 1,
    title: "a provenance object breaks its specification",
    meaning:
      "What the index serves as the provenance of a file (PEP 740) has another form, so who published it is not known.",
    todo: "Tell the operator of the index; --no-attestation-identities locks without it.",
  },
  {
    code: "TW-METADATA-SIDECAR-DIGEST",
    exit: 1,
    title: "a metadata file is not the one that the index describes",
    meaning:
      "The page of the project tells the digest of the `.metadata` file beside a wheel, and what is served there has another one: it was altered, or the index is in disorder. It could make others install what the wheel never asked for.",
    todo: "Do not use this index before its operator has an explanation.",
  },
  {
    code: "TW-METADATA-SIDECAR-OTHER",
    exit: 1,
    title: "a metadata file says something else than the wheel",
    meaning:
      "The `.metadata` file beside a wheel must be the METADATA in it, byte for byte (PEP 658). Whoever can write the one and not the other can make everybody install a dependency that the wheel does not have.",
    todo: "Do not use this index before its operator has an explanation.",
  },
];
