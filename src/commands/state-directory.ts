/** Where our own records are kept. Pure. Source: XDG Base Directory Specification; Apple's and Microsoft's own places. */
import type { World } from "../ports/world.ts";
import { absolute } from "./cache-directory.ts";
import type { Arguments } from "./command.ts";

/** `--state-dir`, else the platform's place for state; absolute. */
export function stateDirectory(
  given: Arguments,
  world: Pick<World, "environment" | "platform" | "home" | "directory">,
): string {
  const asked = given.value("state-dir");
  if (asked !== undefined) return absolute(asked, world.directory);
  const { LOCALAPPDATA, XDG_STATE_HOME } = world.environment;
  if (world.platform === "win32" && LOCALAPPDATA) return `${LOCALAPPDATA}/truewheel/state`;
  if (world.platform === "darwin") return `${world.home}/Library/Application Support/truewheel`;
  // The specification wants a relative XDG_STATE_HOME ignored.
  return XDG_STATE_HOME?.startsWith("/") === true
    ? `${XDG_STATE_HOME}/truewheel`
    : `${world.home}/.local/state/truewheel`;
}
