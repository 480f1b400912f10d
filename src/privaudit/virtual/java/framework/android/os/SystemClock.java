package android.os;

/** Clocks of the device in ms. */
public final class SystemClock {
    private static final long START = System.nanoTime();

    private SystemClock() {
    }

    public static void sleep(long ms) {
        boolean interrupted = false;
        long end = System.nanoTime() + ms * 1_000_000L;
        long left;
        while ((left = end - System.nanoTime()) > 0) {
            try {
                Thread.sleep(left / 1_000_000L, (int) (left % 1_000_000L));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    public static long uptimeMillis() {
        return (System.nanoTime() - START) / 1_000_000L;
    }

    public static long elapsedRealtime() {
        return uptimeMillis();
    }
}
