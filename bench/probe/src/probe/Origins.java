package probe;

import carrier.Hub;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.util.Timer;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import kotlinx.coroutines.DispatchedTask;
import kotlinx.coroutines.scheduling.CoroutineScheduler;

/** Work created in one place that runs in another, by method references: no frame of the app is on its stack. */
final class Origins {
    private final PrintStream out;
    private final Api api;

    Origins(PrintStream out, Api api) {
        this.out = out;
        this.api = api;
    }

    void run() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        ScheduledExecutorService scheduled = Executors.newScheduledThreadPool(1);
        ForkJoinPool forks = new ForkJoinPool(2);
        try {
            byThread();
            byExecutor(pool);
            bySubmit(pool);
            bySchedule(scheduled);
            byFork(forks);
            byFuture(pool);
            byStages(pool);
            byTimer();
            byReflection(pool);
            byOwnPool();
            nested(pool);
            byCaller();
        } finally {
            end(pool);
            end(scheduled);
            end(forks);
        }
        out.println("ended");
    }

    /** Coroutines' own tasks and plain ones, made here and there, run by one thread of the scheduler. */
    void byCoroutines() throws Exception {
        CoroutineScheduler scheduler = new CoroutineScheduler();
        resumed(scheduler);
        scheduler.dispatch(api::tick);
        resumed(scheduler);
        Thread worker = scheduler.worker();
        worker.start();
        worker.join();
        out.println("ended");
    }

    private void resumed(CoroutineScheduler scheduler) throws ReflectiveOperationException {
        Method tick = Api.class.getDeclaredMethod("tick");
        tick.setAccessible(true);
        scheduler.dispatch(new DispatchedTask(tick, api));
    }

    private static void end(ExecutorService service) throws InterruptedException {
        service.shutdown();
        service.awaitTermination(10, TimeUnit.SECONDS);
    }

    private void byThread() throws InterruptedException {
        Thread thread = new Thread(api::tick);
        thread.start();
        thread.join();
    }

    private void byExecutor(ExecutorService pool) throws Exception {
        pool.execute(api::tick);
        idle(pool);
    }

    private void bySubmit(ExecutorService pool) throws Exception {
        Callable<Integer> work = api::tick;
        pool.submit(work).get();
    }

    private void bySchedule(ScheduledExecutorService pool) throws Exception {
        pool.schedule((Runnable) api::tick, 1, TimeUnit.MILLISECONDS).get();
    }

    private void byFork(ForkJoinPool pool) throws Exception {
        pool.submit((Runnable) api::tick).get();
    }

    private void byFuture(ExecutorService pool) throws Exception {
        CompletableFuture.supplyAsync(api::tick, pool).get();
    }

    /** The stage is told here, and runs in the pool when what it waits for is there. */
    private void byStages(ExecutorService pool) throws Exception {
        CompletableFuture<String> gate = new CompletableFuture<>();
        CompletableFuture<Void> stage = CompletableFuture.supplyAsync(gate::join, pool).thenRun(api::tick);
        gate.complete("open");
        stage.get();
    }

    private void byTimer() throws Exception {
        Timer timer = new Timer();
        CountDownLatch done = new CountDownLatch(1);
        timer.schedule(new Hub.Ticking(api::tick), 1);
        timer.schedule(new Hub.Ticking(done::countDown), 20);
        done.await();
        timer.cancel();
    }

    /** The caller of invoke stands further out in the same stack: a hop of no thread. */
    private void byReflection(ExecutorService pool) throws Exception {
        Method tick = Api.class.getMethod("tick");
        tick.invoke(api);
    }

    /** A pool that does not tell the class it comes from when a task begins. */
    private void byOwnPool() throws Exception {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {
            @Override
            protected void beforeExecute(Thread thread, Runnable task) {
                out.println("before");
            }
        };
        pool.execute(api::tick);
        idle(pool);
        end(pool);
    }

    /** Work that is handed on by carriers alone. */
    private void nested(ExecutorService pool) throws Exception {
        CompletableFuture.supplyAsync(() -> "x", pool).thenRunAsync(api::tick, pool).get();
    }

    /** A task that is the app's own says who it is: it needs no origin. */
    private void byCaller() throws InterruptedException {
        Thread thread = new Thread(this::own);
        thread.start();
        thread.join();
    }

    private void own() {
        api.tick();
    }

    private static void idle(ExecutorService pool) throws Exception {
        pool.submit(() -> null).get();
    }

    /** Tasks by the thousand, from two places. */
    void many(int number) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        for (int i = 0; i < number; i++) {
            if (i % 2 == 0) {
                pool.execute(api::tick);
            } else {
                pool.execute(api::tick);
            }
            if (i % 1000 == 0) {
                idle(pool);
            }
        }
        end(pool);
        out.println("ended");
    }

    /** The same on a Looper, where there is one: classes of the framework by name, since there may be none. */
    void byHandler() throws Exception {
        Class<?> threads = Class.forName("android.os.HandlerThread");
        Object thread = threads.getConstructor(String.class).newInstance("looper");
        ((Thread) thread).start();
        Object looper = threads.getMethod("getLooper").invoke(thread);
        Class<?> handlers = Class.forName("android.os.Handler");
        Object handler = handlers.getConstructor(Class.forName("android.os.Looper")).newInstance(looper);
        CountDownLatch done = new CountDownLatch(2);
        Method post = handlers.getMethod("post", Runnable.class);
        post.invoke(handler, (Runnable) api::tick);
        post.invoke(handler, (Runnable) done::countDown);
        handlers.getMethod("postDelayed", Runnable.class, long.class).invoke(handler, (Runnable) done::countDown, 5L);
        done.await();
        threads.getMethod("quit").invoke(thread);
        out.println("ended");
    }
}
