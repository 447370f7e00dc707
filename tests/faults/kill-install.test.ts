/** The install of thirty packages by the real program, killed and interrupted: see kill-thirty.ts. */
import { killEverywhere } from "./kill-thirty.ts";

await killEverywhere("install");
