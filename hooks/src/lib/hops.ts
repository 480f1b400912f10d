// Follows work through executors, handlers, threads and timers to where it was created: the methods of `HOPS`
// are watched like those of rows, but no call of theirs is an event.

import type Java from "frida-java-bridge";

import { bridgeEnv, overloadsOf, typeName, type JniValue, type Overload, type When } from "./bridge.js";
import { Concrete } from "./concrete.js";
import { problem } from "./emit.js";
import type { Factory } from "./loaders.js";
import { HOPS, WORK, type Hop } from "./hop_rows.js";
import { Jni } from "./jni.js";
import { Lambdas } from "./lambdas.js";
import { classOf, failedAt, guarded, type Method, type Methods, type Observer, type Visit } from "./methods.js";
import type { Origins } from "./origins.js";

/** Classes of lambdas whose running is watched: a class is held for ever once one of its methods is replaced. */
const MOST_CLASSES = 2_048;

export class Hops {
  private waiting: readonly Hop[] = HOPS;
  private running: Running | null = null;
  private readonly begins = new Map<string, Overload>();

  constructor(private readonly methods: Methods, private readonly origins: Origins) {}

  /** Watch the hops whose class `use` finds; what is there and cannot be watched is told as a problem. */
  installWith(factory: Factory, when: When): void {
    const jni = new Jni(bridgeEnv().handle);
    const found = new Set<string>();
    const failures = new Map<string, string>();
    this.waiting = this.waiting.filter((hop) => {
      let wrapper: Java.Wrapper;
      try {
        wrapper = factory.use(hop.cls);
      } catch {
        // Another library's, another release's: it may come with another class loader.
        return true;
      }
      const failure = this.install(jni, hop, wrapper, factory, when);
      if (failure === "") found.add(hop.group);
      else failures.set(hop.group, `${hop.cls}.${hop.method}: ${failure}`);
      return false;
    });
    for (const [group, failure] of failures) {
      if (!found.has(group)) problem("origins", failure);
    }
  }

  private install(jni: Jni, hop: Hop, wrapper: Java.Wrapper, factory: Factory, when: When): string {
    try {
      const wanted = new Set(hop.types.map((types) => types.join(", ")));
      const all = overloadsOf(wrapper, hop.method);
      const chosen = (all ?? []).filter((one) => wanted.size === 0 || wanted.has(typesOf(one)));
      if (chosen.length === 0) return all === null ? "no such method" : "no such overload";
      const owner = classOf(jni, wrapper);
      const runs = hop.runs === null ? null : this.running ??= this.work(jni, factory);
      for (const one of chosen) {
        if (hop.kind === "begin") this.begins.set(hop.cls, one);
        const method = this.methods.of(one, hop.cls, hop.method, () => owner);
        this.methods.watch(jni, method, this.observer(hop, method, runs, owner), when);
      }
      return "";
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  private work(jni: Jni, factory: Factory): Running {
    const bases: NativePointer[] = [];
    const concrete = WORK.map((one) => {
      const wrapper = factory.use(one.cls);
      const declared = (overloadsOf(wrapper, one.method) ?? []).find((other) => typesOf(other) === one.types.join(", "));
      if (declared === undefined) throw new Error(`no ${one.cls}.${one.method}`);
      const base = classOf(jni, wrapper);
      bases.push(base);
      return new Concrete(this.methods, base, one.method, declared);
    });
    const { origins } = this;
    const lambdas = new Lambdas(jni, bases, (of, object) => origins.carried(of, object));
    return new Running(this.methods, origins, concrete, lambdas);
  }

  private observer(hop: Hop, method: Method, runs: Running | null, owner: NativePointer): Observer {
    const { origins } = this;
    const object = (values: JniValue[]): NativePointer => values[hop.hands === "self" ? 1 : hop.hands + 2] as NativePointer;
    switch (hop.kind) {
      case "thread": {
        return leaf(hop, (of, values, tid) => { origins.started(of, tid, method, object(values), owner); });
      }
      case "made":
        return ending(hop, (of, _values, value, tid) => { origins.created(of, tid, method, value); });
      case "taken":
        return ending(hop, (of, values, value) => { origins.begin(of, values[1] as NativePointer, value); }, true);
      case "begin":
        return leaf(hop, (of, values) => { origins.begin(of, values[2] as NativePointer, object(values)); });
      case "task": {
        const begins = this.beginning(hop, owner);
        return leaf(hop, (of, values, tid) => {
          const given = object(values);
          if (begins !== null) begins(of, values[1] as NativePointer);
          if (!given.isNull()) this.note(of, tid, method, given, runs);
        });
      }
      case "message": {
        // Found on the class of the first message: what it holds decides, not the message.
        let callback: NativePointer | null = null;
        return leaf(hop, (of, values, tid) => {
          const message = object(values);
          if (message.isNull()) return;
          callback ??= of.fieldId(of.classOf(message), "callback", "Ljava/lang/Runnable;");
          const given = of.getObject(message, callback);
          if (!given.isNull()) this.note(of, tid, method, given, runs);
        });
      }
    }
  }

  private note(jni: Jni, tid: number, method: Method, given: NativePointer, runs: Running | null): void {
    if (runs === null) this.origins.created(jni, tid, method, given);
    // A future's `run` stays on the stack while the app's code runs, in every executor: it is never watched.
    else if (!this.origins.createdFuture(jni, tid, method, given)) runs.note(jni, tid, method, given);
  }

  /** An app's executor may have its own `beforeExecute`, which need not call the one it overrides. */
  private beginning(hop: Hop, owner: NativePointer): ((of: Jni, executor: NativePointer) => void) | null {
    const begin = HOPS.find((other) => other.kind === "begin" && other.cls === hop.cls);
    const declared = this.begins.get(hop.cls);
    if (begin === undefined || declared === undefined) return null;
    const concrete = new Concrete(this.methods, owner, begin.method, declared);
    return (of, executor) => {
      const { method, fresh } = concrete.of(of, executor);
      if (method === null || !fresh) return;
      const observer = leaf(begin, (at, values) => {
        this.origins.begin(at, values[2] as NativePointer, values[3] as NativePointer);
      });
      this.methods.watch(of, method, observer, "now");
    };
  }
}

/** Watches lambdas that were handed over as work, each class of theirs once one of it was. */
class Running implements Observer {
  readonly name = "origins";
  private readonly watched = new Set<string>();

  constructor(
    private readonly methods: Methods, private readonly origins: Origins, private readonly concrete: readonly Concrete[],
    private readonly lambdas: Lambdas,
  ) {}

  note(jni: Jni, tid: number, hop: Method, given: NativePointer): void {
    for (const lambda of this.lambdas.of(jni, given)) {
      if (this.origins.created(jni, tid, hop, lambda)) this.watch(jni, lambda);
    }
  }

  private watch(jni: Jni, object: NativePointer): void {
    for (const concrete of this.concrete) {
      if (!concrete.isInstance(jni, object)) continue;
      const { method, fresh } = concrete.of(jni, object);
      if (method === null || !fresh || this.watched.has(method.handle.toString())) continue;
      if (this.watched.size >= MOST_CLASSES) {
        problem("origins", `more than ${MOST_CLASSES} classes of lambdas: where those of ${method.cls} were created is not followed`);
        continue;
      }
      this.watched.add(method.handle.toString());
      this.methods.watch(jni, method, this, "now");
    }
  }

  enter(values: JniValue[], tid: number): Visit | null {
    const jni = new Jni(values[0] as NativePointer);
    try {
      const creation = this.origins.take(jni, values[1] as NativePointer);
      if (creation === undefined) return null;
      const end = this.origins.during(tid, creation);
      return { returned: end, threw: end };
    } catch (error) {
      failedAt(this.name, jni, "entry", error);
      return null;
    }
  }
}

/** An observer of the beginning of calls alone. */
function leaf(hop: Hop, fn: (jni: Jni, values: JniValue[], tid: number) => void): Observer {
  const name = `origins: ${hop.cls}.${hop.method}`;
  return {
    name,
    enter(values: JniValue[], tid: number): null {
      const jni = new Jni(values[0] as NativePointer);
      // No frame of local references: it is hot, and they go when the method returns.
      try {
        guarded(tid, () => { fn(jni, values, tid); });
      } catch (error) {
        failedAt(name, jni, "entry", error);
      }
      return null;
    },
  };
}

/** An observer of what calls return; of null only where that tells something as well. */
function ending(
  hop: Hop, fn: (jni: Jni, values: JniValue[], value: NativePointer, tid: number) => void, ofNull = false,
): Observer {
  const name = `origins: ${hop.cls}.${hop.method}`;
  return {
    name,
    enter(values: JniValue[], tid: number): Visit {
      return {
        returned(value: JniValue): void {
          const object = value as NativePointer;
          if (object.isNull() && !ofNull) return;
          const jni = new Jni(values[0] as NativePointer);
          try {
            fn(jni, values, object, tid);
          } catch (error) {
            failedAt(name, jni, "return", error);
          }
        },
        threw(): void {
          // No task came of it.
        },
      };
    },
  };
}

function typesOf(overload: Overload): string {
  return overload.argumentTypes.map(typeName).join(", ");
}
