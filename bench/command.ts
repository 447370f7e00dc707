/** Runs a program that must succeed. */
import { spawnSync } from "node:child_process";

/** What a command printed; throws Error with both of its streams unless it succeeds. */
export function must(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  directory?: string,
): string {
  const options = {
    env: environment,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    ...(directory ? { cwd: directory } : {}),
  } as const;
  const ended = spawnSync(command, args, options);
  if (ended.status === 0) return ended.stdout;
  throw new Error(
    `${[command, ...args].join(" ").slice(0, 2000)}\n${ended.error?.message ?? ""}${ended.stdout}${ended.stderr}`,
  );
}
