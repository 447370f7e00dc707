/** What a DSSE envelope signs. Pure. Source: secure-systems-lab/dsse, protocol.md v1. */

/** The pre-authentication encoding of a payload of this type. */
export function preAuthEncoding(type: string, payload: Uint8Array): Uint8Array {
  const header = `DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `;
  return Buffer.concat([Buffer.from(header, "utf8"), payload]);
}
