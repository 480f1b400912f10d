// Rows whose values arrive in a callback: the system calls a method of an object that the app handed over in the
// call of another row. The method is hooked on that object's class when the first of its kind is handed over;
// only calls on objects that were really handed over are events.

import type Java from "frida-java-bridge";

import type { HookPlan } from "../generated/wire.js";
import { overloadsOf, type Overload } from "./bridge.js";
import { Target, type Call, type HandedOver, type Hook, type Surroundings } from "./call.js";
import { Concrete } from "./concrete.js";
import type { Creation } from "./counts.js";
import { problem } from "./emit.js";
import type { Jni } from "./jni.js";
import { framed, guarded, type Methods } from "./methods.js";
import { WeakObjects } from "./objects.js";
import { className } from "./throwables.js";

/** Objects of one row remembered at once; more listeners than that are forgotten, which is told. */
const MOST_OBJECTS = 4_096;
/** Classes of one row that are hooked: a class is held for ever once one of its methods is replaced. */
const MOST_CLASSES = 1_024;

/** One row of deliveries, with the objects it may be called on. */
export class Delivery implements HandedOver {
  private readonly concrete: readonly Concrete[];
  private readonly objects: WeakObjects<Creation>;
  private readonly hooked = new Set<string>();

  constructor(
    readonly plan: HookPlan, private readonly hook: Hook, private readonly methods: Methods,
    private readonly around: Surroundings, base: NativePointer, declared: readonly Overload[],
    private readonly added: (target: Target) => void,
  ) {
    // What is told a value and is only the class's own keeps nothing of it; what answers with one is read.
    this.concrete = declared.map((overload) => {
      const answers = plan.value_arg < 0 && overload.returnType.type !== "void";
      return new Concrete(methods, base, plan.method, overload, answers);
    });
    this.objects = new WeakObjects(MOST_OBJECTS, () => {
      problem(plan.api, `more than ${MOST_OBJECTS} objects were handed over: the oldest are not known any more`);
    });
  }

  find(jni: Jni, object: NativePointer): Creation | undefined {
    return this.objects.get(jni, object);
  }

  /** A call hands objects over: those of this row's class are known from now on. */
  take(call: Call): void {
    const { jni, tid, target } = call;
    const failure = guarded(tid, () => framed(jni, () => {
      const creation: Creation = { key: `site ${call.counter.site}`, frames: [], site: call.counter.site };
      target.argumentTypes.forEach((type, i) => {
        if (type.type === "pointer") this.hand(jni, call.handle(i), creation);
      });
      // What a static method has there is its class.
      if (target.replaced.isInstance) this.hand(jni, call.self, creation);
    }));
    if (failure !== null) problem(`${this.plan.api} handed over by ${target.api}`, failure);
  }

  private hand(jni: Jni, object: NativePointer, creation: Creation): void {
    const [first] = this.concrete;
    if (object.isNull() || first === undefined || !first.isInstance(jni, object)) return;
    this.objects.set(jni, object, creation);
    for (const concrete of this.concrete) {
      const { method, fresh } = concrete.of(jni, object);
      if (method === null || !fresh || this.hooked.has(method.handle.toString())) continue;
      if (this.hooked.size >= MOST_CLASSES) {
        problem(this.plan.api, `more than ${MOST_CLASSES} classes take deliveries: ${className(jni, object)} is not hooked`);
        continue;
      }
      this.hooked.add(method.handle.toString());
      const target = new Target(this.plan, this.hook, method, this.around, this);
      target.alone = this.concrete.length === 1;
      this.added(target);
      if (!this.methods.watch(jni, method, target, "now")) {
        problem(this.plan.api, `${method.cls} is hooked a moment late: a first delivery may be missing`);
      }
    }
  }
}

/** The row's methods among those its class declares: all of them, or the overloads the row names. */
export function declaredBy(plan: HookPlan, wrapper: Java.Wrapper, types: (overload: Overload) => string): Overload[] {
  const wanted = new Set(plan.overloads.map((one) => one.join(", ")));
  return (overloadsOf(wrapper, plan.method) ?? []).filter((one) => wanted.size === 0 || wanted.has(types(one)));
}
