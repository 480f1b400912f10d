// The checks of `InstallRequest.pins`: found in whatever class loader has them, or in the objects an app hands to a
// TLS context. Each says once what became of it.

import type Java from "frida-java-bridge";

import type { PinPlan } from "../generated/wire.js";
import { overloadsOf, typeName, type JniValue, type Overload, type When } from "../lib/bridge.js";
import type { Surroundings } from "../lib/call.js";
import { Concrete } from "../lib/concrete.js";
import { emit, problem } from "../lib/emit.js";
import { Jni } from "../lib/jni.js";
import type { Factory } from "../lib/loaders.js";
import { classOf, framed, guarded, type Method, type Methods, type Observer } from "../lib/methods.js";
import { className } from "../lib/throwables.js";
import { isPlatform } from "../lib/values.js";
import { Authority } from "./authority.js";
import { Check } from "./check.js";
import { JavaSide } from "./java.js";

/** Classes of trust managers that are watched: a class is held for ever once one of its methods is replaced. */
const MOST_CLASSES = 1_024;
const CONTEXT = "javax.net.ssl.SSLContext";
const MANAGERS = 1;
/** Classes that only the phone brings. */
const BOOT = /^(?:javax|android|com\.android)\./;

const RESULTS = { nothing: "void", true: "uint8", chain: "pointer", status: "pointer" } as const;

type State = "resolved" | "absent" | "failed";

interface Handed {
  readonly plan: PinPlan;
  readonly concrete: Concrete;
}

export class Pins {
  private readonly authority: Authority;
  /** Methods watched, by plan and id: a class may be found through several loaders. */
  private readonly watched = new Map<PinPlan, Set<string>>();
  private readonly handed: Handed[] = [];
  private readonly reported = new Map<PinPlan, State>();
  private context = false;
  private managers = 0;

  constructor(
    jni: Jni, private readonly plans: readonly PinPlan[], pem: string, private readonly methods: Methods,
    private readonly around: Surroundings,
  ) {
    this.authority = new Authority(jni, new JavaSide(jni), pem);
  }

  /** Watch what `factory` finds; what it does not find may come with another loader. */
  installWith(jni: Jni, factory: Factory, when: When): void {
    if (!this.context) this.watchContext(jni, factory, when);
    for (const plan of this.plans) {
      if (BOOT.test(plan.cls) && this.watched.has(plan)) continue;
      let wrapper: Java.Wrapper;
      try {
        wrapper = factory.use(plan.cls);
      } catch {
        continue;
      }
      try {
        this.install(jni, plan, wrapper, when);
      } catch (error) {
        this.tell(plan, "failed", 0, error instanceof Error ? error.message : String(error));
      }
    }
  }

  /** Say of every check that was not found that it was not. */
  report(): void {
    for (const plan of this.plans) {
      if (!this.reported.has(plan)) this.tell(plan, "absent", 0, "no such class");
    }
  }

  private install(jni: Jni, plan: PinPlan, wrapper: Java.Wrapper, when: When): void {
    const wanted = new Set(plan.overloads.map((types) => types.join(", ")));
    const named = (overloadsOf(wrapper, plan.method) ?? []).filter((one) => wanted.has(typesOf(one)));
    // A yes that is no value of the method's type would be the app's crash.
    const chosen = named.filter((one) => one.returnType.type === RESULTS[plan.answers]);
    if (chosen.length === 0) {
      this.tell(plan, "absent", 0, named.length === 0 ? "no such method" : "its result is of another type");
      return;
    }
    if (plan.handed) {
      const base = classOf(jni, wrapper);
      this.watched.set(plan, new Set());
      for (const one of chosen) {
        this.handed.push({ plan, concrete: new Concrete(this.methods, base, plan.method, one, true) });
      }
    } else {
      for (const one of chosen) {
        this.watch(jni, plan, this.methods.of(one, plan.cls, plan.method, () => classOf(jni, wrapper)), when);
      }
    }
    this.tell(plan, "resolved", chosen.length, "");
  }

  /** Watch a method for a plan, once; returns whether that is in force. */
  private watch(jni: Jni, plan: PinPlan, method: Method, when: When): boolean {
    const known = this.watched.get(plan) ?? new Set();
    this.watched.set(plan, known);
    const key = method.handle.toString();
    if (known.has(key)) return true;
    known.add(key);
    return this.methods.watch(jni, method, new Check(plan, method, this.authority, this.around), when);
  }

  private watchContext(jni: Jni, factory: Factory, when: When): void {
    this.context = true;
    try {
      const wrapper = factory.use(CONTEXT);
      const owner = classOf(jni, wrapper);
      for (const one of overloadsOf(wrapper, "init") ?? []) {
        this.methods.watch(jni, this.methods.of(one, CONTEXT, "init", () => owner), this.taking(), when);
      }
    } catch (error) {
      problem(`trust: ${CONTEXT}.init`, error);
    }
  }

  private taking(): Observer {
    return {
      name: `trust: ${CONTEXT}.init`,
      enter: (values, tid) => {
        const jni = new Jni(values[0] as NativePointer);
        const failure = guarded(tid, () => framed(jni, () => { this.take(jni, values); }));
        if (failure !== null) problem(`trust: ${CONTEXT}.init`, failure);
        return null;
      },
    };
  }

  private take(jni: Jni, values: JniValue[]): void {
    const managers = values[MANAGERS + 2] as NativePointer;
    if (managers.isNull()) return;
    const length = jni.arrayLength(managers);
    for (let i = 0; i < Math.min(length, MOST_CLASSES); i++) {
      const manager = jni.arrayItem(managers, i);
      // The platform's own are rows of their own.
      if (manager.isNull() || isPlatform(jni, manager, className(jni, manager))) continue;
      for (const handed of this.handed) this.hand(jni, handed, manager);
    }
  }

  private hand(jni: Jni, { plan, concrete }: Handed, manager: NativePointer): void {
    // A class need not have every one of the methods.
    const found = jni.attempt(() => concrete.of(jni, manager));
    if (found === null || found.method === null || !found.fresh) return;
    if (this.managers >= MOST_CLASSES) {
      problem(plan.api, `more than ${MOST_CLASSES} classes of trust managers: ${found.method.cls} is not watched`);
      return;
    }
    this.managers++;
    if (!this.watch(jni, plan, found.method, "now")) {
      problem(plan.api, `${found.method.cls} is watched a moment late: a first refusal may stand`);
    }
  }

  private tell(plan: PinPlan, state: State, overloads: number, reason: string): void {
    const before = this.reported.get(plan);
    if (before === state || before === "resolved") return;
    this.reported.set(plan, state);
    emit({ k: "hook", t: Date.now(), api: plan.api, state, overloads, reason: reason.slice(0, 500) });
  }
}

function typesOf(overload: Overload): string {
  return overload.argumentTypes.map(typeName).join(", ");
}
