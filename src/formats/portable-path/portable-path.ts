/**
 * Paths inside archives that mean the same file on every platform. Pure.
 * A path is `/`-separated and relative. What one system would read otherwise than another (drives, streams, device
 * names, trailing dots, control characters, two spellings of one name) is refused everywhere, so that a lock is portable.
 */
import { Fault } from "../../base/fault.ts";

/** Longest component that common file systems take, in UTF-8 bytes. */
const LONGEST_COMPONENT = 255;
/** Longest whole path, in UTF-8 bytes: leaves room for the environment's own path below PATH_MAX. */
const LONGEST_PATH = 2048;

const PLAIN =
  /^[A-Za-z0-9_+=@,!#%()[\]{}'-](?:[A-Za-z0-9_+=@,!#%()[\]{}' .-]*[A-Za-z0-9_+=@,!#%()[\]{}'-])?$/;
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
/** Characters that change the order or the look of their neighbours, or that a file system may skip: bidi controls, separators, invisible ones. */
const DECEPTIVE = /[\u2028-\u202e\ufff9-\ufffb\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/u;
/** The short name that Windows makes of a longer one (`PYVENV~1.CFG`): it would open that other file. */
const SHORT_NAME = /^(?=[^.]{1,8}(?:\.|$))[^.]*~[0-9]+(?:\.[^.]{0,3})?$/;
const SHOWN_AS_NUMBERS =
  /[\u007f-\u009f\u2028-\u202e\ufff9-\ufffb\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/gu;
const DEVICE =
  /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])(?:[. ]|$)/i;

/** Refuses `path` unless every platform reads it as the same relative path; throws Fault TW-PATH-UNPORTABLE or TW-PATH-OUTSIDE. */
export function checkPortablePath(path: string): void {
  if (path.length > LONGEST_PATH / 4 && utf8Length(path) > LONGEST_PATH) unportable(path, "it is too long");
  if (path.startsWith("/")) outside(path, "it is absolute");
  if (path.includes("\\")) outside(path, "it holds a backslash, which separates directories on Windows");
  for (const component of path.split("/")) checkComponent(path, component);
}

function checkComponent(path: string, component: string): void {
  if (component === "") unportable(path, "a component is empty");
  if (component === "..") outside(path, "it climbs with `..`");
  if (component === ".") unportable(path, "a component is `.`");
  if (component.length > LONGEST_COMPONENT / 4 && utf8Length(component) > LONGEST_COMPONENT) {
    unportable(path, `a component is longer than ${LONGEST_COMPONENT} bytes`);
  }
  if (!PLAIN.test(component)) checkOddComponent(path, component);
  if (DEVICE.test(component)) unportable(path, "a component is a Windows device name");
}

function checkOddComponent(path: string, component: string): void {
  if (CONTROL.test(component)) unportable(path, "it holds a control character");
  if (DECEPTIVE.test(component)) unportable(path, "it holds an invisible or direction-changing character");
  if (/^[A-Za-z]:/.test(component)) outside(path, "it names a drive");
  if (component.includes(":")) unportable(path, "it names a stream of a file");
  if (/[<>"|?*]/.test(component)) unportable(path, "it holds a character that Windows does not allow");
  if (/[. ]$/.test(component)) unportable(path, "a component ends in a dot or a space");
  if (SHORT_NAME.test(component)) unportable(path, "a component is the short name of another on Windows");
}

/** The form under which two paths are one file on some file system: NFC after case folding. */
export function foldPath(path: string): string {
  if (/^[\u0000-\u007f]*$/.test(path)) return path.toLowerCase();
  return path.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFC");
}

/** `path` with everything a terminal would act on made visible, for messages. */
export function shownPath(path: string): string {
  const short = path.length > 160 ? `${path.slice(0, 157)}...` : path;
  return JSON.stringify(short).replace(SHOWN_AS_NUMBERS, (character) => {
    const number = (character.codePointAt(0) ?? 0).toString(16);
    return number.length > 4 ? `\\u{${number}}` : `\\u${number.padStart(4, "0")}`;
  });
}

function utf8Length(text: string): number {
  return Buffer.byteLength(text, "utf8");
}

function unportable(path: string, why: string): never {
  throw new Fault("TW-PATH-UNPORTABLE", `the path ${shownPath(path)} is not portable: ${why}`);
}

function outside(path: string, why: string): never {
  throw new Fault("TW-PATH-OUTSIDE", `the path ${shownPath(path)} could leave its directory: ${why}`);
}
