// What the objects of ciphers, digests and MACs say of themselves: the algorithm, and the direction of a cipher.

import type { Call } from "../lib/call.js";
import type { Jni } from "../lib/jni.js";
import { method } from "../lib/values.js";
import type { CryptoMessage } from "../generated/wire.js";
import { field, type Taken } from "./bytes.js";
import type { Family } from "./shapes.js";

export type Operation = CryptoMessage["operation"];

const LONGEST = 128;
const TEXT = "()Ljava/lang/String;";
/** Classes of the platform whose final method names the algorithm as it was asked for. */
const PLATFORM = new Set([
  "javax.crypto.Cipher", "javax.crypto.Mac", "java.security.MessageDigest", "java.security.Signature",
]);
/** Of libraries whose objects do not say it: by the class's own name (their makers' documentation). */
const NAMES: Readonly<Record<string, string>> = {
  SM2Engine: "SM2", Sm2Key: "SM2", Sm3: "SM3", Sm3Hmac: "HMAC-SM3", Sm4Cbc: "SM4/CBC", Sm4Ctr: "SM4/CTR",
};

/** The algorithm as the code named it, or as the library calls it. */
export function algorithmOf(call: Call): string {
  const { jni, self, target } = call;
  if (PLATFORM.has(target.cls)) {
    return textOf(jni, jni.callObject(self, method(jni, target.cls, "getAlgorithm", TEXT)));
  }
  const own = target.cls.slice(target.cls.lastIndexOf(".") + 1);
  return NAMES[own] ?? jni.attempt(() => named(jni, self)) ?? jni.attempt(() => underlying(call)) ?? own;
}

function named(jni: Jni, object: NativePointer): string {
  return textOf(jni, jni.callObject(object, jni.methodId(jni.classOf(object), "getAlgorithmName", TEXT)));
}

/** Bouncy Castle's buffers around a block cipher. */
function underlying({ jni, self, target }: Call): string {
  const root = target.cls.replace(/\.crypto\..*$/, "").replace(/\./g, "/");
  const get = jni.methodId(jni.classOf(self), "getUnderlyingCipher", `()L${root}/crypto/BlockCipher;`);
  return named(jni, jni.callObject(self, get));
}

function textOf(jni: Jni, text: NativePointer): string {
  return text.isNull() ? "" : jni.string(text, LONGEST);
}

/** javax.crypto.Cipher: ENCRYPT_MODE 1, DECRYPT_MODE 2, WRAP_MODE 3, UNWRAP_MODE 4. */
const MODES: readonly (Operation | null)[] = [null, "encrypt", "decrypt", "encrypt", "decrypt"];

/** The direction that a call of `init` sets; null where it sets none. */
export function modeSet(call: Call): Operation | null {
  const types = call.target.replaced.types;
  if (types[0] === "int") return MODES[Number(call.values[2])] ?? null;
  const flag = types.indexOf("boolean");
  return flag < 0 ? null : Number(call.values[flag + 2]) !== 0 ? "encrypt" : "decrypt";
}

/** What an object does where no call of `init` told; null where that cannot be known. */
export function operationOf(call: Call, family: Family): Operation | null {
  if (family !== "cipher") return family;
  const { jni, self, target } = call;
  switch (target.method) {
    case "encrypt": return "encrypt";
    case "decrypt": return "decrypt";
    default:
  }
  // OpenJDK's field, and Android's libcore after it.
  if (target.cls === "javax.crypto.Cipher") return jni.attempt(() => MODES[jni.getInt(self, field(jni, target.cls, "opmode", "I"))]) ?? null;
  // GmSSL's stream and block modes: the direction is given to the constructor, and counter mode has none.
  if (target.cls.endsWith("Ctr")) return "encrypt";
  const mode = jni.attempt(() => jni.getInt(self, jni.fieldId(jni.classOf(self), "mode", "I")));
  return mode === null ? null : mode === 1 ? "encrypt" : "decrypt";
}

/** How many bytes a MAC has written into an array it was given. */
export function macLength({ jni, self }: Call): number {
  return jni.callInt(self, method(jni, "javax.crypto.Mac", "getMacLength", "()I"));
}

const PUBLIC_KEY = /^(?:RSA|SM2|ECIES|ElGamal)/i;
const KEY_SIZES = new Set([16, 24, 32]);

/**
 * Whether what goes through a public-key cipher looks like a key for another one, which apps send along this way: as
 * long as one, and no text. Such bytes are counted and not taken.
 */
export function isKey(algorithm: string, data: Taken | null): boolean {
  if (data === null || !PUBLIC_KEY.test(algorithm) || !KEY_SIZES.has(data.size) || !data.whole) return false;
  try {
    return CONTROLS.test(data.bytes.readUtf8String(data.kept) ?? "");
  } catch {
    // No text at all.
    return true;
  }
}

const CONTROLS = /[\u0000-\u0008\u000e-\u001f\u007f]/;
