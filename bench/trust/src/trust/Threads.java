package trust;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Many checks at once, in many threads. */
final class Threads {
    private static final int THREADS = 8;
    private static final int TIMES = 40;

    static String run(Map<String, Checks.Check> checks, X509Certificate[] chain, String host) throws Exception {
        AtomicInteger passed = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> {
                for (int n = 0; n < TIMES; n++) {
                    for (String name : new String[] {"platform", "pinner_internal", "manager"}) {
                        try {
                            checks.get(name).judge(chain, host);
                            passed.incrementAndGet();
                        } catch (Exception e) {
                            refused.incrementAndGet();
                        }
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return passed + " passed, " + refused + " refused";
    }

    private Threads() {
    }
}
