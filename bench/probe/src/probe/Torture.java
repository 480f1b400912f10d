package probe;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** What a hook might stumble over: values that bite, stacks at their end, threads of every kind. */
final class Torture {
    static final AtomicInteger TOUCHED = new AtomicInteger();
    private static final int DEEP = 5000;

    private final PrintStream out;
    private final Api api;

    Torture(PrintStream out, Api api) {
        this.out = out;
        this.api = api;
    }

    /** Arrays and lists that hold themselves, nulls, nothing, or an app's own objects. */
    void containers() {
        TOUCHED.set(0);
        Object[] itself = new Object[3];
        itself[0] = itself;
        itself[2] = "end";
        same(itself);
        List<Object> list = new ArrayList<>();
        list.add(list);
        list.add(null);
        same(list);
        Object[] nested = new Object[0];
        for (int i = 0; i < DEEP; i++) {
            nested = new Object[] {nested};
        }
        same(nested);
        Object[] wide = new Object[200];
        Arrays.fill(wide, new Object[0]);
        for (int i = 0; i < 4; i++) {
            Object[] wider = new Object[200];
            Arrays.fill(wider, wide);
            wide = wider;
        }
        same(wide);
        same(new Object[0]);
        same(new String[] {null, "", null});
        same(new byte[0]);
        same(new byte[] {0, -1, 127});
        same(new byte[5_000_000]);
        same(new int[] {1, 2});
        same(new Object[][] {null, {null}});
        same(new Object[] {new Hostile(), "x"});
        same(new OwnList());
        same(Collections.unmodifiableList(new OwnList()));
        same(Collections.synchronizedList(new OwnList()));
        same(new OwnList().subList(0, 1));
        same(Collections.nCopies(Integer.MAX_VALUE, "many"));
        same(new ArrayList<>(List.of(1, 2, 3)).subList(0, 2));
        out.println("touched " + TOUCHED.getAndSet(0));
    }

    private void same(Object value) {
        out.println(api.same(value) == value);
    }

    /** A list of the app's own: nobody but the app may ask it anything. */
    private static final class OwnList extends AbstractList<Object> {
        @Override
        public Object get(int index) {
            TOUCHED.incrementAndGet();
            throw new IllegalStateException("never get");
        }

        @Override
        public int size() {
            TOUCHED.incrementAndGet();
            return 2;
        }
    }

    /** Half characters at every place a text is cut. */
    void characters() {
        out.println((int) Api.half());
        out.println(api.echo("x".repeat(99) + "\uD83D\uDE00").length());
        out.println(api.echo("\uDE00\uD83D").length());
        out.println(api.echo("\uD83D\uDE00".repeat(5000)).length());
        String cut = "y".repeat(100 - "java.lang.IllegalStateException: ".length() - 1);
        for (String message : new String[] {cut + "\uD83D\uDE00", "\uD83D", null, "", "z".repeat(1_000_000)}) {
            try {
                api.refuseBy(new IllegalStateException(message));
            } catch (IllegalStateException thrown) {
                out.println(message == thrown.getMessage());
            }
        }
        Thread thread = new Thread(() -> out.println(api.echo("named")), "n".repeat(127) + "\uD83D\uDE00\uD83D");
        thread.start();
        join(thread);
        same(new File("\uD83D"));
        same(new StringBuilder("\uD83D"));
        same(List.of("\uD83D", "\uDE00"));
    }

    /** A URL whose handler is the app's: its text must be had without asking that handler. */
    void addresses() throws IOException {
        URLStreamHandler handler = new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) {
                return null;
            }

            @Override
            protected String toExternalForm(URL url) {
                TOUCHED.incrementAndGet();
                throw new IllegalStateException("never ask");
            }
        };
        out.println(new URL(null, "own://user@host:7/path?a=b#c", handler).openConnection());
        out.println(new URL(null, "own:nothing", handler).openConnection());
        out.println(new URL("http://example.invalid/x?y=z").openConnection() != null);
        out.println("touched " + TOUCHED.getAndSet(0));
    }

    /** Numbers whose bits must survive. */
    void numbers() {
        for (float value : new float[] {0f, -0f, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY, 1 / 3f}) {
            out.println(Float.floatToRawIntBits(api.narrow(value)));
        }
        for (long value : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, (1L << 53) + 1}) {
            out.println(api.wide(value));
        }
        for (double value : new double[] {-0d, Double.MIN_VALUE, Double.longBitsToDouble(0x7ff8000000000123L), 1e308}) {
            out.println(Double.doubleToRawLongBits(Api.precise(value)));
        }
    }

    /** Recursion through a hooked method until the stack is used up; the app catches that. */
    void overflow(int kilobytes) {
        Runnable work = () -> {
            for (int i = 0; i < 3; i++) {
                try {
                    bottomless(0);
                    out.println("no end");
                } catch (StackOverflowError expected) {
                    out.println(expected.getClass().getName() + " " + expected.getMessage());
                }
            }
            out.println(api.echo("still here"));
        };
        Thread thread = new Thread(null, work, "deep", kilobytes * 1024L);
        thread.start();
        join(thread);
    }

    private int bottomless(int depth) {
        return api.same(this) == this ? 1 + bottomless(depth + 1) : 0;
    }

    /** The same, through the hooked method itself. */
    void infinite(int kilobytes) {
        Thread thread = new Thread(null, () -> {
            try {
                out.println(api.descend(Integer.MAX_VALUE));
            } catch (StackOverflowError expected) {
                out.println(expected.getClass().getName() + " " + expected.getMessage());
            }
            out.println(api.descend(3));
        }, "deeper", kilobytes * 1024L);
        thread.start();
        join(thread);
    }

    /** Suppressed exceptions and causes, with what they print. */
    void nested() {
        try {
            api.closeAll("first", "second");
        } catch (IOException thrown) {
            thrown.printStackTrace(out);
            out.println(thrown.getSuppressed().length);
        }
        try {
            api.shut("delegated");
        } catch (IllegalStateException thrown) {
            thrown.printStackTrace(out);
        }
        Throwable circle = new IllegalStateException("round");
        circle.initCause(new IllegalArgumentException("and round", circle));
        try {
            api.refuseBy((RuntimeException) circle);
        } catch (RuntimeException thrown) {
            thrown.printStackTrace(out);
        }
        try {
            api.refuseBy(null);
        } catch (NullPointerException thrown) {
            thrown.printStackTrace(out);
        }
        try {
            api.refuseBy(new Bare());
        } catch (RuntimeException thrown) {
            thrown.printStackTrace(out);
        }
    }

    /** An exception without a trace. */
    private static final class Bare extends RuntimeException {
        private static final long serialVersionUID = 1;

        Bare() {
            super("bare", null, false, false);
        }

        @Override
        public String getMessage() {
            TOUCHED.incrementAndGet();
            throw new IllegalStateException("no message");
        }

        @Override
        public String toString() {
            return "Bare";
        }
    }

    /** Programs started in both ways, and one that does not exist. */
    void programs() throws Exception {
        out.println(Runtime.getRuntime().exec("true").waitFor());
        out.println(Runtime.getRuntime().exec(new String[] {"true", ""}).waitFor());
        out.println(Runtime.getRuntime().exec(new String[] {"true"}, null, null).waitFor());
        out.println(new ProcessBuilder("true").start().waitFor());
        out.println(new ProcessBuilder(new OwnCommand()).start().waitFor());
        try {
            Runtime.getRuntime().exec(new String[] {"/no/such", "program"});
        } catch (IOException thrown) {
            thrown.printStackTrace(out);
        }
        for (String[] bad : new String[][] {null, {}, {null}}) {
            try {
                Runtime.getRuntime().exec(bad);
            } catch (RuntimeException thrown) {
                thrown.printStackTrace(out);
            }
        }
        out.println(Files.exists(new File("/").toPath()));
    }

    private static final class OwnCommand extends AbstractList<String> {
        @Override
        public String get(int index) {
            return "true";
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public String toString() {
            throw new IllegalStateException("never ask");
        }
    }

    /** Threads that never stop calling: daemons for the end of the VM. */
    void daemons(int count) throws InterruptedException {
        CountDownLatch running = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(() -> {
                running.countDown();
                while (true) {
                    api.tick();
                    api.echo("again");
                }
            }, "daemon-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        running.await();
        out.println("calling");
    }

    /** As many call sites as there are numbers: every bit is a frame of one of two methods. */
    void sites(int count) {
        for (int i = 0; i < count; i++) {
            zero(i, 16);
        }
        out.println("ended");
    }

    private void zero(int path, int left) {
        step(path, left);
    }

    private void one(int path, int left) {
        step(path, left);
    }

    private void step(int path, int left) {
        if (left == 0) {
            api.tick();
        } else if ((path & 1) == 0) {
            zero(path >> 1, left - 1);
        } else {
            one(path >> 1, left - 1);
        }
    }

    /** Many short threads: ids and environments come and go. */
    void shortLived(int count) {
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(() -> api.echo("short"), "short-" + i);
            thread.start();
            join(thread);
        }
        out.println("ended");
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
