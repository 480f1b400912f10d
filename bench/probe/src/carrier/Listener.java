package carrier;

/** What an app hands over to be called later. */
public interface Listener {
    void arrived(String value, int count);

    default void ended(String reason) {
    }
}
