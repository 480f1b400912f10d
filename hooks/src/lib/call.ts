// One call through a hook, from the app's call to its return. What the app sees: the original called once, with
// the very arguments, result or exception.

import type { HookPlan } from "../generated/wire.js";
import type { JavaType, JniCall, JniValue, Mangler, Overload } from "./bridge.js";
import { bridgeEnv, INSTANCE_METHOD, originalOf } from "./bridge.js";
import { Counter, type Counters } from "./counts.js";
import { emit, problem } from "./emit.js";
import { Jni } from "./jni.js";
import { DELEGATED, type Hooked, type SiteKey, type Stacks } from "./sites.js";
import { describe, restoreTrace } from "./throwables.js";
import { cls, convert, method, type Result } from "./values.js";

/** What a hook may do besides counting; every function runs under the guard and may fail without harm. */
export interface Hook {
  /** False when calls need no call site (lifecycle). */
  readonly sited?: boolean;
  /** Whether this call is an event at all; cheap, runs on every call. */
  readonly selects?: (call: Call) => boolean;
  /** Runs at entry, instead of a detailed message at return. */
  readonly entered?: (call: Call) => void;
  readonly args?: (call: Call) => string[];
  readonly result?: (call: Call, value: NativePointer) => Result | null;
}

export interface Settings {
  readonly detail: number;
  readonly maxValue: number;
}

/** A hooked overload of a catalogue row. */
export class Target implements Hooked {
  readonly cls: string;
  readonly method: string;
  readonly handle: NativePointer;
  readonly parameters: string;
  readonly label: string;
  readonly returnType: JavaType;
  readonly argumentTypes: JavaType[];
  readonly detail: number;
  alone = true;
  family = NULL;
  mangler: Mangler | null = null;
  private original: NativePointer | null = null;
  private readonly invoke: JniCall;
  private readonly isInstance: boolean;

  constructor(
    readonly plan: HookPlan, readonly hook: Hook, readonly overload: Overload, readonly types: string[],
    readonly owner: NativePointer, readonly counters: Counters, readonly stacks: Stacks, readonly settings: Settings,
  ) {
    this.cls = plan.cls;
    this.method = plan.method;
    this.handle = overload.handle;
    this.parameters = `(${overload.argumentTypes.map((t) => t.name).join("")})`;
    this.label = `(${types.join(", ")})`;
    this.returnType = overload.returnType;
    this.argumentTypes = overload.argumentTypes;
    this.detail = plan.hot ? Math.min(settings.detail, HOT_DETAIL) : settings.detail;
    this.isInstance = overload.type === INSTANCE_METHOD;
    const native = overload.argumentTypes.map((t) => t.type);
    const env = bridgeEnv();
    this.invoke = this.isInstance
      ? env.nonvirtualVaMethod(overload.returnType.type, native)
      : env.staticVaMethod(overload.returnType.type, native);
  }

  /** Call the original; a Java exception it throws stays pending in the thread. */
  callOriginal(jni: JniValue[]): JniValue {
    if (this.original === null) {
      if (this.mangler === null) throw new Error("not installed");
      this.original = originalOf(this.mangler, this.overload);
    }
    const [env, self, ...args] = jni;
    return this.isInstance
      ? this.invoke(env, self, this.owner, this.original, ...args)
      : this.invoke(env, self, this.original, ...args);
  }
}

/** Detailed messages per call site of a row marked hot. */
const HOT_DETAIL = 4;

/** Threads the agent itself is using right now: hooks they pass through stay silent. */
const quiet = new Set<number>();
let running = 0;
let passive = false;

/** Calls now inside a hook, in any thread. */
export function callsRunning(): number {
  return running;
}

/** From now on, hooks only pass calls through. */
export function fallSilent(): void {
  passive = true;
}

export class Call {
  readonly t = Date.now();
  readonly jni: Jni;
  n = 0;
  site: SiteKey = 0;
  detailed = false;
  args: string[] = [];
  counter: Counter = NOBODY;

  constructor(readonly target: Target, readonly values: JniValue[], readonly tid: number) {
    this.jni = new Jni(values[0] as NativePointer);
  }

  get self(): NativePointer {
    return this.values[1] as NativePointer;
  }

  /** The text of an argument; an empty one when the overload has no such argument. */
  arg(index: number): string {
    const type = this.target.argumentTypes[index];
    if (type === undefined) return "";
    return convert(this.jni, type, this.values[index + 2], this.target.settings.maxValue)?.text ?? "null";
  }

  handle(index: number): NativePointer {
    return this.values[index + 2] as NativePointer;
  }
}

const NOBODY = new Counter("", "", "");

/** The body of every replaced method. */
export function run(target: Target, values: JniValue[]): JniValue {
  running++;
  const call = passive ? null : begin(target, values);
  try {
    const value = target.callOriginal(values);
    if (call !== null) finish(call, value);
    return value;
  } finally {
    running--;
  }
}

function begin(target: Target, values: JniValue[]): Call | null {
  const tid = Process.getCurrentThreadId();
  if (quiet.size !== 0 && quiet.has(tid)) return null;
  try {
    const call = new Call(target, values, tid);
    const { hook } = target;
    if (hook.selects !== undefined && !guarded(tid, () => hook.selects?.(call) ?? true)) return null;
    if (hook.sited !== false) {
      call.site = target.stacks.identify(call.jni, target);
      if (call.site === DELEGATED) return null;
    }
    const counter = target.counters.of(target, call);
    call.counter = counter;
    call.n = counter.enter(call.t);
    call.detailed = hook.entered === undefined && call.n <= target.detail;
    if (hook.entered !== undefined) guarded(tid, () => hook.entered?.(call));
    if (call.detailed) guarded(tid, () => { call.args = argsOf(call); });
    return call;
  } catch (error) {
    problem(`${target.plan.api} at entry`, error);
    return null;
  }
}

function argsOf(call: Call): string[] {
  try {
    return (call.target.hook.args ?? keptArgs)(call);
  } catch (error) {
    problem(`${call.target.plan.api} arguments`, error);
    return [];
  }
}

function finish(call: Call, value: JniValue): void {
  const { target, jni, tid } = call;
  try {
    if (!jni.exceptionPending()) {
      if (call.detailed) guarded(tid, () => { report(call, outcome(call, value), null); });
      return;
    }
    call.counter.fail();
    guarded(tid, () => { finishThrown(call); });
  } catch (error) {
    problem(`${target.plan.api} at return`, error);
  }
}

function finishThrown(call: Call): void {
  const { target, jni } = call;
  const throwable = jni.takeException();
  if (throwable === null) return;
  try {
    if (call.detailed) report(call, null, describe(jni, throwable, target.settings.maxValue));
    restoreTrace(jni, throwable, target.stacks);
  } finally {
    jni.takeException();
    jni.throw(throwable);
  }
}

function outcome(call: Call, value: JniValue): Result | null {
  const { target, jni } = call;
  const { hook, returnType, settings } = target;
  if (returnType.type === "void") return null;
  if (returnType.type === "pointer") {
    if ((value as NativePointer).isNull()) return null;
    if (hook.result !== undefined) return hook.result(call, value as NativePointer);
  }
  return convert(jni, returnType, value, settings.maxValue);
}

function report(call: Call, result: Result | null, error: string | null): void {
  const { target } = call;
  emit({
    k: "call", t: call.t, api: target.plan.api, overload: target.label, site: call.counter.site,
    thread: threadName(call.jni), tid: call.tid, n: call.n, args: call.args,
    result: result?.text ?? null,
    result_length: result?.length ?? 0, items: result?.items ?? null, error,
  });
}

function keptArgs(call: Call): string[] {
  return call.target.plan.kept_args
    .filter((index) => index < call.target.argumentTypes.length)
    .map((index) => call.arg(index));
}

let currentThread = NULL;
let getName = NULL;

export function prepareCalls(jni: Jni): void {
  const owner = cls(jni, "java.lang.Thread");
  currentThread = jni.staticMethodId(owner, "currentThread", "()Ljava/lang/Thread;");
  getName = method(jni, "java.lang.Thread", "getName", "()Ljava/lang/String;");
}

function threadName(jni: Jni): string {
  return jni.attempt(() => {
    const thread = jni.callStaticObject(cls(jni, "java.lang.Thread"), currentThread);
    return jni.string(jni.callObject(thread, getName), 128);
  }) ?? "";
}

function guarded<T>(tid: number, fn: () => T): T {
  quiet.add(tid);
  try {
    return fn();
  } finally {
    quiet.delete(tid);
  }
}
