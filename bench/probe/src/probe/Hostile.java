package probe;

/** An app's object whose methods must not be run by anybody but the app. */
final class Hostile {
    static int touched;

    @Override
    public String toString() {
        touched++;
        throw new IllegalStateException("never ask me");
    }

    @Override
    public int hashCode() {
        touched++;
        return 0;
    }
}
