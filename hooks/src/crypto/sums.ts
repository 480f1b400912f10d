// Sums over what went in and came out: to know the same operation again, and that all that went into a digest was seen.

import type { Work } from "./works.js";
import type { Taken } from "./bytes.js";

/** The digests that can be worked out again here, by their names in Java (Java Security Standard Algorithm Names). */
const KNOWN: Readonly<Record<string, ChecksumType>> = {
  "MD5": "md5", "SHA": "sha1", "SHA1": "sha1", "SHA-1": "sha1", "SHA256": "sha256", "SHA-256": "sha256",
  "SHA384": "sha384", "SHA-384": "sha384", "SHA512": "sha512", "SHA-512": "sha512",
};

/** Whether a digest is that of the bytes that were seen to go in; null where it cannot be worked out here. */
export function fits(algorithm: string, { input, output }: Work): boolean | null {
  const type = KNOWN[algorithm.toUpperCase()];
  if (type === undefined || !input.whole || !output.whole) return null;
  const sum = new Checksum(type);
  add(sum, input);
  return sum.getString() === hexOf(output);
}

/** Tells operations with the same bytes from others. */
export function digestOf(operation: string, algorithm: string, { input, output }: Work): string {
  const sum = new Checksum("sha256");
  sum.update(`${operation} ${algorithm} ${input.size} ${input.kept} ${output.size} `);
  add(sum, input);
  add(sum, output);
  return sum.getString();
}

function add(sum: Checksum, { bytes, kept }: Taken): void {
  const data = kept > 0 ? bytes.readByteArray(kept) : null;
  if (data !== null) sum.update(data);
}

function hexOf({ bytes, kept }: Taken): string {
  const data = kept > 0 ? bytes.readByteArray(kept) : null;
  if (data === null) return "";
  return Array.from(new Uint8Array(data), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
