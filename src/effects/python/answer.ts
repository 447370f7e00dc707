/** Reads what python/probe.py printed. Every field is checked: the program that was started may be anything. */
import { Fault } from "../../base/fault.ts";
import { isArray, isObject, type Json, type JsonObject, parseStrictJson } from "../../base/strict-json.ts";
import type { Interpreter, Scheme } from "../../model/interpreter.ts";
import type { ElfHeader, PythonBuild } from "../../standards/pep425-tags/build.ts";
import { supportedTags } from "../../standards/pep425-tags/supported.ts";

/** The probe's answer: the interpreter, and the files whose change makes the answer stale. */
export interface Answer {
  readonly interpreter: Interpreter;
  readonly watch: readonly string[];
}

const LONGEST_TEXT = 70_000;
const LONGEST_PATH = 4096;
const MOST_PATHS = 256;

/** The answer in `text`. Throws TW-PYTHON-TOO-OLD, or TW-PYTHON-ANSWER when a field is missing, of another type or out of bounds. */
export function readAnswer(text: string, program: string): Answer {
  try {
    const document = parseStrictJson(text, 8);
    const fields = new Fields(isObject(document) ? document : malformed("it is no object"), "");
    if (fields.number("format", 1, 1) === 1 && fields.has("tooOld"))
      throw tooOld(program, fields.text("tooOld", 40));
    return { interpreter: interpreterOf(fields), watch: fields.paths("watch") };
  } catch (cause) {
    if (cause instanceof Fault && cause.code === "TW-PYTHON-TOO-OLD") throw cause;
    const hint =
      "Something in that Python's standard library or start-up files is not what it should be; reinstall it.";
    throw new Fault("TW-PYTHON-ANSWER", `${program} describes itself in a way that makes no sense`, {
      cause,
      hint,
    });
  }
}

function tooOld(program: string, version: string): Fault {
  const hint = "Name a Python of the series 2.7, or 3.6 or newer.";
  return new Fault(
    "TW-PYTHON-TOO-OLD",
    `${program} is Python ${version}, which is older than any supported series`,
    { hint },
  );
}

function interpreterOf(fields: Fields): Interpreter {
  const [major, minor, micro] = fields.version();
  const build = buildOf(fields.object("build"), fields, major, minor);
  const pth = fields.optional("pth", (inner) => ({
    path: inner.path("path"),
    text: inner.text("text", LONGEST_TEXT),
  }));
  return {
    executable: fields.path("executable"),
    implementation: build.implementation,
    version: `${major}.${minor}.${micro}`,
    major,
    minor,
    markers: markersOf(fields.object("markers")),
    tags: supportedTags(build),
    prefix: fields.path("prefix"),
    basePrefix: fields.path("basePrefix"),
    baseExecutable: fields.path("baseExecutable"),
    platform: fields.word("platform"),
    path: fields.paths("path"),
    scheme: schemeOf(fields.object("scheme"), (inner, key) => inner.path(key)),
    prefixScheme: fields.optional("prefixScheme", (inner) =>
      schemeOf(inner, (each, key) => each.relative(key)),
    ),
    virtual: fields.flag("virtual"),
    pth,
    managed: fields.optionalText("managed", LONGEST_TEXT),
    freeThreaded: build.freeThreaded,
  };
}

function buildOf(inner: Fields, outer: Fields, major: number, minor: number): PythonBuild {
  return {
    implementation: outer.word("implementation"),
    major,
    minor,
    debug: inner.flag("debug"),
    freeThreaded: inner.flag("freeThreaded"),
    pymalloc: inner.flag("pymalloc"),
    wideUnicode: inner.flag("wideUnicode"),
    extension: inner.optionalText("extension", 200),
    platform: inner.word("platform"),
    machine: outer.object("markers").text("platform_machine", 100),
    bits: inner.number("bits", 32, 64) === 64 ? 64 : 32,
    glibc: inner.release("glibc"),
    musl: inner.release("musl"),
    mac: inner.release("mac"),
    elf: inner.optional("elf", elfOf),
  };
}

function elfOf(fields: Fields): ElfHeader {
  return {
    bits: fields.number("bits", 32, 64) === 64 ? 64 : 32,
    little: fields.flag("little"),
    machine: fields.number("machine", 0, 0xffff),
    flags: fields.number("flags", 0, 0xffffffff),
  };
}

/** PEP 508 "Environment Markers", but `extra`. */
const MARKERS = [
  "implementation_name",
  "implementation_version",
  "os_name",
  "platform_machine",
  "platform_python_implementation",
  "platform_release",
  "platform_system",
  "platform_version",
  "python_full_version",
  "python_version",
  "sys_platform",
] as const;

function markersOf(fields: Fields): Readonly<Record<string, string>> {
  return Object.fromEntries(MARKERS.map((name) => [name, fields.text(name, 1000)]));
}

function schemeOf(fields: Fields, take: (fields: Fields, key: keyof Scheme) => string): Scheme {
  return {
    purelib: take(fields, "purelib"),
    platlib: take(fields, "platlib"),
    scripts: take(fields, "scripts"),
    headers: take(fields, "headers"),
    data: take(fields, "data"),
  };
}

function malformed(why: string): never {
  throw new Fault("TW-PYTHON-ANSWER", `the answer is malformed: ${why}`);
}

/** Typed access to one object of the answer; `at` names it in messages. */
class Fields {
  private readonly object_: JsonObject;
  private readonly at: string;

  constructor(object: JsonObject, at: string) {
    this.object_ = object;
    this.at = at;
  }

  has(key: string): boolean {
    return this.object_.has(key);
  }

  text(key: string, most: number): string {
    return this.checkText(key, this.value(key), most);
  }

  /** A name without spaces. */
  word(key: string): string {
    const text = this.text(key, 100);
    return /^[\w.+-]+$/.test(text) ? text : this.wrong(key, "a word");
  }

  path(key: string): string {
    return this.checkPath(key, this.value(key));
  }

  /** A path below a prefix: no step upwards; empty for the prefix itself. */
  relative(key: string): string {
    const text = this.text(key, LONGEST_PATH);
    const steps = text.split(/[\\/]/);
    const bad = /^([\\/]|[A-Za-z]:)/.test(text) || steps.includes("..") || text.includes("\0");
    return bad ? this.wrong(key, "a path below the prefix") : text;
  }

  paths(key: string): readonly string[] {
    const value = this.value(key);
    if (!isArray(value) || value.length > MOST_PATHS) return this.wrong(key, "a list of paths");
    return value.map((each) => this.checkPath(key, each));
  }

  flag(key: string): boolean {
    const value = this.value(key);
    return typeof value === "boolean" ? value : this.wrong(key, "true or false");
  }

  number(key: string, least: number, most: number): number {
    return this.checkNumber(key, this.value(key), least, most);
  }

  version(): readonly [number, number, number] {
    const value = this.value("version");
    if (!isArray(value) || value.length !== 3) return this.wrong("version", "three numbers");
    const [major, minor, micro] = value.map((each) => this.checkNumber("version", each, 0, 999));
    return [major ?? 0, minor ?? 0, micro ?? 0];
  }

  /** `major.minor`, or undefined for null. */
  release(key: string): string | undefined {
    const text = this.optionalText(key, 20);
    return text === undefined || /^\d{1,3}\.\d{1,3}$/.test(text) ? text : this.wrong(key, "two numbers");
  }

  optionalText(key: string, most: number): string | undefined {
    const value = this.value(key);
    return value === null ? undefined : this.checkText(key, value, most);
  }

  object(key: string): Fields {
    return this.fields(key, this.value(key));
  }

  optional<T>(key: string, take: (fields: Fields) => T): T | undefined {
    const value = this.value(key);
    return value === null ? undefined : take(this.fields(key, value));
  }

  private fields(key: string, value: Json): Fields {
    return isObject(value) ? new Fields(value, `${this.at}${key}.`) : this.wrong(key, "an object");
  }

  private value(key: string): Json {
    const value = this.object_.get(key);
    return value === undefined ? malformed(`${this.at}${key} is missing`) : value;
  }

  private checkText(key: string, value: Json, most: number): string {
    if (typeof value !== "string" || value.length > most) return this.wrong(key, "a text");
    return value.isWellFormed() ? value : this.wrong(key, "valid UTF-8");
  }

  private checkPath(key: string, value: Json): string {
    const text = this.checkText(key, value, LONGEST_PATH);
    const absolute = text.startsWith("/") || /^([A-Za-z]:[\\/]|\\\\)/.test(text);
    return absolute && !text.includes("\0") ? text : this.wrong(key, "an absolute path");
  }

  private checkNumber(key: string, value: Json, least: number, most: number): number {
    const fine = typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
    return fine ? value : this.wrong(key, `a whole number from ${least} to ${most}`);
  }

  private wrong(key: string, wanted: string): never {
    return malformed(`${this.at}${key} is not ${wanted}`);
  }
}
