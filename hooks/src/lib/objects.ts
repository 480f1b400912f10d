// What is known of single objects, without keeping them alive: weak references, found by identity hash.

import { bridgeEnv, type JniCall } from "./bridge.js";
import type { Jni } from "./jni.js";
import { cls } from "./values.js";

interface Entry<T> {
  readonly hash: number;
  readonly weak: NativePointer;
  value: T;
}

let invoke: JniCall | null = null;
let hashOf = NULL;

/** Look up what `identityHash` needs, while no code of the app is on the stack. */
export function prepareObjects(jni: Jni): void {
  const system = cls(jni, "java.lang.System");
  hashOf = jni.staticMethodId(system, "identityHashCode", "(Ljava/lang/Object;)I");
  invoke = bridgeEnv().staticVaMethod("int32", ["pointer"]);
}

/** The object's own hash: System.identityHashCode runs no code of the app. */
export function identityHash(jni: Jni, object: NativePointer): number {
  if (invoke === null) throw new Error("objects are not prepared");
  return invoke(jni.env, cls(jni, "java.lang.System"), hashOf, object) as number;
}

/**
 * Weak references the agent holds at once, those on their way back included: ART has room for 51,200 and ends the
 * process when they are used up (art/runtime/jni/jni_env_ext.h and indirect_reference_table.h, kWeakGlobalsMax).
 */
const MOST_REFERENCES = 40_000;
let references = 0;

/** Values by object. Above `limit` the oldest are forgotten; `forgot` hears of those that were still alive. */
export class WeakObjects<T> {
  private readonly buckets = new Map<number, Entry<T>[]>();
  /** In the order they came; looked at from the front, a few with every new one. */
  private readonly order = new Set<Entry<T>>();

  constructor(private readonly limit: number, private readonly forgot: (value: T) => void = () => undefined) {}

  get size(): number {
    return this.order.size;
  }

  get(jni: Jni, object: NativePointer): T | undefined {
    return this.find(jni, object, identityHash(jni, object))?.value;
  }

  set(jni: Jni, object: NativePointer, value: T): void {
    this.change(jni, object, () => value);
  }

  /** Set the value of an object from the one it has. */
  change(jni: Jni, object: NativePointer, fn: (before: T | undefined) => T): void {
    const hash = identityHash(jni, object);
    const known = this.find(jni, object, hash);
    if (known !== undefined) {
      known.value = fn(known.value);
      return;
    }
    this.sweep(jni);
    if (references >= MOST_REFERENCES) {
      this.forgot(fn(undefined));
      return;
    }
    references++;
    const entry = { hash, weak: jni.weakRef(object), value: fn(undefined) };
    const bucket = this.buckets.get(hash);
    if (bucket === undefined) this.buckets.set(hash, [entry]);
    else bucket.push(entry);
    this.order.add(entry);
  }

  /** Go through the living, the latest first, until `fn` says `found`; those it says are `over` are forgotten. */
  search(jni: Jni, fn: (object: NativePointer) => "found" | "over" | "other"): T | undefined {
    for (const entry of [...this.order].reverse()) {
      // A reference of its own: the object may go at any time.
      const object = jni.localRef(entry.weak);
      const answer = object.isNull() ? "over" : fn(object);
      jni.deleteLocal(object);
      if (answer === "found") return entry.value;
      // Another thread may have taken it out meanwhile.
      if (answer === "over" && this.order.delete(entry)) {
        this.drop(entry);
        graveyard.push({ weak: entry.weak, at: Date.now() });
      }
    }
    return undefined;
  }

  private find(jni: Jni, object: NativePointer, hash: number): Entry<T> | undefined {
    return this.buckets.get(hash)?.find((entry) => this.order.has(entry) && jni.same(entry.weak, object));
  }

  /** Two in front for one that comes: garbage never makes up more than the living. */
  private sweep(jni: Jni): void {
    // As many as may be given up here, so that they do not pile up while the agent's own thread is kept waiting.
    deleteReferences(jni, SWEPT);
    for (let i = 0; i < SWEPT; i++) {
      const [oldest] = this.order;
      if (oldest === undefined) return;
      const dead = jni.same(oldest.weak, NULL);
      if (!dead && this.order.size < this.limit) {
        this.order.delete(oldest);
        this.order.add(oldest);
        continue;
      }
      // Another thread may have taken it out while the VM was asked.
      if (!this.order.delete(oldest)) continue;
      this.drop(oldest);
      graveyard.push({ weak: oldest.weak, at: Date.now() });
      if (!dead) this.forgot(oldest.value);
    }
  }

  private drop(entry: Entry<T>): void {
    const rest = (this.buckets.get(entry.hash) ?? []).filter((other) => other !== entry);
    if (rest.length === 0) this.buckets.delete(entry.hash);
    else this.buckets.set(entry.hash, rest);
  }
}

const SWEPT = 2;

/** Another thread may be comparing with it just now: references are deleted a while after they were given up. */
const REST_MS = 500;
const graveyard: { readonly weak: NativePointer; readonly at: number }[] = [];
/** Those before this one are deleted. */
let head = 0;

export function referencesWait(): boolean {
  const first = graveyard[head];
  return first !== undefined && Date.now() - first.at >= REST_MS;
}

/** Give the VM back at most `most` of the references that nobody can be using any more. */
export function deleteReferences(jni: Jni, most = Infinity): void {
  const until = Date.now() - REST_MS;
  for (let i = 0; i < most; i++) {
    const first = graveyard[head];
    if (first === undefined || first.at > until) return;
    // Before the VM is asked: another thread may come for the next one.
    head++;
    if (head > COMPACTED) {
      graveyard.splice(0, head);
      head = 0;
    }
    references--;
    jni.deleteWeak(first.weak);
  }
}

const COMPACTED = 1_024;
