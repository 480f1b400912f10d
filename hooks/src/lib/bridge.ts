// What we use of frida-java-bridge beyond its public types. The version is pinned in package.json, because
// replacing a method needs the bridge's mangler and a place in its list of replaced methods (so that an
// unload reverts ours as well). We do not use `overload.implementation`: it converts every argument and the
// result to JavaScript and back, so a callee would get copies of strings and arrays instead of the app's own.

/// <reference path="./frida-java-bridge.d.ts" />

import { detach } from "./attach.js";
import { expect, readableBehind, together, type JvmMangler } from "./hotspot.js";

import Java from "frida-java-bridge";
import { makeMethodMangler as makeArtMangler } from "frida-java-bridge/lib/android.js";
import { makeMethodMangler as makeJvmMangler } from "frida-java-bridge/lib/jvm.js";

export type JniValue = NativePointer | number | Int64 | UInt64 | undefined;
export type JniCall = (...args: JniValue[]) => JniValue;

export interface JavaType {
  readonly name: string;
  readonly type: "pointer" | "void" | "uint8" | "int8" | "uint16" | "int16" | "int32" | "int64" | "float" | "double";
  readonly className: string;
}

export interface Mangler {
  replace(impl: NativePointer, isInstance: boolean, argTypes: JavaType[], vm: unknown, api: unknown): void;
  resolveTarget(receiver: null, isInstance: boolean, env: unknown, api: unknown): NativePointer;
}

export interface Overload {
  readonly methodName: string;
  readonly handle: NativePointer;
  readonly type: number;
  readonly returnType: JavaType;
  readonly argumentTypes: JavaType[];
  readonly holder: { readonly $f: { readonly _patchedMethods: Set<Overload> }; readonly $className: string };
  implementation: null;
  _r?: Replacement;
}

interface Replacement extends NativePointer {
  _m: Mangler;
  _c: Set<number>;
}

export interface BridgeEnv {
  readonly handle: NativePointer;
  exceptionOccurred(): NativePointer;
  staticVaMethod(ret: string, args: string[]): JniCall;
  nonvirtualVaMethod(ret: string, args: string[]): JniCall;
}

interface BridgeVm {
  readonly handle: NativePointer;
  perform<T>(fn: (env: BridgeEnv) => T): T | undefined;
  _tryGetEnv(): BridgeEnv | null;
  getEnv(): BridgeEnv;
}

const internals = Java as unknown as { readonly vm: BridgeVm; readonly api: { readonly flavor: string } };

export const STATIC_METHOD = 2;
export const INSTANCE_METHOD = 3;

export function isArt(): boolean {
  return internals.api.flavor === "art";
}

export function bridgeEnv(): BridgeEnv {
  return internals.vm.getEnv();
}

export function vmHandle(): NativePointer {
  return internals.vm.handle;
}

/** Return the class's own overloads of a method; null when it has no such method. */
export function overloadsOf(wrapper: Java.Wrapper, method: string): Overload[] | null {
  const dispatcher = (wrapper as unknown as Record<string, { overloads?: Overload[] } | undefined>)[method];
  return dispatcher?.overloads ?? null;
}

/** What can replace a method: made first, since on ART a call may come while the method is being replaced. */
export function manglerOf(overload: Overload): Mangler {
  return (isArt() ? makeArtMangler : makeJvmMangler)(overload.handle) as Mangler;
}

/**
 * When a replaced method is in force: on ART at once. On HotSpot `later`, in the next turn of the event loop,
 * `now`, whatever thread this is, or with all of a list, when that is given to `putNow`.
 */
export type When = "later" | "now" | (() => void)[];

/** Put a native callback in a method's place; returns whether it is in force. */
export function replaceMethod(overload: Overload, mangler: Mangler, callback: NativePointer, when: When): boolean {
  const replacement = callback as Replacement;
  replacement._m = mangler;
  replacement._c = new Set();
  const put = (): void => {
    const change = (): void => {
      mangler.replace(replacement, overload.type === INSTANCE_METHOD, overload.argumentTypes, internals.vm, internals.api);
    };
    if (isArt()) {
      change();
      return;
    }
    readableBehind(overload.handle.readPointer());
    again.set(mangler as unknown as JvmMangler, put);
    changing(mangler, "replace", change);
  };
  overload._r = replacement;
  overload.holder.$f._patchedMethods.add(overload);
  if (isArt() || when === "later") {
    put();
    return isArt();
  }
  if (when === "now") return putNow([put]);
  when.push(put);
  return false;
}

const script = Script as { nextTick: typeof Script.nextTick };
/** How to try again what the bridge failed to replace. */
const again = new WeakMap<JvmMangler, () => void>();
let failures = 0;
const MOST_FAILURES = 64;

/** Ask the bridge for a change; the turn it makes it in is shared by all that wait for it. */
function changing(mangler: Mangler, change: "replace" | "restore", ask: () => void): void {
  expect(mangler as unknown as JvmMangler, change);
  const { nextTick } = script;
  script.nextTick = (fn, ...args) => { nextTick(() => { turn(() => { fn(...args); }); }); };
  try {
    ask();
  } finally {
    script.nextTick = nextTick;
  }
}

function turn(run: () => void): void {
  const left = together(internals.api as unknown as Parameters<typeof together>[0], run);
  if (left.length === 0) return;
  failures += left.length;
  if (failures > MOST_FAILURES) throw new Error(`${left.length} methods could not be replaced`);
  for (const mangler of left) again.get(mangler)?.();
}

/** Run what the bridge leaves to the next turn of the event loop at once: an app's thread is about to go on. */
export function putNow(puts: readonly (() => void)[]): boolean {
  if (puts.length === 0) return true;
  const { nextTick } = script;
  const jobs: (() => void)[] = [];
  script.nextTick = (fn, ...args) => { jobs.push(() => { fn(...args); }); };
  try {
    // It runs no code of the VM, so no other thread comes in between.
    for (const put of puts) put();
  } finally {
    script.nextTick = nextTick;
  }
  for (const job of jobs) job();
  if (jobs.length > 0) leaveVm();
  // None: one is on its way already, and will take this along.
  return jobs.length > 0;
}

/** A method found by its id alone, with the types of the method it overrides or implements. */
export function overloadAt(handle: NativePointer, like: Overload): Overload {
  const overload = {
    methodName: like.methodName, handle, type: INSTANCE_METHOD, returnType: like.returnType,
    argumentTypes: like.argumentTypes, holder: like.holder,
    get implementation(): null { return null; },
    set implementation(_none: null) {
      const replacement = overload._r;
      if (replacement === undefined) return;
      delete overload._r;
      overload.holder.$f._patchedMethods.delete(overload);
      (replacement._m as Mangler & { revert(vm: unknown): void }).revert(internals.vm);
    },
  } as Overload;
  return overload;
}

/** Put the original back; on HotSpot it takes effect in the next turn of the event loop. */
export function restoreMethod(overload: Overload): void {
  const put = (): void => { overload.implementation = null; };
  const mangler = overload._r?._m;
  if (isArt() || mangler === undefined) put();
  else changing(mangler, "restore", put);
}

/**
 * Wait until replaced or restored methods are in force.
 *
 * The bridge does that on HotSpot through VMThread::execute, which leaves the calling thread marked as inside
 * the VM: the next safepoint would wait for it for ever. Any JNI call puts that right.
 */
export async function settle(): Promise<void> {
  await new Promise<void>((resolve) => { Script.nextTick(() => { Script.nextTick(resolve); }); });
  leaveVm();
}

function leaveVm(): void {
  internals.vm.perform((env) => env.exceptionOccurred());
}

/**
 * Part from the VM before the script goes.
 *
 * References the bridge gives back after its thread is detached would go through that thread's dead environment,
 * which the bridge still remembers: from here on they are given back only while a thread has a live one.
 */
export function retire(): void {
  const { vm } = internals;
  vm.perform = (fn) => {
    const env = vm._tryGetEnv();
    return env === null ? undefined : fn(env);
  };
  detach();
}

/** Return the method id that calls the original of a replaced method. */
export function originalOf(mangler: Mangler, overload: Overload): NativePointer {
  return mangler.resolveTarget(null, overload.type === INSTANCE_METHOD, null, internals.api);
}

/** What the bridge wraps: the reference lives only as long as the wrapper, so copy it while that is held. */
export function withHandle<T>(wrapper: Java.Wrapper, copy: (handle: NativePointer) => T): T {
  const copied = copy((wrapper as unknown as { $h: NativePointer }).$h);
  alive = wrapper;
  return copied;
}

/** Keeps a wrapper until its reference was copied. */
export let alive: unknown = null;

/** `[Ljava.lang.String;` to `java.lang.String[]`: the spelling of the catalogue. */
export function typeName(type: JavaType): string {
  let name = type.className;
  let depth = 0;
  while (name.startsWith("[")) {
    name = name.slice(1);
    depth++;
  }
  if (depth > 0) {
    name = ARRAY_ELEMENTS[name] ?? name.replace(/^L(.*);$/, "$1");
  }
  return name.replace(/\//g, ".") + "[]".repeat(depth);
}

const ARRAY_ELEMENTS: Record<string, string> = {
  Z: "boolean", B: "byte", C: "char", S: "short", I: "int", J: "long", F: "float", D: "double",
};
