package probe;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Methods that tests and the bench hook: every kind of argument, result and failure. */
public class Api {
    private static final Object TOKEN = new Object();

    public static String fixed() {
        return "value";
    }

    public String echo(String text) {
        return text;
    }

    public Object same(Object object) {
        return object;
    }

    public String nothing() {
        return null;
    }

    public String huge(int length) {
        char[] text = new char[length];
        Arrays.fill(text, 'x');
        return new String(text);
    }

    public static double sum(boolean a, byte b, char c, short d, int e, long f, float g, double h, String i) {
        return (a ? 1 : 0) + b + c + d + e + f + g + h + i.length();
    }

    public long wide(long value) {
        return value;
    }

    public float narrow(float value) {
        return value;
    }

    public boolean yes() {
        return true;
    }

    public char letter() {
        return '银';
    }

    public static char half() {
        return '\uD83D';
    }

    public static double precise(double value) {
        return value;
    }

    public byte[] fill(byte[] bytes) {
        bytes[0] = 42;
        return bytes;
    }

    public List<String> names() {
        return Arrays.asList("a", null, "c");
    }

    /** Delegates as the framework's overloads do: one call of the app. */
    public String open(String name) {
        return open(name, 1);
    }

    public String open(String name, int mode) {
        if (mode < 0) {
            throw new SecurityException("refused " + name);
        }
        return name + mode;
    }

    public int descend(int depth) {
        return depth == 0 ? 0 : 1 + descend(depth - 1);
    }

    public String refuse(String name) throws IOException {
        if (name.isEmpty()) {
            return "";
        }
        try {
            throw new IllegalStateException("inner " + name);
        } catch (IllegalStateException cause) {
            throw new IOException("outer " + name, cause);
        }
    }

    public String refuseBy(RuntimeException exception) {
        throw exception;
    }

    /** Fails in the third of three overloads. */
    public void shut(String name) {
        shut(name, 1);
    }

    public void shut(String name, int times) {
        shut(name, times, false);
    }

    private void shut(String name, int times, boolean quietly) {
        if (!quietly) {
            throw new IllegalStateException("shut " + name);
        }
    }

    /** Fails with failures of its own clean-up attached. */
    public void closeAll(String... names) throws IOException {
        IOException failure = new IOException("closing");
        for (String name : names) {
            try {
                open(name, -1);
            } catch (SecurityException suppressed) {
                failure.addSuppressed(suppressed);
            }
        }
        failure.addSuppressed(new IllegalStateException("made within", new SecurityException("its cause")));
        throw failure;
    }

    public String refuseThrough(String name) {
        return open(name, -1);
    }

    public Object token() {
        return TOKEN;
    }

    public String listen(Object listener) {
        return "listening";
    }

    public int tick() {
        return 1;
    }

    public int tock() {
        return 1;
    }

    public void sleep(int ms) throws InterruptedException {
        Thread.sleep(ms);
    }
}
