package probe;

import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;

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
