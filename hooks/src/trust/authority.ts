// The audit's authority, and whether it stands behind a certificate: signed by it, in force, for the host. Nothing
// else opens a check: no other authority, no self-signed certificate, none that is over.

import type { Jni } from "../lib/jni.js";
import { JavaSide, one } from "./java.js";

const MOST_NAMES = 1_000;
const LONGEST_NAME = 255;
/** Kinds of alternative names: RFC 5280, 4.2.1.6. */
const DNS = 2;
const ADDRESS = 7;
/** What X509Certificate.getBasicConstraints() says of a certificate that signs no others. */
const NO_AUTHORITY = -1;

export interface Vouched {
  /** Why it does not stand behind the certificate; empty when it does. */
  readonly objection: string;
  /** The certificate as the platform reads it, a local reference; null where it could not be read. */
  readonly leaf: NativePointer | null;
  /** The first name that the certificate is for. */
  readonly name: string;
}

export class Authority {
  readonly certificate: NativePointer;
  private readonly key: NativePointer;

  constructor(jni: Jni, readonly java: JavaSide, pem: string) {
    const encoding = jni.callObject(jni.newString(pem), java.id("getBytes"));
    this.certificate = jni.globalRef(java.certificate(jni, encoding));
    this.key = jni.globalRef(jni.callObject(this.certificate, java.id("publicKey")));
  }

  /** Judge a certificate by its encoding, a byte[]; `host` is empty where nobody knows it. */
  judge(jni: Jni, encoding: NativePointer, host: string): Vouched {
    const { java } = this;
    const leaf = java.certificate(jni, encoding);
    if (!java.is(jni, leaf, "x509")) return { objection: "no X.509 certificate was presented", leaf: null, name: "" };
    const passes = (fn: () => void): boolean => jni.attempt(() => { fn(); return true; }) === true;
    if (!passes(() => { jni.callVoid(leaf, java.id("verify"), one(this.key)); })) {
      return { objection: "the certificate is not of the audit's authority", leaf, name: "" };
    }
    if (jni.callInt(leaf, java.id("constraints")) !== NO_AUTHORITY) {
      return { objection: "the certificate is an authority's own, not a server's", leaf, name: "" };
    }
    if (!passes(() => { jni.callVoid(leaf, java.id("valid")); })) {
      return { objection: "the certificate is not in force", leaf, name: "" };
    }
    const names = this.names(jni, leaf);
    const covered = host === "" || names.some((name) => covers(name, host));
    return { objection: covered ? "" : `the certificate is not for ${host}`, leaf, name: names[0] ?? "" };
  }

  private names(jni: Jni, leaf: NativePointer): string[] {
    const { java } = this;
    const found = jni.callObject(leaf, java.id("names"));
    if (found.isNull()) return [];
    const all = jni.callObject(found, java.id("toArray"));
    const names: string[] = [];
    const length = Math.min(jni.arrayLength(all), MOST_NAMES);
    for (let i = 0; i < length; i++) {
      const name = jni.attempt(() => {
        const pair = jni.callObject(jni.arrayItem(all, i), java.id("toArray"));
        const kind = jni.callInt(jni.arrayItem(pair, 0), java.id("value"));
        return kind === DNS || kind === ADDRESS ? jni.string(jni.arrayItem(pair, 1), LONGEST_NAME) : null;
      });
      if (name !== null) names.push(name);
    }
    return names;
  }
}

/** Whether a certificate's name is for a host: equal, or a star for the whole first label (RFC 6125, 6.4.3). */
function covers(name: string, host: string): boolean {
  const pattern = plain(name);
  const wanted = plain(host);
  if (!pattern.startsWith("*.")) return pattern === wanted;
  const dot = wanted.indexOf(".");
  return dot > 0 && wanted.slice(dot) === pattern.slice(1);
}

function plain(name: string): string {
  return name.toLowerCase().replace(/^\[|\]$/g, "").replace(/\.$/, "");
}
