// Whose call it is: the platform's own machinery hashes and encrypts all the time, for TLS, archives and random
// numbers, and unlocks keys. None of that is the app's code, and its keys are nobody's business here.

import type { WireFrame } from "../generated/wire.js";
import { UNKNOWN, type SiteKey } from "../lib/sites.js";

const MOST_KNOWN = 20_000;

/** Code that encrypts and hashes for itself: TLS, certificates, key stores, archives, class loading, random numbers. */
const MACHINERY = new RegExp(`^(?:${[
  "sun\\.security\\.", "com\\.sun\\.crypto\\.", "com\\.sun\\.net\\.ssl\\.", "javax\\.net\\.ssl\\.",
  "java\\.util\\.jar\\.", "java\\.util\\.zip\\.", "java\\.util\\.UUID$", "java\\.io\\.ObjectStreamClass",
  "java\\.lang\\.ClassLoader", "java\\.net\\.URLClassLoader", "jdk\\.internal\\.(?:loader|net)\\.", "dalvik\\.system\\.",
  "java\\.security\\.(?:SecureRandom|KeyStore|SecureClassLoader|KeyPairGenerator|cert\\.)",
  "javax\\.crypto\\.(?:EncryptedPrivateKeyInfo|KeyAgreement|KeyGenerator|SecretKeyFactory|JceSecurity|JarVerifier)",
  "com\\.android\\.org\\.(?:conscrypt|bouncycastle)\\.", "android\\.security\\.", "android\\.util\\.apk\\.",
  "(?:com\\.google\\.android\\.gms\\.)?org\\.conscrypt\\.", "org\\.(?:bouncycastle|spongycastle)\\.(?:jsse|tls)\\.",
  "org\\.(?:bouncycastle|spongycastle)\\.crypto\\.(?:agreement\\.|generators\\.|macs\\.|prng\\.|tls\\.|signers\\.HMacDSAKCalculator)",
  "com\\.tencent\\.kona\\.(?:sun\\.security\\.)?ssl\\.",
].join("|")})`);

/** Packages of the platform: a frame of any other ends the search for machinery. */
const PLATFORM = new RegExp(
  "^(?:android|java|javax|jdk|sun|dalvik|libcore)\\.|^com\\.sun\\.|^com\\.android\\.(?:internal|okhttp|org)\\.",
);

/** By the identity of the stack: whether the app's own code, or code it brings, makes the call. */
export class Callers {
  private readonly known = new Map<SiteKey, boolean>();

  isApp(key: SiteKey, frames: () => readonly WireFrame[]): boolean {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const found = key === UNKNOWN || byApp(frames());
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    this.known.set(key, found);
    return found;
  }
}

function byApp(frames: readonly WireFrame[]): boolean {
  for (const { cls } of frames) {
    if (MACHINERY.test(cls)) return false;
    if (!PLATFORM.test(cls)) return true;
  }
  return true;
}
