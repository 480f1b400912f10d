package probe;

import carrier.Hub;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.util.Timer;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Traces the app makes itself in work that runs elsewhere, and that it prints without their passing anything. */
final class Traces {
    private final PrintStream out;
    private final Api api;

    Traces(PrintStream out, Api api) {
        this.out = out;
        this.api = api;
    }

    void run() throws Exception {
        Hub hub = new Hub();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        ForkJoinPool forks = new ForkJoinPool(2);
        Timer timer = new Timer();
        try {
            for (int round = 0; round < 2; round++) {
                references(pool, forks, timer);
                later("execute", pool::execute);
                later("submit", pool::submit);
                later("fork", forks::execute);
                later("fork submit", forks::submit);
                later("async", work -> CompletableFuture.runAsync(work, forks));
                later("async in a pool", work -> CompletableFuture.runAsync(work, pool));
                later("stage", work -> stage(pool, work));
                later("timer", work -> timer.schedule(new Hub.Ticking(work), 1));
                later("future", work -> pool.execute(new FutureTask<>(work, null)));
                thrown("listener", () -> hub.callNow((value, count) -> {
                    throw new IllegalStateException("of a listener");
                }));
                thrown("named listener", () -> hub.callNow(new Refusing()));
                thrown("twice", () -> hub.callNow((value, count) -> hub.callNow(new Refusing())));
            }
        } finally {
            timer.cancel();
            pool.shutdown();
            forks.shutdown();
            pool.awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    /** Once the work of references was handed over, what it needs is watched. */
    private void references(ExecutorService pool, ForkJoinPool forks, Timer timer) throws Exception {
        pool.submit((Runnable) api::tick).get();
        forks.submit((Runnable) api::tick).get();
        CompletableFuture.runAsync(api::tick, forks).get();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        stage(pool, api::tick);
        timer.schedule(new Hub.Ticking(() -> ended.complete(null)), 1);
        ended.get();
    }

    private static void stage(ExecutorService pool, Runnable work) {
        CompletableFuture<String> gate = new CompletableFuture<>();
        CompletableFuture.supplyAsync(gate::join, pool).thenRun(work);
        gate.complete("open");
    }

    private interface Hand {
        void over(Runnable work) throws Exception;
    }

    private void later(String name, Hand hand) throws Exception {
        CompletableFuture<Throwable> made = new CompletableFuture<>();
        hand.over(() -> made.complete(new Throwable(name)));
        print(made.get(10, TimeUnit.SECONDS));
    }

    private void thrown(String name, Callable<Integer> call) throws Exception {
        try {
            call.call();
        } catch (IllegalStateException caught) {
            out.println(name);
            print(caught);
        }
    }

    private static final class Refusing implements carrier.Listener {
        @Override
        public void arrived(String value, int count) {
            throw new IllegalStateException("of a named listener");
        }
    }

    private void print(Throwable made) {
        StringWriter text = new StringWriter();
        made.printStackTrace(new PrintWriter(text, true));
        out.print(text);
    }

    /** On a Looper: a reference, then work of the app's own as itself and as a future. */
    void onHandler() throws Exception {
        Class<?> threads = Class.forName("android.os.HandlerThread");
        Object thread = threads.getConstructor(String.class).newInstance("looper");
        ((Thread) thread).start();
        Class<?> handlers = Class.forName("android.os.Handler");
        Object handler = handlers.getConstructor(Class.forName("android.os.Looper"))
                .newInstance(threads.getMethod("getLooper").invoke(thread));
        Method post = handlers.getMethod("post", Runnable.class);
        FutureTask<Integer> future = new FutureTask<>(api::tick);
        post.invoke(handler, future);
        future.get();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        later("posted", work -> post.invoke(handler, work));
        later("future posted", work -> post.invoke(handler, new FutureTask<>(work, null)));
        later("future", pool::submit);
        pool.shutdown();
        threads.getMethod("quit").invoke(thread);
    }

    void supplied() {
        new Hub().supplyNow(supplier -> out.println(supplier.name()));
    }
}
