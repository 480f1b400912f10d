package carrier;

/** What a listener is handed to ask, a class of the system's own. */
public class Supplier {
    private final String name;

    Supplier(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }
}
