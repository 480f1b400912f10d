package plugin;

/** Stands in a part of the jar of its own, so that only a class loader made later finds it. */
public class Reader {
    public static int readers;

    static {
        readers++;
        System.setProperty("plugin.loaded", String.valueOf(Integer.getInteger("plugin.loaded", 0) + 1));
    }

    public String read(String name) {
        return "read " + name;
    }

    /** What the plug-in's own listeners are called with. */
    public interface Watcher {
        void seen(String value);
    }

    public void watch(Watcher watcher) {
        watcher.seen("watched");
    }
}
