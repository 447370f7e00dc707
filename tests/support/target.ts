/** A target and accepted wheels without a Python, for tests of the installer alone. */
import assert from "node:assert/strict";
import { asSha256 } from "../../src/base/digest.ts";
import type { Accepted } from "../../src/model/accepted.ts";
import type { Artifact, Wanted } from "../../src/model/artifact.ts";
import type { Target } from "../../src/model/target.ts";
import type { Locks } from "../../src/ports/locks.ts";
import type { Progress } from "../../src/ports/progress.ts";
import { evidenceKinds } from "../../src/stages/evidence/kinds/registry.ts";
import { type PlannedDistribution, planDistribution } from "../../src/stages/install/plan.ts";
import { judge } from "../../src/stages/judge/judge.ts";
import { readWheel } from "../../src/standards/pep427-wheel/wheel.ts";
import type { MadeWheel } from "./wheel-writer.ts";

/** An environment at `prefix`, CPython 3.12. */
export function fakeTarget(prefix: string): Target {
  const site = `${prefix}/lib/python3.12/site-packages`;
  const scheme = {
    purelib: site,
    platlib: site,
    scripts: `${prefix}/bin`,
    headers: `${prefix}/include/site/python3.12`,
    data: prefix,
  };
  return {
    kind: "environment",
    interpreter: {
      executable: `${prefix}/bin/python`,
      implementation: "cpython",
      version: "3.12.1",
      major: 3,
      minor: 12,
      markers: {},
      tags: ["py3-none-any"],
      prefix,
      basePrefix: "/usr",
      baseExecutable: "/usr/bin/python3.12",
      platform: "linux",
      path: [site],
      scheme,
      prefixScheme: scheme,
      virtual: true,
      pth: undefined,
      managed: undefined,
      freeThreaded: false,
    },
    scheme,
    executable: `${prefix}/bin/python`,
    workspace: `${site}/.truewheel`,
  };
}

/** The wheel, judged against a pin of its own bytes. */
export function accept(wheel: MadeWheel): Accepted<Artifact> {
  const sha256 = asSha256(wheel.sha256);
  assert.ok(sha256 !== undefined);
  const { name, version, filename } = wheel;
  const wanted: Wanted = { name, version, filename, size: wheel.bytes.length, sha256 };
  const artifact: Artifact = { wanted, bytes: wheel.bytes, origin: { from: "store" }, told: new Map() };
  const pins = { madeBy: "the test", pins: new Map([[filename, wanted]]), locked: new Map() };
  const judgement = judge(artifact, evidenceKinds, pins, { atLeast: "PINNED" });
  assert.equal(judgement.decision, "accepted");
  return judgement.decision === "accepted" ? judgement.accepted : assert.fail();
}

/** The wheels as planned distributions of `target`. */
export function plan(wheels: readonly MadeWheel[], target: Target): readonly PlannedDistribution[] {
  return wheels.map((made) => {
    const wheel = readWheel(made.bytes, made.filename);
    return planDistribution({ accepted: accept(made), wheel }, target, true);
  });
}

/** A lock that is always free. */
export const freeLocks: Locks = { acquire: () => Promise.resolve({ release: () => undefined }) };

/** Says nothing, remembers the notices. */
export function quietProgress(notices: string[] = []): Progress {
  return {
    begin: () => undefined,
    advance: () => undefined,
    end: () => undefined,
    detail: () => undefined,
    notice: (line) => void notices.push(line),
  };
}
