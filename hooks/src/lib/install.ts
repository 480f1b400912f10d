// Catalogue rows to hooked methods. Every row ends as resolved, absent, failed or unobservable, and says so.

import Java from "frida-java-bridge";

import type { HookPlan, InstallRequest } from "../generated/wire.js";
import { hooks } from "../hooks/index.js";
import { installNative, releaseNative } from "../native/install.js";
import { installNetwork, releaseNetwork } from "../network/install.js";
import type { Overload } from "./bridge.js";
import { bridgeEnv, overloadsOf, putNow, STATIC_METHOD, typeName, type When } from "./bridge.js";
import { prepareCalls, Target, type Hook, type Surroundings } from "./call.js";
import { prepareConcrete } from "./concrete.js";
import { Counters } from "./counts.js";
import { declaredBy, Delivery } from "./deliveries.js";
import { emit, problem } from "./emit.js";
import { Hops } from "./hops.js";
import { Jni } from "./jni.js";
import { classOf, Methods } from "./methods.js";
import type { Outcome } from "./native.js";
import { nativeAgent } from "./native_agent.js";
import type { Factory } from "./loaders.js";
import { prepareObjects, WeakObjects } from "./objects.js";
import { Origins, under } from "./origins.js";
import { chooseStacks, type Stacks } from "./sites.js";
import { className, prepareThrowables } from "./throwables.js";
import { Pins } from "../trust/pins.js";
import { method } from "./values.js";

const ABSTRACT = 0x0400;
const MOST_CLASSES = 4_096;
/** Classes that only the phone brings. */
const BOOT = /^(?:java|javax|dalvik|android(?!\.support))\./;
const FOUND_BEFORE: Outcome = { state: "resolved", overloads: 0, reason: "" };

export class Installer {
  readonly counters: Counters;
  private readonly hops: Hops | null;
  readonly methods: Methods;
  private readonly stacks: Stacks;
  private readonly around: Surroundings;
  private readonly outcomes = new Map<HookPlan, Outcome>();
  private readonly installed = new Map<string, Target[]>();
  private readonly deliveries: Delivery[] = [];
  /** Rows by the class they are hooked in: one class may be found through several loaders. */
  private readonly classes = new WeakObjects<Set<HookPlan>>(MOST_CLASSES);
  /** Rows of classes that the app brings. */
  private readonly foreign = new Set<HookPlan>();
  private readonly changed = new Set<HookPlan>();
  private readonly pins: Pins | null;
  private installing = false;

  constructor(private readonly request: InstallRequest) {
    const jni = new Jni(bridgeEnv().handle);
    prepareThrowables(jni);
    prepareCalls(jni);
    prepareObjects(jni);
    prepareConcrete(jni);
    this.stacks = chooseStacks(request.stacks, request.max_frames);
    this.methods = new Methods(this.stacks);
    const carries = request.through.length === 0 ? null : under(request.through);
    this.counters = new Counters(carries);
    const origins = carries === null ? null : new Origins(this.stacks, carries);
    origins?.prepare(jni);
    this.hops = origins === null ? null : new Hops(this.methods, origins);
    this.around = {
      counters: this.counters,
      stacks: this.stacks,
      settings: { detail: request.detail_per_site, maxValue: request.max_value, network: request.network },
      methods: this.methods,
      origin: (of, tid) => origins?.current(of, tid) ?? null,
      during: (tid, creation) => origins?.during(tid, creation) ?? (() => undefined),
    };
    const { authority } = request.network;
    this.pins = authority === "" ? null : new Pins(jni, request.pins, authority, this.methods, this.around);
    // Before any native row: their entries stand behind those of the network.
    installNetwork(request, nativeAgent(this.around, request, () => []));
  }

  /** Install every row whose class `use` finds; rows it does not find stay to be tried again. */
  installWith(factory: Factory): void {
    this.whileAlone(() => { this.tryAll(factory, "later", (plan) => this.isWaiting(plan)); });
  }

  /**
   * Try a class loader that appeared: rows that are absent, and those of classes that apps bring, since each loader
   * may bring its own. What is found is in force when this returns, and is reported.
   */
  installIn(loader: Factory): boolean {
    return this.whileAlone(() => {
      const puts: (() => void)[] = [];
      this.changed.clear();
      this.tryAll(loader, puts, (plan) => this.foreign.has(plan) || (this.isWaiting(plan) && !BOOT.test(plan.cls)));
      putNow(puts);
      for (const plan of this.changed) this.tell(plan);
    });
  }

  /** One thread at a time: the others come back later, which they hear by false. */
  private whileAlone(fn: () => void): boolean {
    if (this.installing) return false;
    this.installing = true;
    try {
      fn();
    } finally {
      this.installing = false;
    }
    return true;
  }

  private isWaiting(plan: HookPlan): boolean {
    return (this.outcomes.get(plan)?.state ?? "absent") === "absent";
  }

  private tryAll(factory: Factory, when: When, wanted: (plan: HookPlan) => boolean): void {
    this.installNative();
    for (const late of [false, true]) {
      for (const plan of this.request.plan) {
        if (plan.kind === "native" || plan.delivered_by.length > 0 !== late || !wanted(plan)) continue;
        this.settle(plan, this.install(plan, factory, when));
      }
    }
    this.link();
    this.hops?.installWith(factory, when);
    this.pins?.installWith(new Jni(bridgeEnv().handle), factory, when);
  }

  /** A row that was found before and now again, in another loader: its overloads add up. */
  private settle(plan: HookPlan, outcome: Outcome): void {
    const before = this.outcomes.get(plan);
    if (before === undefined || before.state === "absent") {
      this.outcomes.set(plan, outcome);
      if (outcome.state !== "absent") this.changed.add(plan);
    } else if (outcome.state === "resolved" && (outcome.overloads ?? 0) > 0) {
      this.outcomes.set(plan, { ...before, overloads: (before.overloads ?? 0) + (outcome.overloads ?? 0) });
      this.changed.add(plan);
    } else if (outcome.state === "failed") {
      problem(plan.api, `in another class loader: ${outcome.reason ?? ""}`);
    }
  }

  /** Report every row, or only those that were absent at the last report. */
  report(only?: ReadonlySet<HookPlan>): void {
    for (const [plan, outcome] of this.outcomes) {
      if (only === undefined || (only.has(plan) && outcome.state !== "absent")) {
        emit({ k: "hook", t: Date.now(), api: plan.api, ...outcome });
      }
    }
  }

  /** Say of every check of certificates that was not found that it was not. */
  reportPins(): void {
    this.pins?.report();
  }

  private tell(plan: HookPlan): void {
    const outcome = this.outcomes.get(plan);
    if (outcome !== undefined) emit({ k: "hook", t: Date.now(), api: plan.api, ...outcome });
  }

  /** Put every original back; it takes effect in the next turn of the event loop. */
  restore(): void {
    releaseNative();
    releaseNetwork();
    this.methods.restore();
  }

  absent(): Set<HookPlan> {
    return new Set(this.request.plan.filter((plan) => this.outcomes.get(plan)?.state === "absent"));
  }

  private installNative(): void {
    const rows = this.request.plan.filter((plan) => plan.kind === "native" && this.isWaiting(plan));
    if (rows.length === 0) return;
    const agent = nativeAgent(this.around, this.request, (api) => this.installed.get(api) ?? []);
    for (const [plan, outcome] of installNative(rows, agent)) this.outcomes.set(plan, outcome);
    for (const plan of rows) {
      if (!this.outcomes.has(plan)) this.outcomes.set(plan, failed("no answer from the native hooks"));
    }
  }

  private install(plan: HookPlan, factory: Factory, when: When): Outcome {
    const hook = (hooks as Record<string, Hook | undefined>)[plan.hook];
    if (hook === undefined) return failed(`the agent has no hook ${plan.hook}`);
    let wrapper: Java.Wrapper;
    try {
      wrapper = factory.use(plan.cls);
    } catch (error) {
      const text = textOf(error);
      // A class that is there, but whose initialiser failed, is not found a second time either.
      const missing = /ClassNotFoundException|NoClassDefFoundError/.test(text) && !text.includes("Could not initialize");
      return missing ? absent("no such class") : failed(text);
    }
    try {
      const jni = new Jni(bridgeEnv().handle);
      if (plan.kind === "field") return fieldOf(plan, wrapper);
      const owner = classOf(jni, wrapper);
      const rows = this.classes.get(jni, owner) ?? new Set();
      // The same class by another loader that asks the one it is of.
      const outcome = rows.has(plan) ? FOUND_BEFORE
        : plan.delivered_by.length > 0 ? this.deliver(plan, hook, wrapper, owner)
        : this.replaceAll(jni, plan, hook, wrapper, owner, when);
      if (outcome.state !== "resolved" || outcome.overloads === 0) {
        jni.deleteGlobal(owner);
        return outcome;
      }
      this.classes.set(jni, owner, rows.add(plan));
      if (jni.attempt(() => isForeign(jni, owner)) === true) this.foreign.add(plan);
      return outcome;
    } catch (error) {
      return failed(textOf(error));
    }
  }

  private replaceAll(
    jni: Jni, plan: HookPlan, hook: Hook, wrapper: Java.Wrapper, owner: NativePointer, when: When,
  ): Outcome {
    const all = overloadsOf(wrapper, plan.method);
    if (all === null) return absent("no such method");
    const wanted = plan.overloads.map((types) => types.join(", "));
    const chosen = all.filter((o) => wanted.length === 0 || wanted.includes(typesOf(o)));
    if (chosen.length === 0) return absent("no such overload");
    const targets = chosen.map((o) =>
      new Target(plan, hook, this.methods.of(o, plan.cls, plan.method, () => owner), this.around));
    const problems = missing(plan, all);
    let installed = 0;
    for (const target of targets) this.tie(target, targets);
    for (const target of targets) {
      target.alone = targets.length === 1;
      const problem = this.replaceOne(jni, target, when);
      if (problem !== "") {
        problems.push(problem);
        continue;
      }
      installed++;
      this.installed.set(plan.api, [...this.installed.get(plan.api) ?? [], target]);
    }
    const reason = problems.join("; ").slice(0, 500);
    return installed === 0 ? failed(reason) : { state: "resolved", overloads: installed, reason };
  }

  private replaceOne(jni: Jni, target: Target, when: When): string {
    if (isAbstract(jni, target)) return `${target.label} is abstract`;
    try {
      this.methods.watch(jni, target.replaced, target.hook.observer?.(target) ?? target, when);
      return "";
    } catch (error) {
      return `${target.label}: ${textOf(error)}`;
    }
  }

  /** A row of deliveries is there when its class and a row that hands objects of it over are. */
  private deliver(plan: HookPlan, hook: Hook, wrapper: Java.Wrapper, base: NativePointer): Outcome {
    const declared = declaredBy(plan, wrapper, typesOf);
    if (declared.length === 0) return absent(overloadsOf(wrapper, plan.method) === null ? "no such method" : "no such overload");
    if (!plan.delivered_by.some((api) => this.installed.has(api) || this.delivers(api))) {
      return absent("no row that hands such objects over is there");
    }
    this.deliveries.push(new Delivery(plan, hook, this.methods, this.around, base, declared, (target) => {
      this.installed.set(plan.api, [...this.installed.get(plan.api) ?? [], target]);
      this.link();
    }));
    return { state: "resolved", overloads: declared.length, reason: missing(plan, declared).join("; ").slice(0, 500) };
  }

  private delivers(api: string): boolean {
    return this.deliveries.some(({ plan }) => plan.api === api);
  }

  /** Tie all rows again: a row may name one that came after it. */
  private link(): void {
    const takers = new Map<string, Delivery[]>();
    for (const delivery of this.deliveries) {
      for (const api of delivery.plan.delivered_by) takers.set(api, [...takers.get(api) ?? [], delivery]);
    }
    for (const [api, row] of this.installed) {
      const taking = takers.get(api);
      for (const target of row) {
        this.tie(target, row);
        target.handsOver = taking === undefined ? null : (call) => { for (const one of taking) one.take(call); };
      }
    }
  }

  /** Tell a target whose calls are parts of others': only of methods that are hooked, or the call would be lost. */
  private tie(target: Target, row: readonly Target[]): void {
    const callers = target.plan.within.flatMap((other) => this.installed.get(other) ?? []);
    const family = [...row.filter((other) => other !== target), ...callers];
    const handles = Memory.alloc((family.length + 1) * Process.pointerSize);
    family.forEach((other, i) => handles.add(i * Process.pointerSize).writePointer(other.handle));
    target.family = handles;
    // Of deliveries: a class that overrides and calls its superclass's method.
    const elsewhere = row.filter((other) => other.cls !== target.cls);
    target.callers = new Set([...callers, ...elsewhere].map((other) => `${other.cls}.${other.method}`));
  }
}

/** A field is read without a call: no hook sees it, but that it is there can be told. */
function fieldOf(plan: HookPlan, wrapper: Java.Wrapper): Outcome {
  const names = (wrapper as unknown as { $ownMembers: string[] }).$ownMembers;
  // The bridge tells a field of a method's name from the method by a line before it.
  const there = [plan.method, `_${plan.method}`].some((name) => names.includes(name)
    && (wrapper as unknown as Record<string, { fieldType?: unknown } | undefined>)[name]?.fieldType !== undefined);
  return there
    ? { state: "unobservable", overloads: 0, reason: "a field: reading it is no call" }
    : absent("no such field");
}

function isAbstract(jni: Jni, target: Target): boolean {
  const { owner, overload } = target.replaced;
  if (target.method === "<init>") return false;
  const reflected = jni.attempt(() => {
    const isStatic = overload.type === STATIC_METHOD;
    const found = jni.reflected(owner, target.handle, isStatic);
    return jni.callInt(found, method(jni, "java.lang.reflect.Method", "getModifiers", "()I"));
  });
  return reflected !== null && (reflected & ABSTRACT) !== 0;
}

/** Overloads the row names that are not there, in words. */
function missing(plan: HookPlan, all: readonly Overload[]): string[] {
  const there = new Set(all.map(typesOf));
  return plan.overloads.map((types) => types.join(", ")).filter((one) => !there.has(one)).map((one) => `no (${one})`);
}

function typesOf(overload: Overload): string {
  return overload.argumentTypes.map(typeName).join(", ");
}

function absent(reason: string): Outcome {
  return { state: "absent", overloads: 0, reason };
}

function failed(reason: string): Outcome {
  return { state: "failed", overloads: 0, reason: reason.slice(0, 500) };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether a class is not the phone's own. */
function isForeign(jni: Jni, handle: NativePointer): boolean {
  const getLoader = method(jni, "java.lang.Class", "getClassLoader", "()Ljava/lang/ClassLoader;");
  const loader = jni.callObject(handle, getLoader);
  return !loader.isNull() && className(jni, loader) !== "java.lang.BootClassLoader";
}
