package carrier;

/** A listener that is handed an object to ask. */
public interface Supplied {
    void supplied(Supplier supplier);
}
