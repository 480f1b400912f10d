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

/** An empty list of method ids: a hook may be entered before it is told of others. */
const NONE = Memory.alloc(Process.pointerSize);

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
  family: NativePointer = NONE;
  callers: ReadonlySet<string> = new Set();
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
let unreported = 0;
let passive = false;

/** Calls now inside a hook, in any thread. */
export function callsRunning(): number {
  return running;
}

/** Tell, at a flush, of failures that could not be told when they happened. */
export function reportFailures(): void {
  if (unreported > 0) problem("hooks", `${unreported} failures that could not be told one by one`);
  unreported = 0;
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

/** The body of every replaced method. Nothing of ours keeps the original from being called, or its value. */
export function run(target: Target, values: JniValue[]): JniValue {
  running++;
  try {
    const call = passive ? null : begin(target, values);
    const value = target.callOriginal(values);
    if (call !== null) finish(call, value);
    else pass(target, values);
    return value;
  } finally {
    running--;
  }
}

function begin(target: Target, values: JniValue[]): Call | null {
  let begun: Call | null = null;
  try {
    const tid = Process.getCurrentThreadId();
    if (quiet.size !== 0 && quiet.has(tid)) return null;
    const call = new Call(target, values, tid);
    begun = call;
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
    if (hook.entered !== undefined || call.detailed) detail(call);
    return call;
  } catch (error) {
    // A call that was counted is one still: its result is told, if only that can be had.
    failedAt(target, begun?.jni, "entry", error);
    return begun !== null && begun.n > 0 ? begun : null;
  }
}

function detail(call: Call): void {
  const { target, jni, tid } = call;
  guarded(tid, () => {
    const done = framed(jni, () => {
      if (call.detailed) call.args = (target.hook.args ?? keptArgs)(call);
      else target.hook.entered?.(call);
    });
    if (done !== null) failedAt(target, undefined, "arguments", done);
  });
}

/** Run `fn` with local references of its own and no exception left of it; return what it failed of, or null. */
function framed(jni: Jni, fn: () => void): unknown {
  let failure: unknown = "an exception of the VM";
  const done = jni.attempt(() => {
    try {
      fn();
      failure = null;
    } catch (error) {
      failure = error;
    }
    return true;
  });
  return done === true ? failure : failure ?? "an exception of the VM";
}

/** Tell that something of ours failed; the exception it may have left in the thread is none of the app's. */
function failedAt(target: Target, jni: Jni | undefined, where: string, error: unknown): void {
  try {
    jni?.takeException();
    problem(`${target.plan.api} at ${where}`, error);
  } catch {
    // Not even that: memory or stack are used up. The app's call goes on all the same.
    unreported++;
  }
}

function finish(call: Call, value: JniValue): void {
  const { target, jni, tid } = call;
  try {
    if (jni.exceptionPending()) {
      call.counter.fail();
      guarded(tid, () => { finishThrown(call); });
    } else if (call.detailed) {
      guarded(tid, () => { finishReturned(call, value); });
    }
  } catch (error) {
    // What is pending here is the app's own exception, if anything is.
    failedAt(target, undefined, "return", error);
  }
}

/** The end of a call that is no event: its exception takes the hook's frame with it all the same. */
function pass(target: Target, values: JniValue[]): void {
  try {
    const jni = new Jni(values[0] as NativePointer);
    if (jni.exceptionPending()) guarded(Process.getCurrentThreadId(), () => { passThrown(target, jni, () => undefined); });
  } catch (error) {
    failedAt(target, undefined, "return", error);
  }
}

function finishReturned(call: Call, value: JniValue): void {
  let result: Result | null = null;
  const failure = framed(call.jni, () => { result = outcome(call, value); });
  if (failure !== null) failedAt(call.target, undefined, "result", failure);
  report(call, result, null);
}

function finishThrown(call: Call): void {
  const { target, jni } = call;
  passThrown(target, jni, (throwable) => {
    if (call.detailed) report(call, null, describe(jni, throwable, target.settings.maxValue));
  });
}

/** Take the exception, tell of it, and throw the very same again. */
function passThrown(target: Target, jni: Jni, tell: (throwable: NativePointer) => void): void {
  const throwable = jni.takeException();
  if (throwable === null) return;
  try {
    tell(throwable);
    restoreTrace(jni, throwable, target.stacks);
  } finally {
    // Whatever came meanwhile is ours; what the app threw goes on to it.
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
