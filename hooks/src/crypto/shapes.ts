// What a call of a row does with bytes, by its method and the types of its parameters.

/** Where a call takes bytes from: the place of the argument, an array with start and length in the two after it. */
export type Take = { readonly from: "byte" | "array" | "part" | "buffer"; readonly at: number };

/** Where it leaves bytes: what it returns, or an array (from the argument `offset` on) or buffer it is given. */
export type Give =
  | { readonly to: "returned" }
  | { readonly to: "array"; readonly at: number; readonly offset: number | null }
  | { readonly to: "buffer"; readonly at: number };

export interface Shape {
  /** begin: an operation; feed: more of its bytes; end: the last of them; whole: all at once; copy: that of another. */
  readonly does: "begin" | "feed" | "end" | "whole" | "copy";
  readonly takes: Take | null;
  readonly gives: Give | null;
}

const BYTES = "byte[]";
const PART = "byte[], int, int";
const BUFFER = "java.nio.ByteBuffer";

const NOTHING = null;
const RETURNED: Give = { to: "returned" };
const ARRAY: Take = { from: "array", at: 0 };
const OF_ARRAY: Take = { from: "part", at: 0 };

function into(at: number, offset: number | null): Give {
  return { to: "array", at, offset };
}

/** How a family's methods take bytes, by their parameter types; nothing of it by any other. */
type Forms = Readonly<Record<string, readonly [Take | null, Give | null]>>;

const FED: Forms = {
  "byte": [{ from: "byte", at: 0 }, NOTHING],
  [BYTES]: [ARRAY, NOTHING],
  [PART]: [OF_ARRAY, NOTHING],
  [BUFFER]: [{ from: "buffer", at: 0 }, NOTHING],
};
/** javax.crypto.Cipher; of libraries the same where they have it. */
const CIPHERED: Forms = {
  "": [NOTHING, RETURNED],
  [BYTES]: [ARRAY, RETURNED],
  [PART]: [OF_ARRAY, RETURNED],
  [`${PART}, ${BYTES}`]: [OF_ARRAY, into(3, null)],
  [`${PART}, ${BYTES}, int`]: [OF_ARRAY, into(3, 4)],
  [`${BUFFER}, ${BUFFER}`]: [{ from: "buffer", at: 0 }, { to: "buffer", at: 1 }],
  [`${BYTES}, int`]: [NOTHING, into(0, 1)],
  [`byte, ${BYTES}, int`]: [{ from: "byte", at: 0 }, into(1, 2)],
};
const ENDED: Forms = {
  "": [NOTHING, RETURNED],
  [BYTES]: [ARRAY, RETURNED],
  [PART]: [OF_ARRAY, RETURNED],
  [`${BYTES}, int`]: [NOTHING, into(0, 1)],
};
/** MessageDigest.digest(byte[], int, int): the array, where to write, room. */
const DIGESTED: Forms = { ...ENDED, [PART]: [NOTHING, into(0, 1)] };

type Methods = Readonly<Record<string, readonly [Shape["does"], Forms]>>;

const BEGUN = {};

const CIPHERS: Methods = {
  init: ["begin", BEGUN], reset: ["begin", BEGUN],
  update: ["feed", CIPHERED], processByte: ["feed", CIPHERED], processBytes: ["feed", CIPHERED],
  doFinal: ["end", CIPHERED],
  processBlock: ["whole", ENDED], encrypt: ["whole", ENDED], decrypt: ["whole", ENDED],
};
const DIGESTS: Methods = {
  reset: ["begin", BEGUN], copyIn: ["copy", BEGUN],
  update: ["feed", FED], digest: ["end", DIGESTED], doFinal: ["end", ENDED],
};
const MACS: Methods = {
  init: ["begin", BEGUN], reset: ["begin", BEGUN], update: ["feed", FED], doFinal: ["end", ENDED], generateMac: ["end", ENDED],
  // java.security.Signature; what is only checked is nobody's output.
  initSign: ["begin", BEGUN], initVerify: ["begin", BEGUN], verify: ["begin", BEGUN], sign: ["end", DIGESTED],
};

export type Family = "cipher" | "digest" | "mac";
const FAMILIES: Readonly<Record<Family, Methods>> = { cipher: CIPHERS, digest: DIGESTS, mac: MACS };

/** Return what a method does; null for one that none of this is known of. */
export function shapeOf(family: Family, method: string, types: readonly string[]): Shape | null {
  const [does, forms] = FAMILIES[family][method] ?? [null, BEGUN];
  if (does === null) return null;
  if (does === "begin" || does === "copy") return { does, takes: null, gives: null };
  const form = (forms as Forms)[types.join(", ")];
  return form === undefined ? null : { does, takes: form[0], gives: form[1] };
}
