/** A real environment on a real disk that is put back to a known state between faults, and the real programs that change it. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pythons } from "../python/pythons.ts";
import { CLI, PLAIN } from "./cli.ts";
import { nameOf, thirtyWheels, type Version } from "./thirty.ts";
import type { MadeWheel } from "./wheel-writer.ts";
import { type Reference, reference, type Tree } from "./wholeness.ts";

/** What is done to the environment. */
export type Story = "install" | "upgrade" | "uninstall";

/** Where each story starts and ends. */
export const STATES: Readonly<Record<Story, readonly [State, State]>> = {
  install: ["empty", "1.0"],
  upgrade: ["1.0", "2.0"],
  uninstall: ["1.0", "empty"],
};

/** What an environment can hold as a whole. */
export type State = "empty" | Version;

/** A program that installs: the whole command line for a story. */
export interface Program {
  readonly name: string;
  command(story: Story, ground: Ground): readonly string[];
}

/** truewheel as it was built. */
export const truewheelProgram: Program = {
  name: "truewheel",
  command: (story, ground) => {
    const start = [process.execPath, CLI];
    const common = ["--python", ground.python, "--cache-dir", ground.store, "--no-progress"];
    if (story === "uninstall") return [...start, "uninstall", "-y", ...ground.names, ...common];
    const sources = ["--no-index", "--find-links", ground.wheels];
    return [...start, "install", "-r", ground.requirements(STATES[story][1]), ...sources, ...common];
  },
};

/** How a run ended. */
export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** See the top of the file. */
export class Ground {
  readonly folder: string;
  readonly environment: string;
  readonly python: string;
  readonly site: string;
  readonly store: string;
  /** Where the record of what was accepted is kept; put back together with the environment. */
  readonly state: string;
  /** Variables of every run. */
  readonly variables: Readonly<Record<string, string>>;
  /** The folder of wheels of both versions. */
  readonly wheels: string;
  readonly names: readonly string[];
  private readonly program: Program;
  private readonly known = new Map<State, Reference>();

  /** Makes an environment below `folder` and installs each state once with `program`, by stories without a fault. */
  constructor(
    folder: string,
    program: Program = truewheelProgram,
    count = 30,
    environment = join(folder, "env"),
  ) {
    const python = pythons.filter((each) => /^3\.1\d$/.test(each.series)).at(-1);
    assert.ok(python !== undefined, "these tests need a CPython 3.10 or newer");
    this.folder = folder;
    this.program = program;
    this.environment = environment;
    this.python = join(environment, "bin", "python");
    this.site = join(environment, "lib", `python${python.series}`, "site-packages");
    this.store = join(folder, "store");
    this.state = join(folder, "state");
    // A home that is there: the key that seals what the store keeps unpacked lies in it.
    const home = join(folder, "home");
    mkdirSync(home);
    this.variables = { ...PLAIN, HOME: home, TRUEWHEEL_STATE_DIR: this.state };
    this.wheels = join(folder, "wheels");
    this.names = Array.from({ length: count }, (_, number) => nameOf(number));
    this.fill(count);
    const bare = join(folder, "empty");
    must(
      spawnSync(python.path, ["-I", "-m", "venv", "--without-pip", bare], { env: PLAIN, encoding: "utf8" }),
    );
    // Its own path is written into it; nothing of what is installed later depends on it.
    for (const name of readdirSync(join(bare, "bin")))
      if (!name.startsWith("python")) rmSync(join(bare, "bin", name));
    // The directory for headers is the environment's, as site-packages is; venv makes it only on some Pythons.
    mkdirSync(join(bare, "include", "site", `python${python.series}`), { recursive: true });
    this.learn("empty");
    for (const [story, state] of [
      ["install", "1.0"],
      ["upgrade", "2.0"],
    ] as const) {
      const ended = this.run(story);
      assert.equal(ended.status, 0, ended.output);
      for (const [from, to] of this.places(state))
        must(spawnSync("cp", ["-a", from, to], { encoding: "utf8" }));
      this.learn(state);
    }
  }

  /** The requirements file that pins every package at `state`. */
  requirements(state: State): string {
    return join(this.folder, `requirements-${state}.txt`);
  }

  /** Puts the environment into `state`, and the record of it. */
  reset(state: State): void {
    for (const [place, kept] of this.places(state)) {
      rmSync(place, { recursive: true, force: true });
      if (existsSync(kept)) must(spawnSync("cp", ["-a", kept, place], { encoding: "utf8" }));
    }
  }

  /** What changes, and where its copy for `state` is kept. */
  private places(state: State): readonly (readonly [string, string])[] {
    return [
      [this.environment, join(this.folder, state)],
      [this.state, join(this.folder, `state-${state}`)],
    ];
  }

  /** What `verify --installed` says of the environment. */
  verify(): Ended {
    const command = ["verify", "--installed", "--python", this.python, "--cache-dir", this.store];
    return this.wait([process.execPath, CLI, ...command]);
  }

  /** The environment as it is. */
  tree(environment = this.environment): Tree {
    return treeOf(environment, environment);
  }

  /** What a run without a fault leaves. */
  reference(state: State): Reference {
    return this.known.get(state) ?? assert.fail(`${state} is not known`);
  }

  /** Every reference. */
  get references(): readonly Reference[] {
    return [...this.known.values()];
  }

  /** The command of a story. */
  command(story: Story): readonly string[] {
    return this.program.command(story, this);
  }

  /** Runs a story to its end. */
  run(story: Story): Ended {
    return this.wait(this.command(story));
  }

  /** Starts a command. */
  begin(command: readonly string[]): Running {
    return begin(command, this.variables);
  }

  private wait([program = "", ...args]: readonly string[]): Ended {
    const ended = spawnSync(program, args, {
      env: this.variables,
      cwd: "/",
      encoding: "utf8",
      timeout: 300_000,
    });
    return { status: ended.status, signal: ended.signal, output: ended.stdout + ended.stderr };
  }

  private fill(count: number): void {
    mkdirSync(this.wheels, { recursive: true });
    for (const version of ["1.0", "2.0"] as const) {
      const wheels = thirtyWheels(version, count);
      for (const wheel of wheels) writeFileSync(join(this.wheels, wheel.filename), wheel.bytes);
      writeFileSync(this.requirements(version), pins(wheels));
    }
  }

  private learn(state: State): void {
    this.reset(state);
    const site = this.site.slice(this.environment.length);
    this.known.set(
      state,
      reference(this.tree(), site, (path) => readFileSync(join(this.environment, path), "utf8")),
    );
  }
}

/** The wheels as a requirements file with hashes. */
export function pins(wheels: readonly MadeWheel[]): string {
  return wheels.map(({ name, version, sha256 }) => `${name}==${version} --hash=sha256:${sha256}\n`).join("");
}

/** A command at work. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts a command, its output kept. */
function begin(command: readonly string[], environment: Readonly<Record<string, string>>): Running {
  const [program = "", ...args] = command;
  const child = spawn(program, args, { env: environment, cwd: "/", stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (piece: Buffer) => {
      output += piece.toString();
    });
  const ended = new Promise<Ended>((resolve) => {
    child.on("error", (error) => resolve({ status: null, signal: null, output: String(error) }));
    child.on("close", (status, signal) => resolve({ status, signal, output }));
  });
  return { child, ended };
}

/** Every path below `root`, itself left out, as a tree whose paths start with `/`; `home` is blanked out of links. */
export function treeOf(root: string, home: string): Tree {
  const tree = new Map<string, string>();
  if (!existsSync(root)) return tree;
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      const mode = (lstatSync(path).mode & 0o7777).toString(8);
      const word = entry.isSymbolicLink()
        ? `link ${readlinkSync(path).replace(home, "")}`
        : entry.isFile()
          ? `file ${mode} ${createHash("sha256").update(readFileSync(path)).digest("hex")}`
          : `directory ${mode}`;
      tree.set(path.slice(root.length), word);
      if (entry.isDirectory()) walk(path);
    }
  };
  walk(root);
  return tree;
}

function must(ended: { readonly status: number | null; readonly stderr: string }): void {
  assert.equal(ended.status, 0, ended.stderr);
}
