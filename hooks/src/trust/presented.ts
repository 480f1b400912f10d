// What a server presented and which host was asked for, out of the arguments of a check. Read only after the check
// has refused; whatever an app puts there, the certificate is read again by the platform before it counts.

import type { JniValue } from "../lib/bridge.js";
import type { Jni } from "../lib/jni.js";
import { className } from "../lib/throwables.js";
import { isPlatform } from "../lib/values.js";
import type { JavaSide } from "./java.js";

const LONGEST_HOST = 255;
/** Sockets and engines that say which host they were told. */
const CONSCRYPT = /(?:^|\.)org\.conscrypt\./;
const TEXT = "()Ljava/lang/String;";

/** The encoding (a byte[]) of the first certificate presented; null where there is none. */
export function leafOf(jni: Jni, java: JavaSide, presented: NativePointer): NativePointer | null {
  if (presented.isNull()) return null;
  if (java.is(jni, presented, "certificate")) return jni.callObject(presented, java.id("encoded"));
  if (java.is(jni, presented, "session")) return leafOf(jni, java, jni.callObject(presented, java.id("peers")));
  if (java.is(jni, presented, "list")) return leafOf(jni, java, jni.callObject(presented, java.id("toArray")));
  const name = className(jni, presented);
  if (name === "[B") return presented;
  if (name.startsWith("[")) return jni.arrayLength(presented) === 0 ? null : leafOf(jni, java, jni.arrayItem(presented, 0));
  // The function of OkHttp's that cleans the chain it was handed: the same list again.
  const invoke = jni.attempt(() => jni.methodId(jni.classOf(presented), "invoke", "()Ljava/lang/Object;"));
  if (invoke === null) throw new Error(`a chain in ${name} is not understood`);
  const made = jni.callObject(presented, invoke);
  return java.is(jni, made, "list") ? leafOf(jni, java, made) : null;
}

/** The host an argument tells: a name, or a socket or engine of the platform's or of Conscrypt's; empty where none does. */
export function hostOf(jni: Jni, java: JavaSide, value: JniValue): string {
  const object = value as NativePointer;
  if (object.isNull()) return "";
  return jni.attempt(() => {
    const text = java.is(jni, object, "string") ? object : told(jni, java, object);
    return text === null || text.isNull() ? "" : jni.string(text, LONGEST_HOST);
  }) ?? "";
}

function told(jni: Jni, java: JavaSide, object: NativePointer): NativePointer | null {
  const name = className(jni, object);
  const conscrypt = CONSCRYPT.test(name);
  if (!conscrypt && !isPlatform(jni, object, name)) {
    // A method of such a class may be the app's own code: only what the platform's class above it knows.
    return java.is(jni, object, "engine") ? jni.callObjectAs(object, java.owner("engine"), java.id("engineHost")) : null;
  }
  if (conscrypt) {
    const known = jni.attempt(() => jni.methodId(jni.classOf(object), "getHostname", TEXT));
    if (known !== null) return jni.callObject(object, known);
  }
  if (java.is(jni, object, "engine")) return jni.callObject(object, java.id("engineHost"));
  if (!java.is(jni, object, "socket")) return null;
  const session = jni.callObject(object, java.id("handshake"));
  return session.isNull() ? null : jni.callObject(session, java.id("sessionHost"));
}

