// What all watches of one installation share.

import Java from "frida-java-bridge";

import { bridgeEnv, overloadsOf } from "../lib/bridge.js";
import type { Surroundings, Target } from "../lib/call.js";
import { problem } from "../lib/emit.js";
import { Jni } from "../lib/jni.js";
import { classOf, framed, guarded, type Observer } from "../lib/methods.js";
import { MOST_BYTES } from "./bytes.js";
import { Callers } from "./callers.js";
import { Flood } from "./flood.js";
import { Gate } from "./gate.js";
import { Works } from "./works.js";

export interface Session {
  /** Bytes taken of each input and output; 0 for none. */
  readonly limit: number;
  readonly works: Works;
  readonly callers: Callers;
  readonly flood: Flood;
  /** Threads that are inside a call that is watched. */
  readonly inside: Set<number>;
  /** The short way for calls of which nothing is told. */
  readonly gate: Gate | null;
}

const sessions = new WeakMap<Surroundings, Session>();

/** The session of the installation that a target is of. */
export function session({ around }: Target): Session {
  let found = sessions.get(around);
  if (found === undefined) {
    const limit = Math.min(around.settings.network.crypto, MOST_BYTES);
    const flood = new Flood("crypto");
    const gate = limit > 0 ? Gate.make(new Jni(bridgeEnv().handle), around.stacks, flood) : null;
    found = { limit, works: new Works(limit, gate), callers: new Callers(), flood, inside: new Set(), gate };
    sessions.set(around, found);
    if (limit > 0) watchCopies(around, found);
  }
  return found;
}

/** What forks an object's state or throws it away: of no row, since nothing passes. */
const COPIES = [
  ["java.security.MessageDigest", "clone"], ["java.security.MessageDigest$Delegate", "clone"],
  ["java.security.MessageDigest$Delegate$CloneableDelegate", "clone"], ["javax.crypto.Mac", "clone"],
  ["java.security.Signature", "clone"], ["java.security.Signature$Delegate", "clone"],
  ["java.security.MessageDigest", "reset"], ["javax.crypto.Mac", "reset"],
] as const;

function watchCopies(around: Surroundings, { works }: Session): void {
  const jni = new Jni(bridgeEnv().handle);
  for (const [owner, name] of COPIES) {
    let wrapper: Java.Wrapper;
    try {
      wrapper = Java.use(owner);
    } catch {
      // Nested classes come and go with versions of the library; what is there is watched.
      continue;
    }
    try {
      for (const one of overloadsOf(wrapper, name) ?? []) {
        if (one.holder.$className !== owner) continue;
        const watched = around.methods.of(one, owner, name, () => classOf(jni, wrapper));
        around.methods.watch(jni, watched, after(`${owner}.${name}`, (at, self, value) => {
          if (name === "clone") works.copied(at, self, value);
          else {
            works.over(at, self);
            works.find(at, self)?.reset();
          }
        }));
      }
    } catch (error) {
      problem("crypto", `${owner}.${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

function after(name: string, fn: (jni: Jni, self: NativePointer, value: NativePointer) => void): Observer {
  return {
    name,
    enter(values, tid) {
      return {
        returned(value): void {
          const jni = new Jni(values[0] as NativePointer);
          const failure = guarded(tid, () => framed(jni, () => { fn(jni, values[1] as NativePointer, value as NativePointer); }));
          if (failure !== null) problem(name, failure);
        },
        threw: () => undefined,
      };
    },
  };
}
