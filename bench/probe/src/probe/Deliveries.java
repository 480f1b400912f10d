package probe;

import carrier.Hub;
import carrier.Listener;
import carrier.Receiver;
import java.io.PrintStream;
import java.util.function.Consumer;

/** Hands objects of every kind over to a system that calls them. */
final class Deliveries {
    private final PrintStream out;

    Deliveries(PrintStream out) {
        this.out = out;
    }

    void run() throws InterruptedException {
        Hub hub = new Hub();
        named(hub);
        hub.deliver("one");
        hub.clear();
        derived(hub);
        hub.deliver("two");
        hub.clear();
        lambda(hub);
        hub.deliver("three");
        hub.clear();
        reference(hub);
        consumer(hub);
        hub.deliver("four");
        hub.clear();
        throwing(hub);
        try {
            hub.deliver("five");
        } finally {
            hub.clear();
        }
        hub.broadcast(new Manifest(), "six");
        hub.register(null);
        // Nobody handed this one over: what the app does with it is its own business.
        new Named().arrived("own", 0);
        new Derived().arrived("own", 0);
    }

    private void named(Hub hub) {
        hub.register(new Named());
    }

    private void derived(Hub hub) {
        hub.register(new Derived(), "filter");
    }

    private void lambda(Hub hub) {
        hub.register((value, count) -> out.println("lambda " + value + count));
    }

    private void reference(Hub hub) {
        hub.register(this::print);
    }

    private void print(String value, int count) {
        out.println("reference " + value + count);
    }

    private void consumer(Hub hub) {
        Consumer<String> consumer = new Typed();
        hub.ask("name", consumer);
    }

    private void throwing(Hub hub) {
        hub.register((value, count) -> {
            throw new IllegalStateException("listener");
        });
    }

    private class Named implements Listener {
        @Override
        public void arrived(String value, int count) {
            out.println("named " + value + count);
        }
    }

    private final class Derived extends Named {
        @Override
        public void arrived(String value, int count) {
            super.arrived(value, count);
            out.println("derived");
        }
    }

    private final class Typed implements Consumer<String> {
        @Override
        public void accept(String value) {
            out.println("typed " + value);
        }
    }

    private final class Manifest extends Receiver {
        @Override
        public void receive(String value) {
            out.println("manifest " + value);
        }
    }

    /** Listeners that come and go by the thousand. */
    void many(int number) throws InterruptedException {
        Hub hub = new Hub();
        for (int i = 0; i < number; i++) {
            hub.register(new Named());
            hub.clear();
            if (i % 4000 == 0) {
                System.gc();
            }
        }
        out.println("ended");
    }
}
