package carrier;

import java.util.ArrayList;
import java.util.List;
import java.util.TimerTask;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Stands for a system: takes listeners and calls them on a thread of its own. */
public final class Hub {
    private final List<Listener> listeners = new ArrayList<>();
    private final List<Consumer<String>> consumers = new ArrayList<>();

    public void register(Listener listener) {
        register(listener, null);
    }

    public void register(Listener listener, Object filter) {
        listeners.add(listener);
    }

    public void ask(String name, Consumer<String> consumer) {
        consumers.add(consumer);
    }

    /** Calls the listener before it returns. */
    public int callNow(Listener listener) {
        int count = 1;
        listener.arrived("now", count);
        return count;
    }

    public int supplyNow(Supplied listener) {
        listener.supplied(new Supplier("supplied"));
        return 1;
    }

    /** Delivers what it is told from a thread of the system's, and waits until all have it. */
    public void deliver(String value) throws InterruptedException {
        onThread(() -> {
            int count = 0;
            for (Listener listener : new ArrayList<>(listeners)) {
                listener.arrived(value, ++count);
                listener.ended("done");
            }
            for (Consumer<String> consumer : consumers) {
                consumer.accept(value);
            }
        });
    }

    /** Makes an object of an app's class and calls it, as a manifest asks for. */
    public void broadcast(Receiver receiver, String value) throws InterruptedException {
        onThread(() -> {
            receiver.prepare("pending");
            receiver.receive(value);
        });
    }

    public void clear() {
        listeners.clear();
        consumers.clear();
    }

    private static void onThread(Runnable work) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        SystemThread thread = new SystemThread(() -> {
            try {
                work.run();
            } finally {
                done.countDown();
            }
        });
        thread.start();
        done.await();
    }

    private static final class SystemThread extends Thread {
        SystemThread(Runnable work) {
            super(work, "system");
        }
    }

    /** A task whose class says nothing of who wants it. */
    public static final class Ticking extends TimerTask {
        private final Runnable work;

        public Ticking(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            work.run();
        }
    }
}
