/** Which addresses lie in private networks, and which hosts a proxy is not for. Source: RFC 6890 and its registry; the usual reading of NO_PROXY. */
import { BlockList, isIP } from "node:net";

const NETWORKS = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"],
  ...["192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4"],
  ...["::/96", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "64:ff9b:1::/48"],
];

let networks: BlockList | undefined;
/** Answers given before: a run talks to few addresses, and each piece of each answer asks. */
const known = new Map<string, boolean>([
  ["127.0.0.1", true],
  ["::1", true],
]);

/** True for a loopback, private, link-local, multicast or reserved address, also when an IPv6 address only carries it. */
export function isPrivateAddress(address: string): boolean {
  const before = known.get(address);
  if (before !== undefined) return before;
  const answer = liesInPrivate(address);
  if (known.size < 1000) known.set(address, answer);
  return answer;
}

function liesInPrivate(address: string): boolean {
  networks ??= listOf(NETWORKS);
  const plain = address.replace(/^\[|\]$/g, "").replace(/%.*$/, "");
  const version = isIP(plain);
  if (version === 0) return false;
  if (version === 4) return networks.check(plain, "ipv4");
  const carried = carriedAddress(plain);
  return carried === undefined ? networks.check(plain, "ipv6") : isPrivateAddress(carried);
}

/** The IPv4 address within a mapped (`::ffff:0:0/96`), translated (`64:ff9b::/96`) or 6to4 (`2002::/16`) one. */
function carriedAddress(address: string): string | undefined {
  // The URL standard writes every IPv6 address in one way, without dots.
  const plain = URL.parse(`http://[${address}]/`)?.hostname.slice(1, -1) ?? "";
  const [head = "", tail] = plain.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? [] : Array<string>(8 - before.length - after.length).fill("0");
  const groups = [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16));
  const start = groups.slice(0, 6).join();
  const isTail = start === "0,0,0,0,0,65535" || start === "100,65435,0,0,0,0";
  if (!isTail && groups[0] !== 0x2002) return undefined;
  return (isTail ? groups.slice(6) : groups.slice(1, 3))
    .map((group) => `${group >> 8}.${group & 255}`)
    .join(".");
}

/** True when the host's own spelling says that it is private; names that need a look-up are not judged here. */
export function isPrivateHost(host: string): boolean {
  return /(?:^|\.)localhost\.?$/i.test(host) || isPrivateAddress(host);
}

/** True when `url` needs no proxy. `except` holds lower-case entries: `*`, `host` (with its subdomains), `.suffix`, `host:port`, an address, a range. */
export function isExcepted(url: URL, except: readonly string[]): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return except.some((entry) => matches(entry, host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === "*") return true;
  if (/^[0-9a-f.:]+\/[0-9]{1,3}$/.test(entry)) return isIP(host) !== 0 && inRange(entry, host);
  const [, name, onlyPort] = /^(.*?)(?::([0-9]+))?$/.exec(isIP(entry) === 6 ? `${entry}` : entry) ?? [];
  const plain = isIP(entry) === 6 ? entry : (name ?? entry).replace(/^\[|\]$/g, "");
  if (isIP(entry) !== 6 && onlyPort !== undefined && onlyPort !== port) return false;
  const suffix = plain.replace(/^\*?\./, "");
  return suffix !== "" && (host === suffix || host.endsWith(`.${suffix}`));
}

function inRange(range: string, host: string): boolean {
  const list = tryList(range);
  return list?.check(host, isIP(host) === 4 ? "ipv4" : "ipv6") ?? false;
}

function tryList(range: string): BlockList | undefined {
  try {
    return listOf([range]);
  } catch {
    return undefined;
  }
}

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", bits = ""] = range.split("/");
    list.addSubnet(address, Number(bits), isIP(address) === 4 ? "ipv4" : "ipv6");
  }
  return list;
}
