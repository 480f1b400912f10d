// The classes and methods that checking a certificate needs, looked up once while no code of the app is on the stack.

import type { Jni } from "../lib/jni.js";
import { cls } from "../lib/values.js";

const NAMES = {
  factory: "java.security.cert.CertificateFactory",
  certificate: "java.security.cert.Certificate",
  x509: "java.security.cert.X509Certificate",
  bytes: "java.io.ByteArrayInputStream",
  string: "java.lang.String",
  integer: "java.lang.Integer",
  list: "java.util.List",
  collection: "java.util.Collection",
  arrays: "java.util.ArrayList",
  session: "javax.net.ssl.SSLSession",
  socket: "javax.net.ssl.SSLSocket",
  engine: "javax.net.ssl.SSLEngine",
  exception: "java.lang.Exception",
} as const;

const METHODS = {
  generate: ["factory", "generateCertificate", "(Ljava/io/InputStream;)Ljava/security/cert/Certificate;"],
  encoded: ["certificate", "getEncoded", "()[B"],
  publicKey: ["certificate", "getPublicKey", "()Ljava/security/PublicKey;"],
  verify: ["certificate", "verify", "(Ljava/security/PublicKey;)V"],
  valid: ["x509", "checkValidity", "()V"],
  constraints: ["x509", "getBasicConstraints", "()I"],
  names: ["x509", "getSubjectAlternativeNames", "()Ljava/util/Collection;"],
  open: ["bytes", "<init>", "([B)V"],
  getBytes: ["string", "getBytes", "()[B"],
  value: ["integer", "intValue", "()I"],
  toArray: ["collection", "toArray", "()[Ljava/lang/Object;"],
  newList: ["arrays", "<init>", "()V"],
  add: ["arrays", "add", "(Ljava/lang/Object;)Z"],
  peers: ["session", "getPeerCertificates", "()[Ljava/security/cert/Certificate;"],
  sessionHost: ["session", "getPeerHost", "()Ljava/lang/String;"],
  handshake: ["socket", "getHandshakeSession", "()Ljavax/net/ssl/SSLSession;"],
  engineHost: ["engine", "getPeerHost", "()Ljava/lang/String;"],
} as const;

type Name = keyof typeof NAMES;
type Called = keyof typeof METHODS;

export class JavaSide {
  private readonly ids: Record<Called, NativePointer>;
  private readonly owners: Record<Name, NativePointer>;

  constructor(jni: Jni) {
    const owners = Object.entries(NAMES).map(([key, name]) => [key, cls(jni, name)]);
    this.owners = Object.fromEntries(owners) as Record<Name, NativePointer>;
    const ids = Object.entries(METHODS).map(([key, [owner, name, signature]]) =>
      [key, jni.methodId(this.owners[owner], name, signature)]);
    this.ids = Object.fromEntries(ids) as Record<Called, NativePointer>;
  }

  id(called: Called): NativePointer {
    return this.ids[called];
  }

  owner(name: Name): NativePointer {
    return this.owners[name];
  }

  is(jni: Jni, object: NativePointer, name: Name): boolean {
    return !object.isNull() && jni.isInstance(object, this.owners[name]);
  }

  /** A certificate of its encoding (a byte[]), as the platform reads it. */
  certificate(jni: Jni, encoding: NativePointer): NativePointer {
    const x509 = jni.newString("X.509");
    const find = jni.staticMethodId(this.owners.factory, "getInstance", `(L${slashed("string")};)L${slashed("factory")};`);
    const factory = jni.callStaticObject(this.owners.factory, find, one(x509));
    const stream = jni.newObject(this.owners.bytes, this.ids.open, one(encoding));
    return jni.callObject(factory, this.ids.generate, one(stream));
  }

  /** java.util.ArrayList of objects. */
  listOf(jni: Jni, items: readonly NativePointer[]): NativePointer {
    const list = jni.newObject(this.owners.arrays, this.ids.newList);
    for (const item of items) jni.callBoolean(list, this.ids.add, one(item));
    return list;
  }
}

function slashed(name: Name): string {
  return NAMES[name].replace(/\./g, "/");
}

/** The arguments of a JNI call: one reference. */
export function one(object: NativePointer): NativePointer {
  const args = Memory.alloc(8);
  args.writePointer(object);
  return args;
}
