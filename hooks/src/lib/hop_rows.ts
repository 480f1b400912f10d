// Where work changes threads: who hands what to whom. One row each; a row whose class is not there is none of this
// app's or this Android's.
//
// No method that stays on the stack while the app's code runs is ever watched, since a trace that the app makes
// there would show it. What is known of work that runs is what can be known without: a pool tells a method of its
// own which task it begins, a thread of coroutines asks a method of its own for it, a future knows the thread that runs it, and the VM's own objects of lambdas (HotSpot)
// leave no frame. Of other work, classes of the app and its libraries say themselves in the stack whose it is; what
// a carrier does in a named class of its own, on a Looper, a Timer or a ForkJoinPool, is
// nobody's: it is never told as another's.
//
// Nothing of RxJava's schedulers but two stands here: the others hand their work to a ScheduledThreadPoolExecutor
// or a Handler from the thread that creates it. Reflection needs no row: the caller of Method.invoke stands
// further out in the same stack.

/** A method of what was handed over, as the interface or class that names it declares it. */
export interface Runs {
  readonly cls: string;
  readonly method: string;
  readonly types: readonly string[];
}

export interface Hop {
  /**
   * task: the argument `hands` (or the object itself) is work that runs later.
   * thread: the object is a thread about to start. begin: a pool's thread begins the task in argument 1.
   * message: argument 0 is an android.os.Message with a callback. made: what is returned is work that runs later.
   * taken: what is returned, if anything, is what the object, a thread, does next.
   */
  readonly kind: "task" | "thread" | "begin" | "message" | "made" | "taken";
  readonly cls: string;
  readonly method: string;
  /** Empty for every overload. */
  readonly types: readonly (readonly string[])[];
  readonly hands: number | "self";
  /** Null where a `begin` row tells when the work runs. */
  readonly runs: "work" | null;
  /** Rows of one group are spellings of several releases: one of them has to be there if the class is. */
  readonly group: string;
  readonly source: string;
}

/** Interfaces whose objects are work: one of them is found in what was handed over, and watched if it is a lambda. */
export const WORK: readonly Runs[] = [
  { cls: "java.lang.Runnable", method: "run", types: [] },
  { cls: "java.util.concurrent.Callable", method: "call", types: [] },
  { cls: "java.util.function.Supplier", method: "get", types: [] },
  { cls: "java.util.function.Function", method: "apply", types: ["java.lang.Object"] },
  { cls: "java.util.function.Consumer", method: "accept", types: ["java.lang.Object"] },
  { cls: "java.util.function.BiFunction", method: "apply", types: ["java.lang.Object", "java.lang.Object"] },
  { cls: "java.util.function.BiConsumer", method: "accept", types: ["java.lang.Object", "java.lang.Object"] },
];

const JDK = "https://github.com/openjdk/jdk17u/blob/master/src/java.base/share/classes/java/util";
const LIBCORE = "https://android.googlesource.com/platform/libcore/+/refs/heads/main/ojluni/src/main/java/java/util";
const FRAMEWORK = "https://android.googlesource.com/platform/frameworks/base/+/refs/heads/main/core/java/android";
const COROUTINES = "https://github.com/Kotlin/kotlinx.coroutines/blob/master/kotlinx-coroutines-core";
const RX2 = "https://github.com/ReactiveX/RxJava/blob/2.x/src/main/java/io/reactivex/internal/schedulers";
const RX3 = "https://github.com/ReactiveX/RxJava/blob/3.x/src/main/java/io/reactivex/rxjava3/internal/schedulers";

function task(
  cls: string, method: string, types: readonly string[] | null, hands: number | "self", runs: "work" | null,
  source: string, group = `${cls}.${method}`,
): Hop {
  return { kind: "task", cls, method, types: types === null ? [] : [types], hands, runs, group, source };
}

const POOL = "java.util.concurrent.ThreadPoolExecutor";
const FORK_JOIN = "java.util.concurrent.ForkJoinPool";
const FORK_JOIN_TASK = "java.util.concurrent.ForkJoinTask";
const FUTURE = "java.util.concurrent.CompletableFuture";
const SCHEDULER = "kotlinx.coroutines.scheduling.CoroutineScheduler";

export const HOPS: readonly Hop[] = [
  {
    kind: "thread", cls: "java.lang.Thread", method: "start", types: [[]], hands: "self", runs: null,
    group: "java.lang.Thread.start", source: `${JDK}/../lang/Thread.java`,
  },
  {
    kind: "begin", cls: POOL, method: "beforeExecute", types: [["java.lang.Thread", "java.lang.Runnable"]], hands: 1, runs: null,
    group: `${POOL}.beforeExecute`, source: `${LIBCORE}/concurrent/ThreadPoolExecutor.java`,
  },
  task(POOL, "execute", ["java.lang.Runnable"], 0, null, `${LIBCORE}/concurrent/ThreadPoolExecutor.java`),
  task(
    "java.util.concurrent.ScheduledThreadPoolExecutor", "delayedExecute", null, 0, null,
    `${LIBCORE}/concurrent/ScheduledThreadPoolExecutor.java`,
  ),
  // Releases of the class library spell what every submission goes through differently.
  task(FORK_JOIN, "externalPush", null, 0, "work", `${LIBCORE}/concurrent/ForkJoinPool.java`, FORK_JOIN),
  task(FORK_JOIN, "externalSubmit", null, 0, "work", `${JDK}/concurrent/ForkJoinPool.java`, FORK_JOIN),
  task(FORK_JOIN, "poolSubmit", null, 1, "work", "https://github.com/openjdk/jdk21u/blob/master/src/java.base/share/classes/java/util/concurrent/ForkJoinPool.java", FORK_JOIN),
  task(FORK_JOIN_TASK, "fork", [], "self", "work", `${JDK}/concurrent/ForkJoinTask.java`),
  task(FUTURE, "unipush", null, 0, "work", `${JDK}/concurrent/CompletableFuture.java`, FUTURE),
  task(FUTURE, "push", null, 0, "work", "https://android.googlesource.com/platform/libcore/+/refs/tags/android-8.0.0_r1/ojluni/src/main/java/java/util/concurrent/CompletableFuture.java", FUTURE),
  task(FUTURE, "bipush", null, 1, "work", `${JDK}/concurrent/CompletableFuture.java`, FUTURE),
  task(FUTURE, "orpush", null, 1, "work", `${JDK}/concurrent/CompletableFuture.java`, FUTURE),
  task("java.util.Timer", "sched", null, 0, "work", `${JDK}/Timer.java`),
  {
    kind: "message", cls: "android.os.MessageQueue", method: "enqueueMessage", types: [["android.os.Message", "long"]],
    hands: 0, runs: "work", group: "android.os.MessageQueue.enqueueMessage", source: `${FRAMEWORK}/os/MessageQueue.java`,
  },
  task("android.os.AsyncTask$SerialExecutor", "execute", ["java.lang.Runnable"], 0, "work", `${FRAMEWORK}/os/AsyncTask.java`),
  task("android.view.HandlerActionQueue", "postDelayed", null, 0, "work", `${FRAMEWORK}/view/HandlerActionQueue.java`),
  task("android.view.Choreographer", "postCallbackDelayedInternal", null, 1, "work", `${FRAMEWORK}/view/Choreographer.java`),
  {
    kind: "made", cls: SCHEDULER, method: "createTask", types: [], hands: 0, runs: null,
    group: `${SCHEDULER}.createTask`, source: `${COROUTINES}/jvm/src/scheduling/CoroutineScheduler.kt`,
  },
  {
    kind: "taken", cls: `${SCHEDULER}$Worker`, method: "findTask", types: [], hands: "self", runs: null,
    group: `${SCHEDULER}$Worker.findTask`, source: `${COROUTINES}/jvm/src/scheduling/CoroutineScheduler.kt`,
  },
  task("kotlinx.coroutines.EventLoopImplBase", "enqueue", null, 0, "work", `${COROUTINES}/common/src/EventLoop.common.kt`),
  task("kotlinx.coroutines.internal.LimitedDispatcher", "dispatch", null, 1, "work", `${COROUTINES}/common/src/internal/LimitedDispatcher.kt`),
  task("io.reactivex.internal.schedulers.ExecutorScheduler$ExecutorWorker", "schedule", ["java.lang.Runnable"], 0, "work", `${RX2}/ExecutorScheduler.java`),
  task("io.reactivex.rxjava3.internal.schedulers.ExecutorScheduler$ExecutorWorker", "schedule", ["java.lang.Runnable"], 0, "work", `${RX3}/ExecutorScheduler.java`),
];
