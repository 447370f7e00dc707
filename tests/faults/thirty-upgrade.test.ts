/** Every operation of an upgrade of thirty packages, died at: see thirty.ts. */
import { dieEverywhere } from "./thirty.ts";

dieEverywhere("upgrade");
