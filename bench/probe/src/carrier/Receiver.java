package carrier;

/** A class that the system makes an object of itself, and prepares before each call. */
public abstract class Receiver {
    private Object pending;

    public final void prepare(Object given) {
        pending = given;
    }

    public abstract void receive(String value);
}
