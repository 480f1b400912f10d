// One call of a catalogue row, from the app's call to its return.

import type { HookPlan, NetworkPlan, WireFrame } from "../generated/wire.js";
import type { JavaType, JniValue } from "./bridge.js";
import { Counter, type Counted, type Counters, type Creation, type Place } from "./counts.js";
import { emit } from "./emit.js";
import { Jni } from "./jni.js";
import { failedAt, framed, guarded, NONE, type Method, type Methods, type Observer, type Visit } from "./methods.js";
import { named } from "./names.js";
import { DELEGATED, type Hooked, type SiteKey, type Stacks } from "./sites.js";
import { describe } from "./throwables.js";
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
  /** What sees the calls in the target's place, where counting and telling each is not what is wanted. */
  readonly observer?: (target: Target) => Observer;
}

export interface Settings {
  readonly detail: number;
  readonly maxValue: number;
  readonly network: NetworkPlan;
}

/** How a row whose method is called by the system on objects that were handed over knows those objects. */
export interface HandedOver {
  /** Where the object was handed over for this row; undefined when it never was. */
  find(jni: Jni, object: NativePointer): Creation | undefined;
}

/** What takes part in the calls of rows: objects handed over, the origin of the work a thread does. */
export interface Surroundings {
  readonly counters: Counters;
  readonly stacks: Stacks;
  readonly settings: Settings;
  readonly methods: Methods;
  origin(jni: Jni, tid: number): Creation | null;
  /** The calling thread works for `creation` until the function that is returned runs. */
  during(tid: number, creation: Creation): () => void;
}

/** A hooked overload of a catalogue row. */
export class Target implements Observer, Counted, Hooked {
  readonly api: string;
  readonly label: string;
  readonly sited: boolean;
  readonly cls: string;
  readonly method: string;
  readonly handle: NativePointer;
  readonly parameters: string;
  readonly returnType: JavaType;
  readonly argumentTypes: JavaType[];
  readonly detail: number;
  readonly settings: Settings;
  alone = true;
  family: NativePointer = NONE;
  callers: ReadonlySet<string> = new Set();
  /** Runs after a call of this row was counted: its objects may be listeners of other rows. */
  handsOver: ((call: Call) => void) | null = null;
  private readonly names: ReturnType<typeof named>;

  constructor(
    readonly plan: HookPlan, readonly hook: Hook, readonly replaced: Method, readonly around: Surroundings,
    readonly handed: HandedOver | null = null,
  ) {
    this.api = plan.api;
    this.label = replaced.label;
    this.sited = hook.sited !== false;
    this.cls = replaced.cls;
    this.method = replaced.method;
    this.handle = replaced.handle;
    this.parameters = replaced.parameters;
    this.returnType = replaced.returnType;
    this.argumentTypes = replaced.argumentTypes;
    this.settings = around.settings;
    this.detail = plan.hot ? Math.min(this.settings.detail, HOT_DETAIL) : this.settings.detail;
    this.names = named(plan, replaced);
  }

  get name(): string {
    return this.api;
  }

  enter(values: JniValue[], tid: number): Visit | null {
    let begun: Call | null = null;
    try {
      const call = new Call(this, values, tid);
      begun = call;
      const { hook } = this;
      if (this.names !== null && !this.names(call)) return null;
      if (hook.selects !== undefined && !guarded(tid, () => hook.selects?.(call) ?? true)) return null;
      if (this.handed !== null) {
        const registration = this.handed.find(call.jni, call.self);
        if (registration === undefined) return null;
        call.registration = registration;
      }
      if (this.sited) {
        call.key = this.around.stacks.identify(call.jni, this);
        if (call.key === DELEGATED) return null;
      }
      const counter = this.around.counters.of(this, call);
      call.counter = counter;
      call.n = counter.enter(call.t);
      call.detailed = hook.entered === undefined && call.n <= this.detail;
      if (hook.entered !== undefined || call.detailed) detail(call);
      if (this.handsOver !== null) this.handsOver(call);
      if (call.registration !== null) call.ended = this.around.during(tid, call.registration);
      return call;
    } catch (error) {
      // A call that was counted is one still: its result is told, if only that can be had.
      failedAt(this.api, begun?.jni, "entry", error);
      return begun !== null && begun.n > 0 ? begun : null;
    }
  }
}

/** Detailed messages per call site of a row marked hot. */
export const HOT_DETAIL = 4;

export class Call implements Visit, Place {
  readonly t = Date.now();
  readonly jni: Jni;
  n = 0;
  key: SiteKey = 0;
  detailed = false;
  args: string[] = [];
  counter: Counter = NOBODY;
  /** Where the object that this is called on was handed over, if that is how it comes to be called. */
  registration: Creation | null = null;
  /** What was delivered, read before the app has it. */
  value: Result | null = null;
  ended: (() => void) | null = null;

  constructor(readonly target: Target, readonly values: JniValue[], readonly tid: number) {
    this.jni = new Jni(values[0] as NativePointer);
  }

  get self(): NativePointer {
    return this.values[1] as NativePointer;
  }

  get delivered(): boolean {
    return this.registration !== null;
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

  frames(): WireFrame[] {
    return this.target.around.stacks.frames(this.jni, this.target);
  }

  origin(): Creation | null {
    return this.registration ?? this.target.around.origin(this.jni, this.tid);
  }

  returned(value: JniValue): void {
    this.ended?.();
    if (this.detailed) guarded(this.tid, () => { finishReturned(this, value); });
  }

  threw(throwable: NativePointer): void {
    this.ended?.();
    this.counter.fail();
    if (this.detailed) report(this, this.value, describe(this.jni, throwable, this.target.settings.maxValue));
  }
}

const NOBODY = new Counter("", "", "", new Set());

function detail(call: Call): void {
  const { target, jni, tid } = call;
  guarded(tid, () => {
    const done = framed(jni, () => {
      if (!call.detailed) {
        target.hook.entered?.(call);
        return;
      }
      call.args = (target.hook.args ?? keptArgs)(call);
      const { value_arg } = target.plan;
      const type = target.argumentTypes[value_arg];
      if (type !== undefined) call.value = valueOf(call, type, call.values[value_arg + 2]);
    });
    if (done !== null) failedAt(target.api, undefined, "arguments", done);
  });
}

function finishReturned(call: Call, value: JniValue): void {
  let result: Result | null = null;
  const failure = framed(call.jni, () => { result = outcome(call, value); });
  if (failure !== null) failedAt(call.target.api, undefined, "result", failure);
  report(call, result, null);
}

function outcome(call: Call, value: JniValue): Result | null {
  const { plan, hook, returnType } = call.target;
  if (plan.value_arg >= 0) return call.value;
  // A constructor yields the object itself, for hooks that want to see it.
  if (plan.method === "$init") return hook.result?.(call, call.self) ?? null;
  if (returnType.type === "void") return null;
  return valueOf(call, returnType, value);
}

function valueOf(call: Call, type: JavaType, value: JniValue): Result | null {
  const { hook, settings } = call.target;
  if (type.type === "pointer") {
    if ((value as NativePointer).isNull()) return null;
    if (hook.result !== undefined) return hook.result(call, value as NativePointer);
  }
  return convert(call.jni, type, value, settings.maxValue);
}

function report(call: Call, result: Result | null, error: string | null): void {
  const { target } = call;
  emit({
    k: "call", t: call.t, api: target.plan.api, overload: target.label, site: call.counter.site,
    thread: threadName(call.jni), tid: call.tid, n: call.n, args: call.args,
    result: result?.text ?? null,
    result_length: result?.length ?? 0, result_hash: result?.hash ?? "", items: result?.items ?? null, error,
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

export function threadName(jni: Jni): string {
  return jni.attempt(() => {
    const thread = jni.callStaticObject(cls(jni, "java.lang.Thread"), currentThread);
    return jni.string(jni.callObject(thread, getName), 128);
  }) ?? "";
}
