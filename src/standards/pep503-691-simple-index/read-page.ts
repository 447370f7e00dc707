/** Chooses the reader of a page by its media type. Pure. Source: PEP 691, "Version + Format Selection". */
import { Fault } from "../../base/fault.ts";
import type { ProjectPage } from "./project-page.ts";

/** The Accept header: everything this room reads, JSON first. */
export const ACCEPT =
  "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01";

/**
 * Reads the page of `project` (normalised name; undefined for a page of links, which is HTML and of no project) that came from `url`.
 * Throws Fault TW-INDEX-CONTENT-TYPE, TW-INDEX-API-VERSION, TW-INDEX-MALFORMED, TW-INDEX-OTHER-PROJECT, TW-JSON-MALFORMED, TW-JSON-DUPLICATE-KEY.
 */
export async function readProjectPage(
  project: string | undefined,
  page: { readonly url: string; readonly mediaType: string; readonly body: Uint8Array },
): Promise<ProjectPage> {
  // One of the two is needed; the other is not loaded.
  switch (page.mediaType) {
    case "application/vnd.pypi.simple.v1+json":
      if (project === undefined) throw new Fault("TW-INDEX-CONTENT-TYPE", "a page of links must be HTML");
      return (await import("./json-page.ts")).readJsonPage(project, page.body, page.url);
    case "application/vnd.pypi.simple.v1+html":
    case "text/html":
      return (await import("./html-page.ts")).readHtmlPage(page.body, page.url);
    default:
      if (/^application\/vnd\.pypi\.simple\.v[0-9]+\+(?:json|html)$/.test(page.mediaType))
        throw new Fault(
          "TW-INDEX-API-VERSION",
          `the index answered ${page.mediaType}, a version nobody asked for`,
        );
      throw new Fault(
        "TW-INDEX-CONTENT-TYPE",
        `the index answered ${describe(page.mediaType)} in place of a project page`,
      );
  }
}

function describe(mediaType: string): string {
  return mediaType === "" ? "no media type" : mediaType.replace(/[^a-z0-9.+/-]/g, "?").slice(0, 80);
}
