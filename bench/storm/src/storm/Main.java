package storm;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/**
 * Calls one method from five places and four threads at once, as often as a line of stdin says.
 *
 * <p>Prints, for each place, its name, how many calls it made and how many of them threw; then a dot.
 */
public final class Main {
    private static final int THREADS = 4;
    private static final String[] NAMES = {"first", "second", "third", "fourth", "fifth"};
    private static final Api API = new Api();
    private static final AtomicLong[] ERRORS = new AtomicLong[NAMES.length];

    private Main() {}

    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        out.println(".");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            int each = Integer.parseInt(line) / (THREADS * NAMES.length);
            storm(each);
            for (int place = 0; place < NAMES.length; place++) {
                out.println(NAMES[place] + " " + (long) each * THREADS + " " + ERRORS[place].get());
            }
            out.println(".");
        }
    }

    private static void storm(int each) throws InterruptedException {
        IntConsumer[] places = {Main::first, Main::second, Main::third, Main::fourth, Main::fifth};
        for (int place = 0; place < NAMES.length; place++) {
            ERRORS[place] = new AtomicLong();
        }
        CountDownLatch done = new CountDownLatch(THREADS);
        for (int thread = 0; thread < THREADS; thread++) {
            new Thread(() -> {
                for (int n = 0; n < each; n++) {
                    for (int place = 0; place < places.length; place++) {
                        try {
                            places[place].accept(n);
                        } catch (IllegalStateException refused) {
                            ERRORS[place].incrementAndGet();
                        }
                    }
                }
                done.countDown();
            }, "storm-" + thread).start();
        }
        done.await();
    }

    private static void first(int n) {
        API.read(n);
    }

    private static void second(int n) {
        API.read(n);
    }

    private static void third(int n) {
        API.read(n);
    }

    private static void fourth(int n) {
        API.read(n);
    }

    private static void fifth(int n) {
        API.read(n);
    }
}
