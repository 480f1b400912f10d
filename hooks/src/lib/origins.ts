// Where work was created that now runs somewhere else: which thread does whose work at this moment.

import type { Creation } from "./counts.js";
import { problem } from "./emit.js";
import type { Jni } from "./jni.js";
import { WeakObjects } from "./objects.js";
import { DELEGATED, UNKNOWN, type Hooked, type SiteKey, type Stacks } from "./sites.js";
import { className } from "./throwables.js";
import { cls } from "./values.js";

/** Tasks, messages and threads whose creation is remembered at once; the oldest are forgotten first, which is told. */
const MOST_TASKS = 8_192;
/** Futures that wait or run at once: each is looked at for every call whose stack tells nobody. */
const MOST_FUTURES = 256;
/** Places of creation whose frames are kept, should a call need them. */
const MOST_PLACES = 4_096;
const MOST_CLASSES = 4_096;
const MOST_THREADS = 4_096;

/** Hand-overs of one object that are told apart: a lambda that holds nothing is one object for all of them. */
const MOST_WAITING = 64;

const FUTURE_TASK = "java.util.concurrent.FutureTask";
/** `FutureTask.state` while it is not over (https://github.com/openjdk/jdk17u, the same in Android's libcore). */
const COMPLETING = 1;

/** A task that was handed over, once or more, and is taken up in that order; the last may run again and again. */
interface Task {
  readonly waiting: Creation[];
  begun: boolean;
}

export class Origins {
  private readonly tasks = new WeakObjects<Task>(MOST_TASKS, (task) => {
    if (!task.begun) problem("origins", `more than ${MOST_TASKS} tasks wait: where the oldest were created is forgotten`);
  });
  /** Futures handed to what does not tell when it runs them: a future knows the thread that runs it. */
  private readonly futures = new WeakObjects<Creation>(MOST_FUTURES, () => {
    problem("origins", `more than ${MOST_FUTURES} futures wait: where the oldest were created is forgotten`);
  });
  /** Threads: whose work they do now, null of a pool's between tasks. */
  private readonly threads = new WeakObjects<Creation | null>(MOST_THREADS);
  private readonly classes = new WeakObjects<boolean>(MOST_CLASSES);
  private readonly places = new Map<SiteKey, Creation | null>();
  /** By thread id: work that a frame on the thread's stack is doing, so that it ends with that frame. */
  private readonly now = new Map<number, Creation | null>();
  private currentThread = NULL;
  private target = NULL;
  private future = NULL;
  private runner = NULL;
  private state = NULL;

  constructor(private readonly stacks: Stacks, private readonly carries: (cls: string) => boolean) {}

  prepare(jni: Jni): void {
    this.currentThread = jni.staticMethodId(cls(jni, "java.lang.Thread"), "currentThread", "()Ljava/lang/Thread;");
    // HotSpot has no such field since 19.
    this.target = jni.attempt(() => jni.fieldId(cls(jni, "java.lang.Thread"), "target", "Ljava/lang/Runnable;")) ?? NULL;
    this.future = cls(jni, FUTURE_TASK);
    this.runner = jni.fieldId(this.future, "runner", "Ljava/lang/Thread;");
    this.state = jni.fieldId(this.future, "state", "I");
  }

  /** Whose work the calling thread does: that of the task it runs, else of whoever started the thread. */
  current(jni: Jni, tid: number): Creation | null {
    const work = this.now.get(tid);
    if (work !== undefined) return work;
    // No frame of local references: the caller is a native method, whose references go when it returns.
    const thread = this.thread(jni);
    return this.running(jni, thread) ?? this.threads.get(jni, thread) ?? null;
  }

  /** Where the future that a thread runs was created, if it was noted. */
  private running(jni: Jni, thread: NativePointer): Creation | undefined {
    if (this.futures.size === 0) return undefined;
    return this.futures.search(jni, (future) => {
      const runner = jni.getObject(future, this.runner);
      if (!runner.isNull()) {
        const found = jni.same(runner, thread);
        jni.deleteLocal(runner);
        return found ? "found" : "other";
      }
      return jni.getInt(future, this.state) > COMPLETING ? "over" : "other";
    });
  }

  /** Note a future that is handed over; returns whether it is one. Nothing of it is watched. */
  createdFuture(jni: Jni, tid: number, hop: Hooked, task: NativePointer): boolean {
    if (!jni.isInstance(task, this.future)) return false;
    const creation = this.carried(jni, task) ? this.creation(jni, tid, hop) : null;
    if (creation !== null) this.futures.set(jni, task, creation);
    return true;
  }

  /** The calling thread works for `creation` until the function that is returned runs. */
  during(tid: number, creation: Creation | null): () => void {
    const before = this.now.get(tid);
    this.now.set(tid, creation);
    return () => {
      if (before === undefined) this.now.delete(tid);
      else this.now.set(tid, before);
    };
  }

  /** A thread of a pool begins a task: it never does the work of whoever happened to start it. */
  begin(jni: Jni, thread: NativePointer, task: NativePointer): void {
    this.threads.set(jni, thread, (task.isNull() ? undefined : this.take(jni, task)) ?? null);
  }

  /** A task begins: where it was created; undefined when that is not known. */
  take(jni: Jni, object: NativePointer): Creation | undefined {
    const task = this.tasks.get(jni, object);
    if (task === undefined) return undefined;
    task.begun = true;
    return task.waiting.length > 1 ? task.waiting.shift() : task.waiting[0];
  }

  /**
   * Note that the calling thread hands `task` over, where the stack that will run it may not tell who did: its
   * class only carries calls of others. Returns whether it was noted.
   */
  created(jni: Jni, tid: number, hop: Hooked, task: NativePointer): boolean {
    if (!this.carried(jni, task)) return false;
    const creation = this.creation(jni, tid, hop);
    if (creation === null) return false;
    this.tasks.change(jni, task, (known) => {
      if (known === undefined) return { waiting: [creation], begun: false };
      // What ran before is over: it waits again.
      if (known.begun && known.waiting.length === 1) known.waiting.pop();
      if (known.waiting.length >= MOST_WAITING) known.waiting.shift();
      known.waiting.push(creation);
      known.begun = false;
      return known;
    });
    return true;
  }

  /**
   * The same for a thread that is being started. Threads of classes that only carry calls of others (a pool's,
   * a timer's, one of a Looper) do work that is noted where it is handed to them.
   */
  started(jni: Jni, tid: number, hop: Hooked, thread: NativePointer, plain: NativePointer): void {
    const owner = jni.classOf(thread);
    const worker = jni.same(owner, plain) ? this.ofPool(jni, thread) : this.carried(jni, thread);
    const creation = worker ? null : this.creation(jni, tid, hop);
    if (creation !== null) this.threads.set(jni, thread, creation);
  }

  private ofPool(jni: Jni, thread: NativePointer): boolean {
    const target = this.target.isNull() ? NULL : jni.getObject(thread, this.target);
    return !target.isNull() && className(jni, target) === "java.util.concurrent.ThreadPoolExecutor$Worker";
  }

  /** Whether an object's class only carries calls of others, or is one the VM made for a lambda. */
  carried(jni: Jni, object: NativePointer): boolean {
    const owner = jni.classOf(object);
    let carried = this.classes.get(jni, owner);
    if (carried === undefined) {
      const name = className(jni, object);
      // HotSpot's classes of lambdas: `a.B$$Lambda$1/0x0000000800c03000`; stacks leave them out.
      carried = name.includes("/") || this.carries(name);
      this.classes.set(jni, owner, carried);
    }
    jni.deleteLocal(owner);
    return carried;
  }

  /** The innermost place that tells who creates this: the stack, or whose work the thread does. */
  private creation(jni: Jni, tid: number, hop: Hooked): Creation | null {
    const key = this.stacks.identify(jni, hop);
    if (key === UNKNOWN || key === DELEGATED) return this.current(jni, tid);
    let place = this.places.get(key);
    if (place === undefined) {
      const frames = this.stacks.frames(jni, hop);
      const bare = frames.every((frame) => this.carries(frame.cls));
      place = bare ? null : { key, frames, site: null };
      if (this.places.size >= MOST_PLACES) this.places.clear();
      this.places.set(key, place);
    }
    return place ?? this.current(jni, tid);
  }

  private thread(jni: Jni): NativePointer {
    return jni.callStaticObject(cls(jni, "java.lang.Thread"), this.currentThread);
  }
}

/** Prefixes of packages, by whole segments, to a test of class names that remembers its answers. */
export function under(prefixes: readonly string[]): (name: string) => boolean {
  const set = new Set(prefixes);
  const known = new Map<string, boolean>();
  return (name) => {
    let found = known.get(name);
    if (found === undefined) {
      found = false;
      for (let end = name.length; end > 0 && !found; end = name.lastIndexOf(".", end - 1)) found = set.has(name.slice(0, end));
      if (known.size >= MOST_CLASSES) known.clear();
      known.set(name, found);
    }
    return found;
  };
}
