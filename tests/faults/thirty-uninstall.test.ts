/** Every operation of an uninstallation of thirty packages, died at: see thirty.ts. */
import { dieEverywhere } from "./thirty.ts";

dieEverywhere("uninstall");
