/** The ports of fetching. Types only. */
import type { Files } from "../../ports/files.ts";
import type { Http } from "../../ports/http.ts";
import type { Progress } from "../../ports/progress.ts";
import type { Store } from "../../ports/store.ts";

/** What fetching needs of the world. The caller closes `http`. */
export interface FetchPorts {
  readonly http: Http;
  readonly store: Store;
  readonly files: Files;
  readonly progress: Progress;
}
