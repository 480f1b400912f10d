// A replaced method and those who watch its calls. What the app sees: the original called once, with the very
// arguments, result or exception. One method may be watched by several rows and by the agent itself.

import type Java from "frida-java-bridge";

import type { JavaType, JniCall, JniValue, Mangler, Overload, When } from "./bridge.js";
import { bridgeEnv, INSTANCE_METHOD, manglerOf, originalOf, replaceMethod, restoreMethod, typeName, withHandle } from "./bridge.js";
import { problem } from "./emit.js";
import { Jni } from "./jni.js";
import { remember, type Hooked, type Stacks } from "./sites.js";
import { restoreTrace } from "./throwables.js";

/** One call as one observer sees it; both functions run silently, and may fail without harm. */
export interface Visit {
  returned(value: JniValue): void;
  threw(throwable: NativePointer): void;
  /** Asked last, of what the original threw or returned: what the app gets in its place; null leaves it. */
  instead?(thrown: NativePointer | null, value: JniValue): Answer | null;
}

/** What the app gets in the place of what the original said. */
export interface Answer {
  readonly value: JniValue;
}

export interface Observer {
  readonly name: string;
  /** Runs before the original; null when this call is none of the observer's. Must not leave an exception. */
  enter(values: JniValue[], tid: number): Visit | null;
  /** Return what shall stand in a method's place instead of its callback, which it has to call. */
  entry?(method: Method, callback: NativePointer): NativePointer;
  /** Somebody else watches the same method from now on. */
  shared?(): void;
}

/** Threads the agent itself is using right now: hooks they pass through stay silent. */
const quiet = new Set<number>();
const NOBODY: readonly Visit[] = [];
/** An empty list of method ids: a hook may be entered before it is told of others. */
export const NONE = Memory.alloc(Process.pointerSize);
let running = 0;
let unreported = 0;
let passive = false;

/** Further calls inside hooks, of entries that do not come here for each. */
const others: (() => number)[] = [];

/** Calls now inside a hook, in any thread. */
export function callsRunning(): number {
  return others.reduce((sum, count) => sum + count(), running);
}

/** Have calls count as running that `count` tells of. */
export function alsoRunning(count: () => number): void {
  others.push(count);
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

/** Whether calls of this thread are no events: the agent works in it, or watches no more. */
export function isSilent(tid: number): boolean {
  return passive || (quiet.size !== 0 && quiet.has(tid));
}

/** Run `fn` with the hooks of this thread silent. */
export function guarded<T>(tid: number, fn: () => T): T {
  const outer = quiet.has(tid);
  quiet.add(tid);
  try {
    return fn();
  } finally {
    if (!outer) quiet.delete(tid);
  }
}

/** Run `fn` with local references of its own and no exception left of it; return what it failed of, or null. */
export function framed(jni: Jni, fn: () => void): unknown {
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
export function failedAt(name: string, jni: Jni | undefined, where: string, error: unknown): void {
  try {
    jni?.takeException();
    problem(`${name} at ${where}`, error);
  } catch {
    // Not even that: memory or stack are used up. The app's call goes on all the same.
    unreported++;
  }
}

/** One method of the VM, while it is replaced. */
export class Method implements Hooked {
  readonly cls: string;
  readonly method: string;
  readonly handle: NativePointer;
  readonly parameters: string;
  readonly label: string;
  readonly types: readonly string[];
  readonly returnType: JavaType;
  readonly argumentTypes: JavaType[];
  readonly isInstance: boolean;
  // For those who watch it without being a row.
  readonly alone = true;
  readonly family = NONE;
  readonly callers: ReadonlySet<string> = new Set();
  private observers: Observer[] = [];
  private mangler: Mangler | null = null;
  private original: NativePointer | null = null;
  private readonly invoke: JniCall;

  /** `owner` is a global reference to the class that declares the method. */
  constructor(readonly overload: Overload, cls: string, name: string, readonly owner: NativePointer) {
    this.cls = cls;
    // Constructors, as stacks call them.
    this.method = name === "$init" ? "<init>" : name;
    this.handle = overload.handle;
    this.parameters = `(${overload.argumentTypes.map((t) => t.name).join("")})`;
    this.types = overload.argumentTypes.map(typeName);
    this.label = `(${this.types.join(", ")})`;
    this.returnType = overload.returnType;
    this.argumentTypes = overload.argumentTypes;
    this.isInstance = overload.type === INSTANCE_METHOD;
    const native = overload.argumentTypes.map((t) => t.type);
    const env = bridgeEnv();
    this.invoke = this.isInstance
      ? env.nonvirtualVaMethod(overload.returnType.type, native)
      : env.staticVaMethod(overload.returnType.type, native);
  }

  watch(observer: Observer): void {
    for (const one of this.observers) one.shared?.();
    // A new list: a call in another thread may be going through the old one.
    this.observers = [...this.observers, observer];
  }

  /** Call the original; a Java exception it throws stays pending in the thread. */
  callOriginal(jni: JniValue[]): JniValue {
    const original = this.originalId();
    const [env, self, ...args] = jni;
    return this.isInstance
      ? this.invoke(env, self, this.owner, original, ...args)
      : this.invoke(env, self, original, ...args);
  }

  /** The method id that calls the original: it is there from the first call on. */
  originalId(): NativePointer {
    if (this.original === null) {
      if (this.mangler === null) throw new Error("not installed");
      this.original = originalOf(this.mangler, this.overload);
    }
    return this.original;
  }

  /** Put our callback in the method's place; returns whether it is in force already. */
  replace(jni: Jni, stacks: Stacks, when: When): boolean {
    stacks.prepare(jni, this);
    const body = (...values: NativeCallbackArgumentValue[]) => run(this, stacks, values as never[]) as never;
    const args = ["pointer", "pointer", ...this.argumentTypes.map((t) => t.type)];
    const callback = new NativeCallback(body, this.returnType.type, args as NativeCallbackArgumentType[]);
    // Callbacks live as long as the agent: the VM calls them by address.
    held.push(callback);
    remember(this);
    this.mangler = manglerOf(this.overload);
    const entry = this.observers[0]?.entry?.(this, callback) ?? callback;
    return replaceMethod(this.overload, this.mangler, entry, when);
  }

  restore(): void {
    restoreMethod(this.overload);
  }

  /** Let the observers see a call's beginning; never fails. */
  enter(values: JniValue[]): readonly Visit[] {
    let entered: Visit[] | null = null;
    try {
      const tid = Process.getCurrentThreadId();
      if (isSilent(tid)) return NOBODY;
      for (const observer of this.observers) {
        const visit = observer.enter(values, tid);
        if (visit !== null) (entered ??= []).push(visit);
      }
    } catch (error) {
      failedAt(this.name, new Jni(values[0] as NativePointer), "entry", error);
    }
    return entered ?? NOBODY;
  }

  /** Let them see its end; never fails. What the app's code threw or returned goes on to it, or what one has instead. */
  leave(visits: readonly Visit[], values: JniValue[], value: JniValue, stacks: Stacks): JniValue {
    let answer: Answer | null = null;
    try {
      const jni = new Jni(values[0] as NativePointer);
      if (jni.exceptionPending()) {
        answer = guarded(Process.getCurrentThreadId(), () => this.leaveThrown(jni, visits, stacks));
      } else {
        for (const visit of visits) visit.returned(value);
        answer = instead(visits, null, value);
      }
    } catch (error) {
      // What is pending here is the app's own exception, if anything is.
      failedAt(this.name, undefined, "return", error);
    }
    return answer === null ? value : answer.value;
  }

  private get name(): string {
    return `${this.cls}.${this.method}`;
  }

  /** Take the exception, tell of it, and throw the very same again, without the frames of hooks. */
  private leaveThrown(jni: Jni, visits: readonly Visit[], stacks: Stacks): Answer | null {
    const throwable = jni.takeException();
    if (throwable === null) return null;
    let answer: Answer | null = null;
    try {
      for (const visit of visits) visit.threw(throwable);
      answer = instead(visits, throwable, undefined);
      if (answer === null) restoreTrace(jni, throwable, stacks);
    } finally {
      // Whatever came meanwhile is ours; what the app threw goes on to it, unless one has an answer instead.
      jni.takeException();
      if (answer === null) jni.throw(throwable);
    }
    return answer;
  }
}

function instead(visits: readonly Visit[], thrown: NativePointer | null, value: JniValue): Answer | null {
  for (const visit of visits) {
    const answer = visit.instead?.(thrown, value) ?? null;
    if (answer !== null) return answer;
  }
  return null;
}

const held: NativePointer[] = [];

/** The body of every replaced method. Nothing of ours keeps the original from being called, or its value. */
function run(method: Method, stacks: Stacks, values: JniValue[]): JniValue {
  running++;
  try {
    const visits = method.enter(values);
    return method.leave(visits, values, method.callOriginal(values), stacks);
  } finally {
    running--;
  }
}

/** A global reference to the class of a wrapper. */
export function classOf(jni: Jni, wrapper: Java.Wrapper): NativePointer {
  return withHandle(wrapper.class as unknown as Java.Wrapper, (handle) => jni.globalRef(handle));
}

/** Every replaced method by its id, so that none is replaced twice. */
export class Methods {
  private readonly byHandle = new Map<string, Method>();

  constructor(readonly stacks: Stacks) {}

  /** The method of an overload, replaced or about to be. */
  of(overload: Overload, cls: string, name: string, owner: () => NativePointer): Method {
    return this.byHandle.get(overload.handle.toString()) ?? new Method(overload, cls, name, owner());
  }

  /**
   * Have an observer see the calls of a method from now on; raises what replacing it failed of. Returns whether
   * that is in force already.
   */
  watch(jni: Jni, method: Method, observer: Observer, when: When = "later"): boolean {
    const key = method.handle.toString();
    const known = this.byHandle.get(key);
    (known ?? method).watch(observer);
    if (known !== undefined) return true;
    // Before the VM is asked for anything: another thread may come for the same method.
    this.byHandle.set(key, method);
    try {
      return method.replace(jni, this.stacks, when);
    } catch (error) {
      this.byHandle.delete(key);
      throw error;
    }
  }

  /** Put every original back; it takes effect in the next turn of the event loop. */
  restore(): void {
    for (const method of this.byHandle.values()) method.restore();
    this.byHandle.clear();
  }
}
