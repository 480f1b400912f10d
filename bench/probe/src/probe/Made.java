package probe;

/** Made in two ways, of which one goes through the other. */
public class Made {
    static final int COUNT = 3;
    private final String name;

    public Made() {
        this("plain");
    }

    public Made(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("no name");
        }
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** A class that is made through its superclass. */
    public static final class Finer extends Made {
        public Finer() {
            super("finer");
        }
    }

    public static String ask(String[] names) {
        return names == null ? "nothing" : String.join("+", names);
    }
}
