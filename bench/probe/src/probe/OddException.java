package probe;

/** An exception whose own methods fail: describing it must not call them. */
final class OddException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OddException() {
        super("odd");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
        throw new IllegalStateException("no trace");
    }

    @Override
    public String toString() {
        return "OddException";
    }
}
