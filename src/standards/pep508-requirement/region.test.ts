/** Regions of environments: they hold exactly what their markers hold, and are told by markers that hold the same. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { evaluateMarker, parseMarker } from "./marker.ts";
import { MarkerRegions } from "./marker-region.ts";
import { type Region, Regions } from "./region.ts";
import { markerText } from "./region-marker.ts";

const comparisons = fc.oneof(
  fc
    .tuple(
      fc.constantFrom("python_version", "python_full_version"),
      fc.constantFrom("<", "<=", ">", ">=", "==", "!=", "~="),
      fc.constantFrom("3.8", "3.9", "3.10", "3.11"),
    )
    .map(([variable, operator, version]) => `${variable} ${operator} '${version}'`),
  fc
    .tuple(
      fc.constantFrom("sys_platform", "platform_machine", "implementation_name"),
      fc.constantFrom("==", "!="),
      fc.constantFrom("linux", "win32", "x86_64", "cpython"),
    )
    .map(([variable, operator, value]) => `'${value}' ${operator} ${variable}`),
  fc.constantFrom(
    "platform_release >= '5'",
    "'x86' in platform_machine",
    "'x86' not in platform_machine",
    "sys_platform in 'linux win32'",
    "python_version in '3.8, 3.10'",
    "python_version == '3.*'",
    "python_full_version != '3.9.*'",
    "'3.9' <= python_version",
    "python_version > '3.9.1'",
    "python_version == '3.9.1'",
  ),
);
const texts = fc.letrec<{ marker: string }>((tie) => ({
  marker: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    comparisons,
    fc
      .tuple(tie("marker"), fc.constantFrom("and", "or"), tie("marker"))
      .map(([a, op, b]) => `(${a}) ${op} (${b})`),
  ),
})).marker;
const places = fc.record({
  python_full_version: fc.constantFrom(
    "3.8.0",
    "3.8.7",
    "3.9.0",
    "3.9.1",
    "3.9.18",
    "3.10.0",
    "3.10.2",
    "3.11.0",
    "3.12.1",
  ),
  sys_platform: fc.constantFrom("linux", "win32", "darwin"),
  platform_machine: fc.constantFrom("x86_64", "aarch64"),
  implementation_name: fc.constantFrom("cpython", "pypy"),
  platform_release: fc.constantFrom("4.1", "6.2"),
});

function environmentOf(place: { readonly python_full_version: string } & Readonly<Record<string, string>>) {
  return { ...place, python_version: place.python_full_version.split(".").slice(0, 2).join(".") };
}

/** Where the marker holds when everything is known: everywhere or nowhere. */
function holdsIn(text: string, environment: Readonly<Record<string, string>>): boolean {
  return evaluateMarker(parseMarker(text), environment);
}

/** Follows the diagram of `region` in `environment`, by way of the markers that its variables are. */
function isIn(region: Region, environment: Readonly<Record<string, string>>, regions: Regions): boolean {
  const text = markerText(region, regions.everywhere, regions);
  return text === undefined ? region === regions.everywhere : holdsIn(text, environment);
}

test("a region is told by a marker that holds where the first one does", () => {
  fc.assert(
    fc.property(texts, places, (text, place) => {
      const regions = new Regions();
      const region = new MarkerRegions(regions, {}).of(parseMarker(text), "");
      const environment = environmentOf(place);
      assert.equal(isIn(region, environment, regions), holdsIn(text, environment));
    }),
    { numRuns: 1500 },
  );
});

test("what is joined, met and turned round holds as logic has it", () => {
  fc.assert(
    fc.property(texts, texts, places, (a, b, place) => {
      const regions = new Regions();
      const markers = new MarkerRegions(regions, {});
      const [x, y] = [markers.of(parseMarker(a), ""), markers.of(parseMarker(b), "")];
      const environment = environmentOf(place);
      const [inX, inY] = [holdsIn(a, environment), holdsIn(b, environment)];
      assert.equal(isIn(regions.and(x, y), environment, regions), inX && inY);
      assert.equal(isIn(regions.or(x, y), environment, regions), inX || inY);
      assert.equal(isIn(regions.not(x), environment, regions), !inX);
      assert.equal(regions.not(regions.not(x)), x);
      assert.equal(regions.and(x, y), regions.and(y, x));
    }),
    { numRuns: 500 },
  );
});

test("a fixed variable leaves nothing open", () => {
  fc.assert(
    fc.property(texts, places, (text, place) => {
      const regions = new Regions();
      const environment = environmentOf(place);
      const region = new MarkerRegions(regions, environment).of(parseMarker(text), "");
      assert.equal(region.leaf, holdsIn(text, environment));
    }),
  );
});

const shown: readonly (readonly [string, string, string, string | undefined])[] = [
  [
    "leaves out what is assumed",
    "python_version >= '3.9' and sys_platform == 'linux'",
    "python_version >= '3.9'",
    "sys_platform == 'linux'",
  ],
  ["says nothing where it always holds", "python_version >= '3.8'", "python_version >= '3.9'", undefined],
  [
    "joins neighbouring versions",
    "python_version == '3.9' or python_version == '3.10'",
    "python_version >= '3.8'",
    "python_version >= '3.9' and python_version < '3.11'",
  ],
  [
    "tells one series by name",
    "python_version >= '3.9' and python_version < '3.10'",
    "python_version >= '3.8'",
    "python_version == '3.9'",
  ],
  [
    "tells what all ways share once",
    "sys_platform == 'linux' and (platform_machine == 'x86_64' or os_name == 'nt')",
    "python_version >= '3.8'",
    "sys_platform == 'linux' and (platform_machine == 'x86_64' or os_name == 'nt')",
  ],
  [
    "keeps groups of the project",
    "'dev' in dependency_groups and python_version < '3.11'",
    "python_version >= '3.8'",
    `python_version < '3.11' and "dev" in dependency_groups`,
  ],
];

for (const [sentence, text, assumed, expected] of shown) {
  test(`a marker ${sentence}`, () => {
    const regions = new Regions();
    const markers = new MarkerRegions(regions, {});
    const within = markers.of(parseMarker(assumed), "");
    assert.equal(
      markerText(regions.and(markers.of(parseMarker(text), ""), within), within, regions),
      expected,
    );
  });
}

test("an extra is known when it is asked for", () => {
  const regions = new Regions();
  const markers = new MarkerRegions(regions, {});
  const marker = parseMarker("extra == 'x' and sys_platform == 'linux'");
  assert.equal(markers.of(marker, ""), regions.nowhere);
  assert.equal(markerText(markers.of(marker, "x"), regions.everywhere, regions), "sys_platform == 'linux'");
});
