/** Every operation of an installation of thirty packages, died at: see thirty.ts. */
import { dieEverywhere } from "./thirty.ts";

dieEverywhere("install");
