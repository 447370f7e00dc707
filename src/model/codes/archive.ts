/** Codes of strict archives and wheels. */
import type { CodeEntry } from "./entry.ts";

/** See `CodeEntry`. */
export const archiveCodes: readonly CodeEntry[] = [
  {
    code: "TW-ZIP-MALFORMED",
    exit: 1,
    title: "an archive is not a well-formed ZIP file",
    meaning:
      "Headers are cut short, contradict one another, or carry what no honest wheel needs (comments, split disks, names without an encoding).",
    todo: "Fetch the file again from another source; if it stays so, the file itself is bad: report it to whoever made it.",
  },
  {
    code: "TW-ZIP-EXTRA-BYTES",
    exit: 1,
    title: "an archive holds bytes that belong to no file",
    meaning:
      "Something stands before, between or after the files. Two readers may then see two different archives.",
    todo: "Fetch the file again from another source; if it stays so, the file itself is bad: report it to whoever made it.",
  },
  {
    code: "TW-ZIP-OVERLAP",
    exit: 1,
    title: "two files of an archive overlap",
    meaning: "One stretch of bytes serves two files, which only a crafted archive does.",
    todo: "Fetch the file again from another source; if it stays so, the file itself is bad: report it to whoever made it.",
  },
  {
    code: "TW-ZIP-TWO-READINGS",
    exit: 1,
    title: "an archive reads differently from its two ends",
    meaning:
      "The central directory and a local header disagree: what one tool checked is not what another installs.",
    todo: "Fetch the file again from another source; if it stays so, the file itself is bad: report it to whoever made it.",
  },
  {
    code: "TW-ZIP-DUPLICATE",
    exit: 1,
    title: "two files of an archive are one place",
    meaning:
      "The same name occurs twice, or two names that some file systems take for one, or one name is a file and a directory.",
    todo: "Fetch the file again from another source; if it stays so, the file itself is bad: report it to whoever made it.",
  },
  {
    code: "TW-ZIP-TOO-LARGE",
    exit: 1,
    title: "an archive unpacks to more than is allowed",
    meaning:
      "Its files are too many, too large, or far larger than the archive itself: a bomb, or a wheel beyond what is supported.",
    todo: "If you trust the wheel and it really is that large, report it: the bounds are stated in the reference.",
  },
  {
    code: "TW-ZIP-UNSUPPORTED",
    exit: 1,
    title: "an archive uses a feature that wheels may not use",
    meaning: "Encryption, patches and methods other than stored and deflated are read by some tools only.",
    todo: "Fetch the file again from another source; if it stays so, the file itself is bad: report it to whoever made it.",
  },
  {
    code: "TW-ZIP-NOT-A-FILE",
    exit: 1,
    title: "an archive holds something that is no file",
    meaning: "Links, devices and pipes in an archive can lead a later file out of its directory.",
    todo: "Fetch the file again from another source; if it stays so, the file itself is bad: report it to whoever made it.",
  },
  {
    code: "TW-ZIP-DATA",
    exit: 1,
    title: "a file of an archive cannot be unpacked",
    meaning:
      "Its compressed data is damaged, has another size or checksum than announced, or something is hidden behind it.",
    todo: "Fetch the file again from another source; if it stays so, the file itself is bad: report it to whoever made it.",
  },
  {
    code: "TW-GZIP-MALFORMED",
    exit: 1,
    title: "a file is not a well-formed gzip file",
    meaning:
      "Its header is not that of one plain member: comments, extra fields and further members are read by some tools only.",
    todo: "Fetch the file again from another source; if it stays so, the file itself is bad: report it to whoever made it.",
  },
  {
    code: "TW-GZIP-DATA",
    exit: 1,
    title: "a gzip file cannot be unpacked",
    meaning:
      "Its data is damaged, has another size or checksum than it says, or something is hidden behind it.",
    todo: "Fetch the file again from another source; if it stays so, the file itself is bad: report it to whoever made it.",
  },
  {
    code: "TW-GZIP-TOO-LARGE",
    exit: 1,
    title: "a gzip file unpacks to more than is allowed",
    meaning: "It is larger than a source distribution may be, or far larger than its own size: a bomb.",
    todo: "If you trust the file and it really is that large, report it: the bounds are stated in the reference.",
  },
  {
    code: "TW-TAR-MALFORMED",
    exit: 1,
    title: "an archive is not a well-formed tar file",
    meaning:
      "A header has a wrong checksum, a number that is not octal, a name that is not UTF-8, or is of a format older than ustar; or the archive is cut short.",
    todo: "Fetch the file again from another source; if it stays so, the file itself is bad: report it to whoever made it.",
  },
  {
    code: "TW-TAR-EXTRA-BYTES",
    exit: 1,
    title: "a tar archive holds bytes that belong to no file",
    meaning:
      "Something stands where only zeros may: behind a file or behind the end. Two readers may then see two different archives.",
    todo: "Fetch the file again from another source; if it stays so, the file itself is bad: report it to whoever made it.",
  },
  {
    code: "TW-TAR-TWO-READINGS",
    exit: 1,
    title: "a tar archive says two things about one file",
    meaning:
      "A long name or size contradicts the short one. Tools that know only one of them would unpack another file.",
    todo: "Fetch the file again from another source; if it stays so, the file itself is bad: report it to whoever made it.",
  },
  {
    code: "TW-TAR-DUPLICATE",
    exit: 1,
    title: "two files of a tar archive are one place",
    meaning:
      "The same name occurs twice, or two names that some file systems take for one, or one name is a file and a directory.",
    todo: "Fetch the file again from another source; if it stays so, the file itself is bad: report it to whoever made it.",
  },
  {
    code: "TW-TAR-TOO-LARGE",
    exit: 1,
    title: "a tar archive holds more than is allowed",
    meaning: "Its files are too many or too large: a bomb, or an archive beyond what is supported.",
    todo: "If you trust the file and it really is that large, report it: the bounds are stated in the reference.",
  },
  {
    code: "TW-TAR-UNSUPPORTED",
    exit: 1,
    title: "a tar archive uses a feature that few readers know",
    meaning:
      "Sparse files, multi-volume archives and private headers are read by some tools only, and differently.",
    todo: "Fetch the file again from another source; if it stays so, the file itself is bad: report it to whoever made it.",
  },
  {
    code: "TW-TAR-NOT-A-FILE",
    exit: 1,
    title: "a tar archive holds a device or a pipe",
    meaning: "A source distribution consists of files and directories (PEP 721).",
    todo: "Fetch the file again from another source; if it stays so, the file itself is bad: report it to whoever made it.",
  },
  {
    code: "TW-TAR-LINK",
    exit: 1,
    title: "a link in a tar archive leads to no file of it",
    meaning:
      "A link is taken as a copy of the file it names, so it must name one: not a directory, not another link, nothing outside the archive.",
    todo: "Fetch the file again from another source; if it stays so, the file itself is bad: report it to whoever made it.",
  },
  {
    code: "TW-SDIST-LAYOUT",
    exit: 1,
    title: "a source distribution is not laid out as the specification asks",
    meaning:
      "It needs one top directory named after project and version, PKG-INFO of that project and version in it, and pyproject.toml or setup.py.",
    todo: "Fetch the file again from another source; if it stays so, the file itself is bad: report it to whoever made it.",
  },
  {
    code: "TW-PATH-OUTSIDE",
    exit: 1,
    title: "a path could leave its directory",
    meaning: "Absolute paths, drives, backslashes and `..` make a file land where nobody expects it.",
    todo: "Fetch the file again from another source; if it stays so, the file itself is bad: report it to whoever made it.",
  },
  {
    code: "TW-PATH-UNPORTABLE",
    exit: 1,
    title: "a path does not mean the same file everywhere",
    meaning:
      "Control and invisible characters, device names, streams, trailing dots or spaces and overlong names are read differently by different systems.",
    todo: "Fetch the file again from another source; if it stays so, the file itself is bad: report it to whoever made it.",
  },
  {
    code: "TW-WHEEL-LAYOUT",
    exit: 1,
    title: "a wheel is not laid out as the specification asks",
    meaning:
      "Its dist-info, data directory, METADATA and file name must be there, be of one project and version, and lie where an installer expects them.",
    todo: "Fetch the file again from another source; if it stays so, the file itself is bad: report it to whoever made it.",
  },
  {
    code: "TW-WHEEL-ENCODING",
    exit: 1,
    title: "a text file of a wheel is not UTF-8",
    meaning:
      "METADATA, WHEEL, RECORD and entry_points.txt are UTF-8; in any other encoding two readers could read two texts.",
    todo: "Whoever built the wheel must build it again with a current builder.",
  },
  {
    code: "TW-WHEEL-BYTECODE",
    exit: 1,
    title: "a wheel holds bytecode without its source",
    meaning:
      "Python loads a file of `__pycache__` in place of the source beside it. Where that source is another distribution's, this would replace its code and change none of its files.",
    todo: "Do not use the wheel until its keeper explains the file; an honest one is rebuilt without bytecode.",
  },
  {
    code: "TW-WHEEL-RECORD-HASH",
    exit: 1,
    title: "a file of a wheel is not the one its RECORD describes",
    meaning: "The file was changed after the wheel was made, or RECORD was.",
    todo: "Fetch the file again from another source; if it stays so, the file itself is bad: report it to whoever made it.",
  },
  {
    code: "TW-WHEEL-RECORD-SIZE",
    exit: 1,
    title: "a file of a wheel has another size than its RECORD says",
    meaning: "The file was changed after the wheel was made, or RECORD was.",
    todo: "Fetch the file again from another source; if it stays so, the file itself is bad: report it to whoever made it.",
  },
  {
    code: "TW-WHEEL-RECORD-MISSING",
    exit: 1,
    title: "a file of a wheel is not in its RECORD with a digest",
    meaning: "Every file must be listed with SHA-256 or better; one that is not may have been slipped in.",
    todo: "Fetch the file again from another source; if it stays so, the file itself is bad: report it to whoever made it.",
  },
  {
    code: "TW-WHEEL-RECORD-GHOST",
    exit: 1,
    title: "RECORD lists a file that the wheel does not hold",
    meaning: "A file was taken out after the wheel was made, or is spelled otherwise.",
    todo: "Fetch the file again from another source; if it stays so, the file itself is bad: report it to whoever made it.",
  },
  {
    code: "TW-WHEEL-NOT-COMPATIBLE",
    exit: 1,
    title: "a wheel is not for this Python",
    meaning: "None of its tags is one that this interpreter on this machine can use.",
    todo: "Use another interpreter, or a manifest or lock that pins a wheel for this one.",
  },
];
