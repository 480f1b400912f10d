// Catalogue rows to hooked methods. Every row ends as resolved, absent or failed, and says so.

import Java from "frida-java-bridge";

import type { HookMessage, HookPlan, InstallRequest } from "../generated/wire.js";
import { hooks } from "../hooks/index.js";
import type { Overload } from "./bridge.js";
import { bridgeEnv, isArt, manglerOf, overloadsOf, replaceMethod, restoreMethod, STATIC_METHOD, typeName } from "./bridge.js";
import { prepareCalls, run, Target, type Hook, type Settings } from "./call.js";
import { Counters } from "./counts.js";
import { emit } from "./emit.js";
import { Jni } from "./jni.js";
import { chooseStacks, remember, type Stacks } from "./sites.js";
import { prepareThrowables } from "./throwables.js";

type Outcome = Omit<HookMessage, "k" | "t" | "api">;

const ABSTRACT = 0x0400;

export class Installer {
  readonly counters = new Counters();
  private readonly settings: Settings;
  private readonly stacks: Stacks;
  private readonly outcomes = new Map<HookPlan, Outcome>();
  // Callbacks live as long as the agent: the VM calls them by address.
  private readonly callbacks: NativePointer[] = [];
  private readonly replaced: Overload[] = [];
  private readonly installed = new Map<string, Target[]>();

  constructor(private readonly request: InstallRequest) {
    this.settings = { detail: request.detail_per_site, maxValue: request.max_value };
    const jni = new Jni(bridgeEnv().handle);
    prepareThrowables(jni);
    prepareCalls(jni);
    this.stacks = chooseStacks(request.stacks, request.max_frames);
  }

  /** Install every row whose class `use` finds; rows it does not find stay to be tried again. */
  installWith(factory: Pick<typeof Java, "use">): void {
    for (const plan of this.request.plan) {
      const state = this.outcomes.get(plan)?.state;
      if (state === undefined || state === "absent") this.outcomes.set(plan, this.install(plan, factory));
    }
    this.link();
  }

  /** Report every row, or only those that were absent at the last report. */
  report(only?: ReadonlySet<HookPlan>): void {
    for (const [plan, outcome] of this.outcomes) {
      if (only === undefined || (only.has(plan) && outcome.state !== "absent")) {
        emit({ k: "hook", t: Date.now(), api: plan.api, ...outcome });
      }
    }
  }

  /** Put every original back; it takes effect in the next turn of the event loop. */
  restore(): void {
    for (const overload of this.replaced.splice(0)) restoreMethod(overload);
  }

  absent(): Set<HookPlan> {
    return new Set(this.request.plan.filter((plan) => this.outcomes.get(plan)?.state === "absent"));
  }

  private install(plan: HookPlan, factory: Pick<typeof Java, "use">): Outcome {
    const hook = (hooks as Record<string, Hook | undefined>)[plan.hook];
    if (hook === undefined) return failed(`the agent has no hook ${plan.hook}`);
    let wrapper: Java.Wrapper;
    try {
      wrapper = factory.use(plan.cls);
    } catch (error) {
      const text = textOf(error);
      return /ClassNotFoundException|NoClassDefFoundError/.test(text) ? absent("no such class") : failed(text);
    }
    try {
      return this.replaceAll(plan, hook, wrapper);
    } catch (error) {
      return failed(textOf(error));
    }
  }

  private replaceAll(plan: HookPlan, hook: Hook, wrapper: Java.Wrapper): Outcome {
    const jni = new Jni(bridgeEnv().handle);
    const all = overloadsOf(wrapper, plan.method);
    if (all === null) return absent("no such method");
    const wanted = plan.overloads.map((types) => types.join(", "));
    const chosen = all.filter((o) => wanted.length === 0 || wanted.includes(typesOf(o).join(", ")));
    if (chosen.length === 0) return absent("no such overload");
    const owner = jni.globalRef((wrapper.class as unknown as { $h: NativePointer }).$h);
    const targets = chosen.map((o) =>
      new Target(plan, hook, o, typesOf(o), owner, this.counters, this.stacks, this.settings));
    const problems = wanted.filter((w) => !all.some((o) => typesOf(o).join(", ") === w)).map((w) => `no (${w})`);
    let installed = 0;
    for (const target of targets) this.tie(target, targets);
    for (const target of targets) {
      target.alone = targets.length === 1;
      const problem = this.replaceOne(jni, target);
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

  /** Tie all rows again: a row may name one that came after it. */
  private link(): void {
    for (const row of this.installed.values()) {
      for (const target of row) this.tie(target, row);
    }
  }

  /** Tell a target whose calls are parts of others': only of methods that are hooked, or the call would be lost. */
  private tie(target: Target, row: Target[]): void {
    const callers = target.plan.within.flatMap((other) => this.installed.get(other) ?? []);
    const family = [...row.filter((other) => other !== target), ...callers];
    const handles = Memory.alloc((family.length + 1) * Process.pointerSize);
    family.forEach((other, i) => handles.add(i * Process.pointerSize).writePointer(other.handle));
    target.family = handles;
    target.callers = new Set(callers.map((other) => `${other.cls}.${other.method}`));
  }

  private replaceOne(jni: Jni, target: Target): string {
    const { overload } = target;
    if (isAbstract(jni, target)) return `${target.label} is abstract`;
    try {
      this.stacks.prepare(jni, target);
      const body = (...values: NativeCallbackArgumentValue[]) => run(target, values as never[]) as never;
      const args = ["pointer", "pointer", ...overload.argumentTypes.map((t) => t.type)];
      const callback = new NativeCallback(body, overload.returnType.type, args as NativeCallbackArgumentType[]);
      this.callbacks.push(callback);
      remember(target);
      target.mangler = manglerOf(overload);
      replaceMethod(overload, target.mangler, callback);
      this.replaced.push(overload);
      return "";
    } catch (error) {
      return `${target.label}: ${textOf(error)}`;
    }
  }
}

function isAbstract(jni: Jni, target: Target): boolean {
  const reflected = jni.attempt(() => {
    const isStatic = target.overload.type === STATIC_METHOD;
    const method = jni.reflected(target.owner, target.handle, isStatic);
    const getModifiers = jni.methodId(jni.classOf(method), "getModifiers", "()I");
    return jni.callInt(method, getModifiers);
  });
  return reflected !== null && (reflected & ABSTRACT) !== 0;
}

function typesOf(overload: Overload): string[] {
  return overload.argumentTypes.map(typeName);
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

/** Try rows that are still absent on the class loaders that exist now (ART keeps plug-ins apart). */
export function otherLoaders(): Pick<typeof Java, "use">[] {
  if (!isArt()) return [Java];
  return Java.enumerateClassLoadersSync().map((loader) => Java.ClassFactory.get(loader));
}
