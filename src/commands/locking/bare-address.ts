/** Addresses as a lock may hold them. Pure. */

const SECRET = /token|sign?ature|^sig$|key|auth|passw|secret|credential|expires|policy|^x-amz-|^se$|^sv$/i;

/** `url` without user, password and fragment, and without a query that looks like a key to the file. */
export function bareAddress(url: string): string {
  const parsed = new URL(url);
  parsed.username = "";
  parsed.password = "";
  parsed.hash = "";
  if ([...parsed.searchParams.keys()].some((key) => SECRET.test(key))) parsed.search = "";
  return parsed.href;
}
