/** The HTML form of a project page, and pages of links given by `--find-links`. Pure. Source: PEP 503, 592, 629, 658, 714, 740, 792. */
import { isUtf8 } from "node:buffer";
import { isDeepStrictEqual } from "node:util";
import { Fault } from "../../base/fault.ts";
import { type HtmlTag, htmlTags } from "./html-tags.ts";
import {
  absolute,
  checkApiVersion,
  checkStatus,
  decodeOnce,
  isDigest,
  isKnownDigest,
  isPlainFilename,
  type ProjectFile,
  type ProjectPage,
} from "./project-page.ts";

/** Reads a page that came from `url`. Links to anything but a file are ignored. Throws TW-INDEX-MALFORMED, TW-INDEX-API-VERSION. */
export function readHtmlPage(body: Uint8Array, url: string): ProjectPage {
  const meta = new Map<string, string>();
  const files = new Map<string, ProjectFile>();
  let base: string | undefined;
  for (const tag of htmlTags(decode(body))) {
    if (tag.name === "base") base ??= baseOf(tag, url);
    else if (tag.name === "meta") keepMeta(meta, tag);
    else if (tag.name === "a") keepFile(files, tag, base ?? url);
  }
  const apiVersion = meta.get("pypi:repository-version") ?? "1.0";
  const status = meta.get("pypi:project-status") ?? "active";
  const warnings = [...checkApiVersion(apiVersion), ...checkStatus(status)];
  if (status === "quarantined") files.clear();
  const statusReason = meta.get("pypi:project-status-reason");
  return {
    apiVersion,
    name: undefined,
    status,
    statusReason,
    versions: undefined,
    base: base ?? url,
    files,
    warnings,
  };
}

function decode(body: Uint8Array): string {
  if (!isUtf8(body)) throw new Fault("TW-INDEX-MALFORMED", "the page of links is not UTF-8");
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
}

function baseOf(tag: HtmlTag, url: string): string | undefined {
  const href = tag.attributes.get("href");
  if (href === undefined) return undefined;
  const base = URL.parse(href.trim(), url);
  if (base === null) throw new Fault("TW-INDEX-MALFORMED", "the page's <base> address cannot be read");
  return base.href;
}

/** What is read of a page's head; the rest, as PEP 708's, may be there several times and means nothing. */
const KEPT: ReadonlySet<string> = new Set([
  "pypi:repository-version",
  "pypi:project-status",
  "pypi:project-status-reason",
]);

/** Two values for one name are two readings, so the page is refused. */
function keepMeta(meta: Map<string, string>, tag: HtmlTag): void {
  const name = tag.attributes.get("name");
  const content = tag.attributes.get("content");
  if (name === undefined || content === undefined || !KEPT.has(name)) return;
  if ((meta.get(name) ?? content) !== content)
    throw new Fault("TW-INDEX-MALFORMED", "the page tells one of its properties twice");
  meta.set(name, content);
}

function keepFile(files: Map<string, ProjectFile>, tag: HtmlTag, base: string): void {
  const href = tag.attributes.get("href")?.trim();
  const url = href === undefined ? null : URL.parse(href, base);
  if (href === undefined || url === null) return;
  const filename = decodeOnce(url.pathname.slice(url.pathname.lastIndexOf("/") + 1));
  if (filename === undefined || filename === "" || !isPlainFilename(filename)) return;
  const file = readAnchor(tag, filename, href, url.hash);
  const before = files.get(filename);
  if (before !== undefined && !sameClaims(before, file))
    throw new Fault("TW-INDEX-MALFORMED", `the page has two links for ${filename} that differ`);
  files.set(filename, file);
}

function readAnchor(tag: HtmlTag, filename: string, url: string, fragment: string): ProjectFile {
  const data = tag.attributes;
  const metadata = data.get("data-core-metadata") ?? data.get("data-dist-info-metadata");
  const metadataHashes = metadata === undefined ? new Map<string, string>() : hashesIn(metadata);
  return {
    filename,
    url,
    hashes: hashesIn(fragment.slice(1)),
    size: undefined,
    requiresPython: data.get("data-requires-python"),
    yanked: data.get("data-yanked"),
    coreMetadata:
      metadata === undefined || metadata === "false"
        ? undefined
        : metadataHashes.size > 0
          ? metadataHashes
          : true,
    uploadTime: undefined,
    provenance: provenance(data.get("data-provenance")),
  };
}

function provenance(address: string | undefined): string | undefined {
  if (address !== undefined && absolute(address) === undefined)
    throw new Fault(
      "TW-INDEX-MALFORMED",
      "the page has a link with an address of provenance that cannot be read",
    );
  return address;
}

/** `sha256=hex`, or several of them with `&` between. */
function hashesIn(text: string): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  for (const part of text.split("&")) {
    const [, algorithm = "", digest = ""] = /^([a-z0-9]+)=(.*)$/s.exec(part) ?? [];
    if (isKnownDigest(algorithm) && isDigest(algorithm, digest)) out.set(algorithm, digest.toLowerCase());
  }
  return out;
}

function sameClaims(a: ProjectFile, b: ProjectFile): boolean {
  return isDeepStrictEqual(a, b);
}
