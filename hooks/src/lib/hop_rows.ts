// Where work changes threads: who hands what to whom, and which method of it runs later. One row each; a row
// whose class is not there is none of this app's or this Android's.
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
   * task: the argument `hands` (or the object itself) is work that runs later, in its method `runs`.
   * thread: the object is a thread about to start. begin: a pool's thread begins the task in argument 1.
   * message: argument 0 is an android.os.Message with a callback.
   */
  readonly kind: "task" | "thread" | "begin" | "message";
  readonly cls: string;
  readonly method: string;
  /** Empty for every overload. */
  readonly types: readonly (readonly string[])[];
  readonly hands: number | "self";
  /** Null where a `begin` row tells when the work runs. */
  readonly runs: Runs | null;
  /** Rows of one group are spellings of several releases: one of them has to be there if the class is. */
  readonly group: string;
  readonly source: string;
}

const RUNNABLE: Runs = { cls: "java.lang.Runnable", method: "run", types: [] };
const FORKED: Runs = { cls: "java.util.concurrent.ForkJoinTask", method: "exec", types: [] };
const COMPLETION: Runs = { cls: "java.util.concurrent.CompletableFuture$Completion", method: "tryFire", types: ["int"] };

const JDK = "https://github.com/openjdk/jdk17u/blob/master/src/java.base/share/classes/java/util";
const LIBCORE = "https://android.googlesource.com/platform/libcore/+/refs/heads/main/ojluni/src/main/java/java/util";
const FRAMEWORK = "https://android.googlesource.com/platform/frameworks/base/+/refs/heads/main/core/java/android";
const COROUTINES = "https://github.com/Kotlin/kotlinx.coroutines/blob/master/kotlinx-coroutines-core";
const RX2 = "https://github.com/ReactiveX/RxJava/blob/2.x/src/main/java/io/reactivex/internal/schedulers";
const RX3 = "https://github.com/ReactiveX/RxJava/blob/3.x/src/main/java/io/reactivex/rxjava3/internal/schedulers";

function task(
  cls: string, method: string, types: readonly string[] | null, hands: number | "self", runs: Runs | null,
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
  task(FORK_JOIN, "externalPush", null, 0, FORKED, `${LIBCORE}/concurrent/ForkJoinPool.java`, FORK_JOIN),
  task(FORK_JOIN, "externalSubmit", null, 0, FORKED, `${JDK}/concurrent/ForkJoinPool.java`, FORK_JOIN),
  task(FORK_JOIN, "poolSubmit", null, 1, FORKED, "https://github.com/openjdk/jdk21u/blob/master/src/java.base/share/classes/java/util/concurrent/ForkJoinPool.java", FORK_JOIN),
  task(FORK_JOIN_TASK, "fork", [], "self", FORKED, `${JDK}/concurrent/ForkJoinTask.java`),
  task(FUTURE, "unipush", null, 0, COMPLETION, `${JDK}/concurrent/CompletableFuture.java`, FUTURE),
  task(FUTURE, "push", null, 0, COMPLETION, "https://android.googlesource.com/platform/libcore/+/refs/tags/android-8.0.0_r1/ojluni/src/main/java/java/util/concurrent/CompletableFuture.java", FUTURE),
  task(FUTURE, "bipush", null, 1, COMPLETION, `${JDK}/concurrent/CompletableFuture.java`, FUTURE),
  task(FUTURE, "orpush", null, 1, COMPLETION, `${JDK}/concurrent/CompletableFuture.java`, FUTURE),
  task("java.util.Timer", "sched", null, 0, RUNNABLE, `${JDK}/Timer.java`),
  {
    kind: "message", cls: "android.os.MessageQueue", method: "enqueueMessage", types: [["android.os.Message", "long"]],
    hands: 0, runs: RUNNABLE, group: "android.os.MessageQueue.enqueueMessage", source: `${FRAMEWORK}/os/MessageQueue.java`,
  },
  task("android.os.AsyncTask$SerialExecutor", "execute", ["java.lang.Runnable"], 0, RUNNABLE, `${FRAMEWORK}/os/AsyncTask.java`),
  task("android.view.HandlerActionQueue", "postDelayed", null, 0, RUNNABLE, `${FRAMEWORK}/view/HandlerActionQueue.java`),
  task("android.view.Choreographer", "postCallbackDelayedInternal", null, 1, RUNNABLE, `${FRAMEWORK}/view/Choreographer.java`),
  task(SCHEDULER, "dispatch", null, 0, RUNNABLE, `${COROUTINES}/jvm/src/scheduling/CoroutineScheduler.kt`),
  task("kotlinx.coroutines.EventLoopImplBase", "enqueue", null, 0, RUNNABLE, `${COROUTINES}/common/src/EventLoop.common.kt`),
  task("kotlinx.coroutines.internal.LimitedDispatcher", "dispatch", null, 1, RUNNABLE, `${COROUTINES}/common/src/internal/LimitedDispatcher.kt`),
  task("io.reactivex.internal.schedulers.ExecutorScheduler$ExecutorWorker", "schedule", ["java.lang.Runnable"], 0, RUNNABLE, `${RX2}/ExecutorScheduler.java`),
  task("io.reactivex.rxjava3.internal.schedulers.ExecutorScheduler$ExecutorWorker", "schedule", ["java.lang.Runnable"], 0, RUNNABLE, `${RX3}/ExecutorScheduler.java`),
];
