package probe;

import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Classes that come with class loaders of their own, as plug-ins' do. */
final class Late {
    private final PrintStream out;

    Late(PrintStream out) {
        this.out = out;
    }

    void run(int loaders) throws Exception {
        System.clearProperty("plugin.loaded");
        for (int i = 0; i < loaders; i++) {
            URLClassLoader loader = new URLClassLoader(new URL[] {plugins()}, Late.class.getClassLoader());
            out.println("initialised " + System.getProperty("plugin.loaded"));
            read(loader);
        }
        URLClassLoader empty = new Emptied();
        read(empty);
        System.gc();
    }

    private void read(ClassLoader loader) throws Exception {
        Class<?> reader = loader.loadClass("plugin.Reader");
        Object made = reader.getConstructor().newInstance();
        Method read = reader.getMethod("read", String.class);
        out.println(read.invoke(made, "late"));
        out.println(read.invoke(made, "later") + " " + (reader.getClassLoader() == loader));
    }

    /** Loaders made by several threads at once, while others call what is hooked. */
    void crowd(int loaders, Api api) throws Exception {
        AtomicBoolean going = new AtomicBoolean(true);
        AtomicInteger right = new AtomicInteger();
        Thread[] callers = new Thread[2];
        for (int i = 0; i < callers.length; i++) {
            callers[i] = new Thread(() -> {
                while (going.get()) {
                    api.tick();
                }
            });
            callers[i].start();
        }
        Thread[] makers = new Thread[4];
        for (int i = 0; i < makers.length; i++) {
            makers[i] = new Thread(() -> {
                for (int n = 0; n < loaders; n++) {
                    try {
                        URLClassLoader loader = new URLClassLoader(new URL[] {plugins()}, Late.class.getClassLoader());
                        Class<?> reader = loader.loadClass("plugin.Reader");
                        Object made = reader.getConstructor().newInstance();
                        if (reader.getMethod("read", String.class).invoke(made, "crowd").equals("read crowd")) {
                            right.incrementAndGet();
                        }
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            makers[i].start();
        }
        for (Thread maker : makers) {
            maker.join();
        }
        going.set(false);
        for (Thread caller : callers) {
            caller.join();
        }
        out.println("right " + right.get());
    }

    static URL plugins() throws Exception {
        URL main = Late.class.getResource("Late.class");
        return new URL(main.toString().replace("probe/Late.class", "late/"));
    }

    /** Gets its classes after it was made. */
    private static final class Emptied extends URLClassLoader {
        Emptied() throws Exception {
            super(new URL[0], Late.class.getClassLoader());
            addURL(plugins());
        }
    }

    /** A loader that loads in its own way: only what it has loaded already may be looked at. */
    void own(int ms) throws Exception {
        int[] asked = {0};
        URLClassLoader loader = new URLClassLoader(new URL[] {plugins()}, Late.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                asked[0]++;
                return super.findClass(name);
            }
        };
        out.println("asked " + asked[0]);
        read(loader);
        Thread.sleep(ms);
        read(loader);
        out.println("asked " + asked[0]);
    }
}
