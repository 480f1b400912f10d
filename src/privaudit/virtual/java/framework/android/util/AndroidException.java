package android.util;

/** Base of the framework's own checked errors. */
public class AndroidException extends Exception {
    public AndroidException() {
    }

    public AndroidException(String name) {
        super(name);
    }
}
