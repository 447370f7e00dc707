/** The fields of core metadata. Pure data. Source: core metadata specifications, 1.0 to 2.6. */

/** How often a field may be there, and how its values hang together. */
export type FieldKind = "one" | "many" | "urls";

/** One field. */
export interface FieldRule {
  readonly kind: FieldKind;
  /** The version of the metadata that brought it. */
  readonly since: string;
}

/** The versions of core metadata, oldest first; 2.0 was never accepted. */
export const METADATA_VERSIONS: readonly string[] = [
  "1.0",
  "1.1",
  "1.2",
  "2.1",
  "2.2",
  "2.3",
  "2.4",
  "2.5",
  "2.6",
];

const BY_VERSION: Readonly<Record<string, readonly [FieldKind, string][]>> = {
  "1.0": [
    [
      "one",
      "metadata-version name version summary description keywords home-page author author-email license",
    ],
    ["many", "platform"],
  ],
  "1.1": [
    ["one", "download-url"],
    ["many", "supported-platform classifier requires provides obsoletes"],
  ],
  "1.2": [
    ["one", "maintainer maintainer-email requires-python"],
    ["many", "requires-dist provides-dist obsoletes-dist requires-external"],
    ["urls", "project-url"],
  ],
  "2.1": [
    ["one", "description-content-type"],
    ["many", "provides-extra"],
  ],
  "2.2": [["many", "dynamic"]],
  "2.4": [
    ["one", "license-expression"],
    ["many", "license-file"],
  ],
  "2.5": [["many", "import-name import-namespace"]],
};

/** Every field, by its name in lower case. */
export const FIELDS: ReadonlyMap<string, FieldRule> = new Map(
  Object.entries(BY_VERSION).flatMap(([since, groups]) =>
    groups.flatMap(([kind, names]) =>
      names.split(" ").map((name): [string, FieldRule] => [name, { kind, since }]),
    ),
  ),
);
