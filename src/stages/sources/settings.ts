/** One setting from the four places where it may stand: flag, TRUEWHEEL_*, PIP_*, pip's configuration files. Pure. */
import { Fault } from "../../base/fault.ts";
import { type PipConfig, readPipConfig } from "../../standards/pip-config/pip-config.ts";

/** A value and who gave it. */
export interface Setting {
  readonly value: string;
  /** `--index-url`, `PIP_INDEX_URL`, or `/etc/pip.conf [global] index-url`. */
  readonly namedBy: string;
}

/** What the lookups read. */
export interface SettingInput {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Least important first. */
  readonly configFiles: readonly { readonly path: string; readonly text: string }[];
  readonly isolated: boolean;
}

/** The lookups. */
export class Settings {
  private readonly environment: SettingInput["environment"];
  private readonly configs: readonly { readonly path: string; readonly config: PipConfig }[];
  private readonly isolated: boolean;

  /** Throws TW-SOURCE-CONFIG when a file cannot be read. Under `isolated` only flags count. */
  constructor(input: SettingInput) {
    this.environment = input.environment;
    this.isolated = input.isolated;
    const files = input.isolated ? [] : input.configFiles;
    this.configs = files.map(({ path, text }) => ({ path, config: readPipConfig(text, path) }));
  }

  /** The value that counts for a setting that has one: `options` are pip's names for it, the usual one first. */
  one(flag: string | undefined, ...options: readonly [string, ...string[]]): Setting | undefined {
    if (flag !== undefined) return { value: flag, namedBy: `--${options[0]}` };
    return this.isolated ? undefined : (this.fromEnvironment(options) ?? this.fromFiles(options));
  }

  /** The values of a setting that may be given many times: one variable or file (words split at white space), then the flags. */
  many(flags: readonly string[], option: string): readonly Setting[] {
    const base = this.one(undefined, option);
    const words = base === undefined ? [] : base.value.split(/\s+/).filter((word) => word !== "");
    return [
      ...words.map((value) => ({ value, namedBy: base?.namedBy ?? "" })),
      ...flags.map((value) => ({ value, namedBy: `--${option}` })),
    ];
  }

  /** A switch: a flag turns it on, a variable or file turns it on or off. Throws TW-SOURCE-VALUE. */
  yes(flag: boolean, option: string): Setting | undefined {
    if (flag) return { value: "true", namedBy: `--${option}` };
    const setting = this.one(undefined, option);
    if (setting === undefined || /^(?:0|n|no|f|false|off)$/i.test(setting.value)) return undefined;
    if (/^(?:1|y|yes|t|true|on)$/i.test(setting.value)) return setting;
    throw new Fault("TW-SOURCE-VALUE", `${setting.namedBy} is neither true nor false`);
  }

  /** A number of at least 0, at most `most`. Throws TW-SOURCE-VALUE. */
  number(setting: Setting | undefined, most: number): number | undefined {
    if (setting === undefined) return undefined;
    const value = /^[0-9]+(?:\.[0-9]+)?$/.test(setting.value) ? Number(setting.value) : Number.NaN;
    if (value <= most) return value;
    throw new Fault("TW-SOURCE-VALUE", `${setting.namedBy} must be a number from 0 to ${most}`);
  }

  /** A variable that is no setting of pip or truewheel; set but empty is unset. */
  variable(name: string): Setting | undefined {
    const value = this.environment[name];
    return value === undefined || value === "" ? undefined : { value, namedBy: name };
  }

  private fromEnvironment(options: readonly string[]): Setting | undefined {
    for (const prefix of ["TRUEWHEEL_", "PIP_"])
      for (const option of options) {
        const found = this.variable(prefix + option.toUpperCase().replaceAll("-", "_"));
        if (found !== undefined) return found;
      }
    return undefined;
  }

  /** pip merges the files first, so [install] of any file counts more than [global] of every file. */
  private fromFiles(options: readonly string[]): Setting | undefined {
    for (const section of ["install", "global"])
      for (const { path, config } of this.configs.toReversed())
        for (const option of options) {
          const value = config.get(section)?.get(option);
          if (value !== undefined && value !== "")
            return { value, namedBy: `${path} [${section}] ${option}` };
        }
    return undefined;
  }
}
